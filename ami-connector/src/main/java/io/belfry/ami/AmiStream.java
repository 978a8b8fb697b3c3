package io.belfry.ami;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Cuts what comes from the manager socket into messages and decodes the events that we use. A line
 * ends with CR LF, a message with an empty line; a single LF belongs to the value, because data of
 * the dialplan can hold one. Nothing that arrives can make it throw: what is too long or makes no
 * sense is passed over and counted, and the next good message is read again.
 *
 * <p>Not safe for threads: one connection, one stream.
 */
final class AmiStream {
    /** What comes out, in the order of the stream. */
    interface Listener {
        /** An unsolicited event of a type that we use, or an entry of a snapshot's list. */
        void event(AmiEvent event);

        /**
         * Everything that somebody asked for: banner, responses, events that answer an action. The
         * bytes are valid during the call only and include the line ends, of a banner one, of a
         * message two.
         */
        void message(byte[] bytes, int from, int to);

        /** The bytes of the event that comes next, valid during the call only. */
        default void raw(byte[] bytes, int from, int to) {}
    }

    /** More than any event of a real PBX; a {@code Command} may answer with more. */
    static final int MAX_EVENT = 64 * 1024;

    static final int MAX_RESPONSE = 1024 * 1024;
    static final int MAX_HEADERS = 256;

    private static final int MAX_CHANNEL_VARIABLES = 64;
    private static final byte[] EVENT = ascii("Event: ");
    private static final byte[] FOLLOWS = ascii("Response: Follows\r\n");
    private static final byte[] END_COMMAND = ascii("--END COMMAND--\r\n\r\n");
    private static final HeaderTable TYPES =
            new HeaderTable(
                    Arrays.stream(AmiType.values()).map(AmiType::word).toArray(String[]::new));
    private static final AmiType[] TYPE = AmiType.values();
    private static final int CHAN_VARIABLE = AmiField.COUNT;
    private static final int ACTION_ID = AmiField.COUNT + 1;
    private static final HeaderTable HEADERS = headers(field -> true);
    private static final HeaderTable[] HEADERS_OF = headersOfTypes();

    private final Listener listener;
    private byte[] buffer = new byte[MAX_EVENT];
    private int end;

    /**
     * Up to here no end of the current message was found: what arrives in drops is not searched
     * again and again.
     */
    private int searched;

    private boolean banner = true;
    private boolean skipping;
    private long events;
    private long unused;
    private long malformed;
    private long oversized;

    AmiStream(Listener listener) {
        this.listener = listener;
    }

    private static HeaderTable[] headersOfTypes() {
        return Arrays.stream(TYPE).map(type -> headers(type::uses)).toArray(HeaderTable[]::new);
    }

    private static HeaderTable headers(Predicate<AmiField> used) {
        List<String> words = new ArrayList<>();
        for (AmiField field : AmiField.values()) {
            words.add(used.test(field) ? field.word() : "");
        }
        words.add("ChanVariable");
        words.add("ActionID");
        return new HeaderTable(words.toArray(String[]::new));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes the next bytes, however the network cut them. */
    void feed(byte[] bytes, int from, int length) {
        int at = from;
        int left = length;
        while (left > 0) {
            if (end == buffer.length) {
                makeRoom();
            }
            int part = Math.min(left, buffer.length - end);
            System.arraycopy(bytes, at, buffer, end, part);
            end += part;
            at += part;
            left -= part;
            consume();
        }
    }

    /** Events of a type that we use. */
    long events() {
        return events;
    }

    /** Events of other types. */
    long unused() {
        return unused;
    }

    /** Messages that made no sense. */
    long malformed() {
        return malformed;
    }

    /** Messages that were longer than any honest one. */
    long oversized() {
        return oversized;
    }

    private void makeRoom() {
        if (!skipping && buffer.length < MAX_RESPONSE && !startsWith(EVENT, 0, end)) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
            return;
        }
        if (!skipping) {
            oversized++;
            skipping = true;
        }
        // the end of the message may be cut in the middle of its CR LF CR LF
        int kept = 3;
        System.arraycopy(buffer, end - kept, buffer, 0, kept);
        end = kept;
        searched = 0;
    }

    private void consume() {
        int start = banner ? takeBanner() : 0;
        while (start < end) {
            if (!skipping && emptyLine(start)) {
                start += 2;
                continue;
            }
            int stop = endOfMessage(start);
            if (stop < 0) {
                break;
            }
            if (skipping) {
                skipping = false;
            } else {
                take(start, stop);
            }
            start = stop;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            searched = Math.max(0, searched - start);
        }
    }

    /** The first line of a connection stands alone, without an empty line behind it. */
    private int takeBanner() {
        for (int i = 1; i < end; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r') {
                banner = false;
                listener.message(buffer, 0, i + 1);
                return i + 1;
            }
        }
        return 0;
    }

    /** One response of Asterisk ends with two empty lines. */
    private boolean emptyLine(int start) {
        return end - start >= 2 && buffer[start] == '\r' && buffer[start + 1] == '\n';
    }

    private int endOfMessage(int start) {
        if (startsWith(FOLLOWS, start, end)) {
            return endOfCommand(start);
        }
        byte[] bytes = buffer;
        int last = end;
        for (int i = Math.max(start + 3, searched); i < last; i++) {
            if (bytes[i] == '\n'
                    && bytes[i - 1] == '\r'
                    && bytes[i - 2] == '\n'
                    && bytes[i - 3] == '\r') {
                searched = 0;
                return i + 1;
            }
        }
        searched = last;
        return -1;
    }

    /** Before Asterisk 14 the output of a command is plain text with an end mark of its own. */
    private int endOfCommand(int start) {
        for (int i = start; i <= end - END_COMMAND.length; i++) {
            if (buffer[i] == '-' && startsWith(END_COMMAND, i, end)) {
                return i + END_COMMAND.length;
            }
        }
        return -1;
    }

    private boolean startsWith(byte[] word, int from, int to) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (buffer[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private void take(int start, int stop) {
        if (!startsWith(EVENT, start, stop)) {
            listener.message(buffer, start, stop);
            return;
        }
        int lineEnd = endOfLine(start, stop);
        int type = TYPES.find(buffer, start + EVENT.length, lineEnd);
        if (type == HeaderTable.NONE) {
            if (answersAnAction(lineEnd + 2, stop)) {
                listener.message(buffer, start, stop);
            } else {
                unused++;
            }
            return;
        }
        decode(TYPE[type], start, lineEnd + 2, stop);
    }

    private int endOfLine(int from, int stop) {
        for (int i = from; i < stop - 1; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                return i;
            }
        }
        return stop;
    }

    /**
     * Asterisk writes the ActionID first, or right after Privilege, and app_queue writes it last;
     * in between it is somebody's data.
     */
    private boolean answersAnAction(int from, int stop) {
        int line = from;
        for (int i = 0; i < 3 && line < stop; i++) {
            int lineEnd = endOfLine(line, stop);
            if (isActionId(line, lineEnd)) {
                return true;
            }
            line = lineEnd + 2;
        }
        int lastLine = stop - 4;
        while (lastLine > from && buffer[lastLine - 1] != '\n') {
            lastLine--;
        }
        return lastLine > from && isActionId(lastLine, stop - 4);
    }

    private boolean isActionId(int line, int lineEnd) {
        int colon = colon(line, lineEnd);
        return colon > 0 && HEADERS.find(buffer, line, colon) == ACTION_ID;
    }

    private int colon(int from, int to) {
        for (int i = from; i < to; i++) {
            if (buffer[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private void decode(AmiType type, int start, int from, int stop) {
        String[] values = new String[AmiField.COUNT];
        List<String> variables = List.of();
        HeaderTable wanted = HEADERS_OF[type.ordinal()];
        int line = from;
        int headers = 0;
        while (line < stop - 2) {
            int lineEnd = endOfLine(line, stop);
            int colon = colon(line, lineEnd);
            if (++headers > MAX_HEADERS) {
                malformed++;
                return;
            }
            if (colon > line) {
                int header = wanted.find(buffer, line, colon);
                if (header == ACTION_ID && headers <= 3 && !type.isListed()) {
                    listener.message(buffer, start, stop);
                    return;
                }
                if (header == CHAN_VARIABLE) {
                    variables = added(variables, value(colon, lineEnd));
                } else if (header >= 0 && header < AmiField.COUNT && values[header] == null) {
                    values[header] = value(colon, lineEnd);
                }
            }
            line = lineEnd + 2;
        }
        events++;
        listener.raw(buffer, start, stop);
        listener.event(new AmiEvent(type, values, variables));
    }

    private static List<String> added(List<String> variables, String variable) {
        List<String> more = variables.isEmpty() ? new ArrayList<>() : variables;
        if (more.size() < MAX_CHANNEL_VARIABLES) {
            more.add(variable);
        }
        return more;
    }

    private String value(int colon, int lineEnd) {
        int from = colon + 1;
        if (from < lineEnd && buffer[from] == ' ') {
            from++;
        }
        return from >= lineEnd
                ? ""
                : new String(buffer, from, lineEnd - from, StandardCharsets.UTF_8);
    }
}
