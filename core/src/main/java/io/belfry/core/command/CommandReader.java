package io.belfry.core.command;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.integration.WebAddress;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says of each field of one command what is wrong with it. */
final class CommandReader {
    private static final int LONGEST_URL = 4_000;
    private static final int LONGEST_ADDRESS = 200;
    private static final int LONGEST_WORD = 200;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 2_000;
    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_REFERENCE = 500;
    private static final int LARGEST_CHANNEL = 64 * 1024;

    /** The last with a year of four digits, in milliseconds. */
    private static final long LATEST = 253_402_300_799_999L;

    private static final String EMPTY = "must not be empty";

    private final JsonObject data;
    private final Map<String, String> wrong = new LinkedHashMap<>();
    private final List<String> remarks = new ArrayList<>();

    CommandReader(JsonObject data) {
        this.data = data;
    }

    Command.Read read(String name) {
        if (!Command.NAMES.contains(name)) {
            return new Command.Refused(
                    Map.of("command", "is unknown; known: " + String.join(", ", Command.NAMES)));
        }
        Command command =
                switch (name) {
                    case Command.OPEN_PAGE -> openPage();
                    case Command.NOTIFY -> message();
                    default -> row();
                };
        return wrong.isEmpty() ? new Command.Good(command, remarks) : new Command.Refused(wrong);
    }

    private Command openPage() {
        return new Command.OpenPage(url(required("url", LONGEST_URL, EMPTY)), agent(), mode());
    }

    private Command message() {
        String agent = agent();
        String title = text("title", LONGEST_TITLE).strip();
        String body = text("body", LONGEST_BODY).strip();
        if (title.isEmpty() && body.isEmpty()) {
            wrong.putIfAbsent("title", "title and body must not both be empty");
        }
        return new Command.Notify(agent, level(), title, body);
    }

    private Command row() {
        String type = required("type", LONGEST_TYPE, "is the name of the integration and " + EMPTY);
        JsonObject channel = channel();
        String reference = text("reference", LONGEST_REFERENCE);
        return new Command.PushRow(type, channel, reference, url(text("url", LONGEST_URL)));
    }

    private String agent() {
        return required("peer", LONGEST_ADDRESS, EMPTY).strip();
    }

    /** A page is worth more than the way it opens: an unknown word is no reason to refuse it. */
    private OpenMode mode() {
        String word = text("mode", LONGEST_WORD).strip();
        return OpenMode.of(word)
                .orElseGet(
                        () -> {
                            if (!word.isEmpty()) {
                                remarks.add("mode is unknown, new_tab is taken; known: " + modes());
                            }
                            return OpenMode.NEW_TAB;
                        });
    }

    private static String modes() {
        return String.join(", ", Arrays.stream(OpenMode.values()).map(OpenMode::word).toList());
    }

    private Notice.Level level() {
        String word = text("type", LONGEST_WORD).strip();
        Notice.Level level = Notice.Level.of(word);
        if (!word.isEmpty() && !level.word().equalsIgnoreCase(word)) {
            remarks.add("type is unknown, info is taken; known: " + levels());
        }
        return level;
    }

    private static String levels() {
        return String.join(
                ", ", Arrays.stream(Notice.Level.values()).map(Notice.Level::word).toList());
    }

    /** Somebody will click it or it opens by itself: what no browser may open is refused here. */
    private String url(String text) {
        if (text.isEmpty()) {
            return "";
        }
        WebAddress.Checked checked = WebAddress.check(text);
        if (checked instanceof WebAddress.Refused refused) {
            wrong.putIfAbsent("url", refused.because());
            return "";
        }
        return ((WebAddress.Good) checked).address().toString();
    }

    private String required(String field, int longest, String otherwise) {
        String text = text(field, longest);
        if (text.isBlank()) {
            wrong.putIfAbsent(field, otherwise);
        }
        return text;
    }

    private String text(String field, int longest) {
        Object value = data.getValue(field);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String) && !(value instanceof Number)) {
            wrong.put(field, "must be text");
            return "";
        }
        if (value.toString().length() > longest) {
            wrong.put(field, "is longer than " + longest + " characters");
        }
        return value.toString();
    }

    private JsonObject channel() {
        Object value = data.getValue("channel");
        if (value == null) {
            return new JsonObject();
        }
        if (!(value instanceof JsonObject channel)) {
            wrong.put("channel", "must be an object: the call as the event gave it");
            return new JsonObject();
        }
        if (channel.encode().length() > LARGEST_CHANNEL) {
            wrong.put("channel", "is larger than " + LARGEST_CHANNEL + " characters");
        }
        return withTime(channel);
    }

    /**
     * The original writes {@code new Date()} into it, which travels as ISO text. Milliseconds since
     * 1970 become the same text, so that times of one call can be compared.
     */
    private JsonObject withTime(JsonObject channel) {
        Object time = channel.getValue("time");
        if (!(time instanceof Number millis)) {
            return channel;
        }
        if (millis.longValue() < 0 || millis.longValue() > LATEST) {
            wrong.put("channel", "has a time that is none");
            return channel;
        }
        return channel.copy().put("time", Instant.ofEpochMilli(millis.longValue()).toString());
    }
}
