package io.belfry.core.integration;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can be done with a value on its way into a template: {@code {callernum|digits|drop:2}}. */
public enum TemplateFilter {
    /** Only the digits. */
    DIGITS(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return PhoneNumbers.digits(value);
        }
    },
    /** Without the first n characters. */
    DROP(Argument.COUNT) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.substring(index(value, Integer.parseInt(argument)));
        }
    },
    /** Only the first n characters. */
    TAKE(Argument.COUNT) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.substring(0, index(value, Integer.parseInt(argument)));
        }
    },
    /** Only the last n characters. */
    LAST(Argument.COUNT) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            int drop = value.codePointCount(0, value.length()) - Integer.parseInt(argument);
            return value.substring(index(value, Math.max(0, drop)));
        }
    },
    /** A telephone number as +39…, read as somebody in that country dials it. */
    E164(Argument.COUNTRY) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return PhoneNumbers.e164(value, argument);
        }
    },
    UPPER(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.toUpperCase(Locale.ROOT);
        }
    },
    LOWER(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.toLowerCase(Locale.ROOT);
        }
    },
    TRIM(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.strip();
        }
    },
    /** Something to put where there is nothing. */
    DEFAULT(Argument.TEXT) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return value.isBlank() ? argument : value;
        }
    },
    /** A public time as a date, 2026-11-22. */
    DATE(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return moment(value, zone, DateTimeFormatter.ISO_LOCAL_DATE);
        }
    },
    /** A public time as a clock shows it, 09:30. */
    CLOCK(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return moment(value, zone, DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT));
        }
    },
    /** Encoded for an address inside of a text; in an address everything is encoded anyway. */
    URLENCODE(Argument.NONE) {
        @Override
        String apply(String value, String argument, ZoneId zone) {
            return Percent.encode(value);
        }
    };

    /** What stands behind the colon. */
    public enum Argument {
        NONE,
        COUNT,
        COUNTRY,
        TEXT
    }

    private static final int MOST = 100;

    private final Argument argument;

    TemplateFilter(Argument argument) {
        this.argument = argument;
    }

    abstract String apply(String value, String argument, ZoneId zone);

    /** The word in the template. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Argument argument() {
        return argument;
    }

    static Optional<TemplateFilter> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(TemplateFilter::word).toList();
    }

    /** What is wrong with this argument, in words; empty when nothing is. */
    Optional<String> problem(String given) {
        return switch (argument) {
            case NONE ->
                    given.isEmpty()
                            ? Optional.empty()
                            : Optional.of("the filter " + word() + " takes nothing after a colon");
            case COUNT ->
                    isCount(given)
                            ? Optional.empty()
                            : Optional.of(
                                    "the filter "
                                            + word()
                                            + " needs a number from 1 to "
                                            + MOST
                                            + ": "
                                            + word()
                                            + ":2");
            case COUNTRY ->
                    PhoneNumbers.knows(given)
                            ? Optional.empty()
                            : Optional.of(
                                    "the filter e164 needs one of these countries, like e164:IT: "
                                            + String.join(", ", PhoneNumbers.countries()));
            case TEXT ->
                    given.isEmpty()
                            ? Optional.of(
                                    "the filter default needs a text after the colon: default:none")
                            : Optional.empty();
        };
    }

    private static boolean isCount(String given) {
        return given.matches("[0-9]{1,3}")
                && Integer.parseInt(given) >= 1
                && Integer.parseInt(given) <= MOST;
    }

    /** Counts characters as people do: none is cut in half. */
    private static int index(String value, int characters) {
        int all = value.codePointCount(0, value.length());
        return value.offsetByCodePoints(0, Math.min(characters, all));
    }

    private static String moment(String value, ZoneId zone, DateTimeFormatter format) {
        return EventFields.moment(value, zone).map(moment -> moment.format(format)).orElse("");
    }
}
