package io.belfry.simulator.ami;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One unsolicited event as it goes over the wire. A recorded one keeps its bytes as they were
 * recorded; a made one is written from its lines.
 */
public final class AmiEvent {
    private final String type;
    private final Headers headers;
    private final byte[] bytes;
    private final Optional<Privilege> privilege;

    /** Asterisk always writes a name in the same case, so events need no search that ignores it. */
    private final Map<String, String> byName;

    private AmiEvent(String type, Headers headers, byte[] bytes) {
        this.type = type;
        this.headers = headers;
        this.bytes = bytes;
        this.byName = index(headers);
        this.privilege = Privilege.ofHeader(get("Privilege"));
    }

    /**
     * Takes a message as it was read, the empty line that ends it included. The type is empty if it
     * is no event.
     */
    public static AmiEvent ofBytes(byte[] message) {
        Headers headers =
                Headers.ofLines(new String(message, StandardCharsets.UTF_8).lines().toList());
        boolean event = !headers.all().isEmpty() && headers.all().get(0).name().equals("Event");
        return new AmiEvent(event ? headers.get("Event") : "", headers, message.clone());
    }

    public static Builder of(String type, Privilege privilege) {
        return new Builder(type).with("Privilege", privilege.word() + ",all");
    }

    public String type() {
        return type;
    }

    public Headers headers() {
        return headers;
    }

    /** The first value of that name in that very case, or the empty string. */
    public String get(String name) {
        return byName.getOrDefault(name, "");
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    private static Map<String, String> index(Headers headers) {
        Map<String, String> first = new HashMap<>(headers.all().size() * 2);
        for (Header header : headers.all()) {
            first.putIfAbsent(header.name(), header.value());
        }
        return first;
    }

    /** Without one (a forged event, a torn line) whoever is logged in gets it. */
    public Optional<Privilege> privilege() {
        return privilege;
    }

    /** Not copied: events are written to many sessions, nobody changes them. */
    public byte[] wire() {
        return bytes;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return headers.all().toString();
    }

    /** Collects the lines of an event in the order in which they are to be written. */
    public static final class Builder {
        private final String type;
        private final List<Header> lines = new ArrayList<>();

        private Builder(String type) {
            this.type = type;
            lines.add(new Header("Event", type));
        }

        public Builder with(String name, String value) {
            lines.add(new Header(name, value));
            return this;
        }

        public Builder with(String name, long value) {
            return with(name, Long.toString(value));
        }

        public Builder with(Map<String, String> more) {
            more.forEach(this::with);
            return this;
        }

        public AmiEvent build() {
            StringBuilder text = new StringBuilder(512);
            for (Header line : lines) {
                text.append(line.name()).append(": ").append(line.value()).append("\r\n");
            }
            text.append("\r\n");
            return new AmiEvent(
                    type, new Headers(lines), text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
