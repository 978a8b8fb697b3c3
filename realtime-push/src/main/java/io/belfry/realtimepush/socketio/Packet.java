package io.belfry.realtimepush.socketio;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One packet: {@code <type>[<attachments>-][<namespace>,][<id>][<json>]}.
 *
 * @param namespace with its slash; {@code /} when the packet names none
 * @param id of the acknowledgement; negative for none
 * @param data {@link JsonObject}, {@link JsonArray}, text or number; {@link #NOTHING} for none
 */
record Packet(Type type, String namespace, long id, Object data) {
    static final Object NOTHING = "";
    static final String ROOT = "/";
    static final long NO_ID = -1;

    private static final int MOST_DIGITS = 15;

    /** In the order of their numbers. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        ERROR,
        BINARY_EVENT,
        BINARY_ACK
    }

    /** Empty for what is no packet of this protocol. */
    static Optional<Packet> parse(String text) {
        int number = text.isEmpty() ? -1 : text.charAt(0) - '0';
        if (number < 0 || number >= Type.values().length) {
            return Optional.empty();
        }
        Type type = Type.values()[number];
        if (type == Type.BINARY_EVENT || type == Type.BINARY_ACK) {
            // its attachments will not be read, so nor is the rest
            return Optional.of(new Packet(type, ROOT, NO_ID, NOTHING));
        }
        int at = 1;
        String namespace = ROOT;
        if (text.startsWith(ROOT, at)) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            namespace = text.substring(at, end);
            at = Math.min(end + 1, text.length());
        }
        int digits = at;
        while (digits < text.length() && isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits - at > MOST_DIGITS) {
            return Optional.empty();
        }
        long id = digits == at ? NO_ID : Long.parseLong(text.substring(at, digits));
        return json(text.substring(digits)).map(new Packet(type, namespace, id, NOTHING)::with);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Optional<Object> json(String text) {
        if (text.isEmpty()) {
            return Optional.of(NOTHING);
        }
        try {
            return Optional.ofNullable(Json.decodeValue(text));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private Packet with(Object read) {
        return new Packet(type, namespace, id, read);
    }

    /** Clients of 1.x and 2.x say parameters behind the namespace. */
    String namespacePath() {
        return namespace.split("\\?", 2)[0];
    }

    /**
     * As it travels.
     *
     * @param json already encoded; empty for none
     */
    static String encode(Type type, String namespace, long id, String json) {
        StringBuilder text = new StringBuilder();
        text.append(type.ordinal());
        if (!namespace.equals(ROOT)) {
            text.append(namespace).append(',');
        }
        if (id >= 0) {
            text.append(id);
        }
        return text.append(Ascii.json(json)).toString();
    }
}
