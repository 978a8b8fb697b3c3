package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery.Outcome;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Set;

/** What a page may say on its socket; anything else ends the socket. Unknown fields are ignored. */
sealed interface PageMessage {
    int MAX_ID = 400;
    int MAX_DETAIL = 200;

    /**
     * The first message of every socket.
     *
     * @param lastSeq the last number that the page has handled; 0 for none
     * @param browser shared by all tabs of one browser profile; empty when not told
     * @param focused whether the agent is looking at it
     * @param boot who gave that number, see {@link ServerMessage#welcome}; empty when not told
     */
    record Hello(long lastSeq, String browser, Popups popups, boolean focused, String boot)
            implements PageMessage {
        /** Numbers that another server gave mean nothing to this one. */
        Hello numberedBy(String server) {
            return boot.isEmpty() || boot.equals(server)
                    ? this
                    : new Hello(0, browser, popups, focused, server);
        }
    }

    /**
     * What became of a pop or a notice.
     *
     * @param detail in plain English, for the trace; may be empty
     */
    record Ack(String id, Outcome outcome, String detail) implements PageMessage {}

    /** The agent looks at this page now. */
    record Focus() implements PageMessage {}

    /** The page found out what it can open. */
    record Can(Popups popups) implements PageMessage {}

    /**
     * Are you there, and what time is it? The answer is a {@code beat}.
     *
     * @param asked the page's number of the question, said again in the answer: what was on its way
     *     before tells an older time; 0 when the page does not care
     */
    record Check(long asked) implements PageMessage {}

    /** Words of an answer that a page can give; {@code refused} is ours alone. */
    Set<Outcome> ANSWERS =
            Set.of(
                    Outcome.OPENED,
                    Outcome.BLOCKED,
                    Outcome.CARD,
                    Outcome.DISMISSED,
                    Outcome.MISSED);

    /**
     * @throws IllegalArgumentException for anything that is not one of these, with the reason
     */
    static PageMessage read(String text) {
        JsonObject json = object(text);
        return switch (string(json, "type", 20)) {
            case "hello" ->
                    new Hello(
                            number(json, "lastSeq"),
                            string(json, "browser", 64),
                            popups(json),
                            flag(json, "focused"),
                            string(json, "boot", 64));
            case "ack" ->
                    new Ack(
                            required(json, "id"),
                            outcome(required(json, "outcome")),
                            plain(string(json, "detail", MAX_DETAIL)));
            case "focus" -> new Focus();
            case "can" -> new Can(popups(json));
            case "check" -> new Check(number(json, "asked"));
            default -> throw new IllegalArgumentException("unknown type");
        };
    }

    private static JsonObject object(String text) {
        try {
            return new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }

    private static String required(JsonObject json, String field) {
        String value = string(json, field, MAX_ID);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private static String string(JsonObject json, String field, int longest) {
        Object value = json.getValue(field, "");
        if (!(value instanceof String text) || text.length() > longest) {
            throw new IllegalArgumentException(field + " is not a short text");
        }
        return text;
    }

    private static long number(JsonObject json, String field) {
        Object value = json.getValue(field, 0);
        if (!(value instanceof Long || value instanceof Integer)) {
            throw new IllegalArgumentException(field + " is not a whole number");
        }
        long number = ((Number) value).longValue();
        if (number < 0) {
            throw new IllegalArgumentException(field + " is negative");
        }
        return number;
    }

    private static boolean flag(JsonObject json, String field) {
        if (!(json.getValue(field, false) instanceof Boolean flag)) {
            throw new IllegalArgumentException(field + " is neither true nor false");
        }
        return flag;
    }

    private static Popups popups(JsonObject json) {
        String word = string(json, "popups", 20);
        return word.isEmpty()
                ? Popups.UNKNOWN
                : Popups.of(word)
                        .orElseThrow(() -> new IllegalArgumentException("popups is no known word"));
    }

    private static Outcome outcome(String word) {
        return ANSWERS.stream()
                .filter(each -> each.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("outcome is no known word"));
    }

    /** One line for the trace, whatever a page sends. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
