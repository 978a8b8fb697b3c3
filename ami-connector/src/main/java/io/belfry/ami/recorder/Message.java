package io.belfry.ami.recorder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * One event of a recording, byte for byte: each character stands for one byte, so that whatever
 * came over the wire survives. In the file its second line is {@code Timestamp}, as Asterisk itself
 * writes it when told to; here the moment stands apart.
 *
 * @param at when it was read
 * @param text from {@code Event:} to the empty line, both included
 */
public record Message(Instant at, String text) {
    static final String LINE = "\r\n";
    static final String END = "\r\n\r\n";

    private static final String EVENT = "Event: ";
    private static final String TIMESTAMP = "Timestamp: ";
    private static final String OURS = "BelfryRecorder";

    /**
     * What the recorder says of itself: other programs pass over an event that they do not know.
     */
    static Message note(Instant at, String what, String pbx) {
        return of(at, OURS, List.of("What: " + what, "Pbx: " + pbx.replaceAll("[\r\n]", " ")));
    }

    /** Made by us, in the words of the PBX. */
    static Message of(Instant at, String type, List<String> lines) {
        StringBuilder text = new StringBuilder(EVENT).append(type).append(LINE);
        lines.forEach(line -> text.append(line).append(LINE));
        return new Message(at, text.append(LINE).toString());
    }

    /** What stood between {@code Event:} and the end of its line. */
    public String type() {
        int end = text.indexOf(LINE);
        return text.startsWith(EVENT) && end > 0 ? text.substring(EVENT.length(), end) : "";
    }

    /** Of our notes: what it says; empty for everything that came from the PBX. */
    public String note() {
        return type().equals(OURS) ? get("What") : "";
    }

    /** The value of the first header of this name, empty when there is none. */
    public String get(String header) {
        int at = text.indexOf(LINE + header + ":");
        if (at < 0) {
            return "";
        }
        int from = at + LINE.length() + header.length() + 1;
        int end = text.indexOf(LINE, from);
        return text.substring(from, end < 0 ? text.length() : end).stripLeading();
    }

    /** A line of it; the value is empty where there is no colon. */
    record Header(String name, String value) {}

    List<Header> headers() {
        List<Header> headers = new ArrayList<>();
        for (String line : lines()) {
            int colon = line.indexOf(':');
            headers.add(
                    colon < 0
                            ? new Header(line, "")
                            : new Header(
                                    line.substring(0, colon),
                                    line.substring(colon + 1).stripLeading()));
        }
        return headers;
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>(32);
        int end = text.length() - END.length();
        int from = text.indexOf(LINE);
        while (from >= 0 && from < end) {
            int start = from + LINE.length();
            from = text.indexOf(LINE, start);
            lines.add(text.substring(start, from));
        }
        return lines;
    }

    /**
     * The same with other values.
     *
     * @param change gets name and value of each header
     */
    Message with(BinaryOperator<String> change) {
        StringBuilder changed = new StringBuilder(text.substring(0, text.indexOf(LINE)));
        for (String line : lines()) {
            int colon = line.indexOf(':');
            changed.append(LINE);
            if (colon < 0) {
                changed.append(line);
            } else {
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1);
                String blank = value.startsWith(" ") ? " " : "";
                changed.append(name)
                        .append(':')
                        .append(blank)
                        .append(change.apply(name, value.substring(blank.length())));
            }
        }
        return new Message(at, changed.append(END).toString());
    }

    /** As it stands in a file. */
    String inFile() {
        int first = text.indexOf(LINE) + LINE.length();
        String micros = Integer.toString(1_000_000 + at.getNano() / 1_000).substring(1);
        return text.substring(0, first)
                + TIMESTAMP
                + at.getEpochSecond()
                + "."
                + micros
                + LINE
                + text.substring(first);
    }

    /**
     * Reads what {@link #inFile} wrote, or any event that Asterisk wrote with a timestamp.
     *
     * @return empty for a message that is no event or has no time
     */
    public static Optional<Message> ofFile(String message) {
        int from = message.indexOf(LINE + TIMESTAMP);
        if (!message.startsWith(EVENT) || from < 0) {
            return Optional.empty();
        }
        int end = message.indexOf(LINE, from + LINE.length());
        String stamp = message.substring(from + LINE.length() + TIMESTAMP.length(), end);
        if (!stamp.matches("\\d{1,11}\\.\\d{6}")) {
            return Optional.empty();
        }
        int point = stamp.indexOf('.');
        Instant at =
                Instant.ofEpochSecond(
                        Long.parseLong(stamp.substring(0, point)),
                        Long.parseLong(stamp.substring(point + 1)) * 1_000);
        return Optional.of(new Message(at, message.substring(0, from) + message.substring(end)));
    }
}
