package io.belfry.ami.recorder;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must not reach the disk: variables that no event of ours carries, and the values of whatever
 * is named like a secret.
 */
final class Redaction {
    private static final String INSTEAD = "[redacted]";
    private static final Pattern SECRET =
            Pattern.compile(
                    "(?i).*(passw|passphrase|pwd|secret|token|api_?key|private_?key|credential"
                            + "|authtype|cvv|cvc).*|(?i)(.*_)?(pin|key|otp)(code)?");
    private static final String CHAN_VARIABLE = "ChanVariable";

    /** It says why a caller left the queue. */
    private static final Set<String> ALWAYS = Set.of("QUEUESTATUS");

    private static final int MOST_HEADERS = 1_000;

    private final Set<String> wanted;
    private final Map<String, Boolean> headers = new ConcurrentHashMap<>();

    /**
     * @param variables that events carry
     */
    Redaction(Collection<String> variables) {
        wanted = Stream.concat(variables.stream(), ALWAYS.stream()).collect(Collectors.toSet());
    }

    /**
     * @return empty when nothing of it is to be kept
     */
    Optional<Message> apply(Message message) {
        if (!message.type().equals("VarSet")) {
            return Optional.of(isClean(message) ? message : message.with(this::value));
        }
        String variable = bare(message.get("Variable"));
        if (!wanted.contains(variable)) {
            return Optional.empty();
        }
        boolean secret = isSecret(variable);
        return Optional.of(
                message.with(
                        (name, value) ->
                                secret && name.equals("Value") ? INSTEAD : value(name, value)));
    }

    private boolean isClean(Message message) {
        String text = message.text();
        int line = text.indexOf(Message.LINE);
        while (line >= 0) {
            int from = line + Message.LINE.length();
            line = text.indexOf(Message.LINE, from);
            int colon = text.indexOf(':', from);
            if (colon > from && colon < line) {
                String name = text.substring(from, colon);
                if (name.equals(CHAN_VARIABLE) || isSecretHeader(name)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** There are few different ones, and each comes with every event. */
    private boolean isSecretHeader(String name) {
        Boolean known = headers.get(name);
        if (known == null) {
            known = isSecret(name);
            if (headers.size() < MOST_HEADERS) {
                headers.put(name, known);
            }
        }
        return known;
    }

    private String value(String name, String value) {
        if (isSecret(name)) {
            return INSTEAD;
        }
        if (!name.equals(CHAN_VARIABLE)) {
            return value;
        }
        int equals = value.indexOf('=');
        String variable = bare(equals < 0 ? value : value.substring(0, equals));
        if (isSecret(variable)) {
            return variable + "=" + INSTEAD;
        }
        return wanted.contains(variable) ? value : variable + "=";
    }

    static boolean isSecret(String name) {
        return SECRET.matcher(name).matches();
    }

    /** Inheritance is written into the name. */
    private static String bare(String variable) {
        return variable.replaceFirst("^_{1,2}", "");
    }
}
