package io.belfry.realtimepush.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Several packets in the body of one polling request or answer. */
final class Payload {
    private static final char SEPARATOR = '\u001e';
    private static final int MOST_DIGITS = 6;
    private static final int LARGEST_BYTE = 0xff;

    private Payload() {}

    /**
     * @param packets of plain ASCII: clients of 1.x count and encode other letters in a way of
     *     their own
     */
    static String encode(Revision revision, List<String> packets) {
        if (revision == Revision.V4) {
            return String.join(String.valueOf(SEPARATOR), packets);
        }
        StringBuilder body = new StringBuilder();
        packets.forEach(packet -> body.append(packet.length()).append(':').append(packet));
        return body.toString();
    }

    /** Empty for what is none. */
    static Optional<List<String>> decode(Revision revision, String body) {
        if (body.isEmpty()) {
            return Optional.empty();
        }
        return revision == Revision.V4
                ? Optional.of(List.of(body.split(String.valueOf(SEPARATOR), -1)))
                : counted(body);
    }

    private static Optional<List<String>> counted(String body) {
        List<String> packets = new ArrayList<>();
        int at = 0;
        while (at < body.length()) {
            int colon = body.indexOf(':', at);
            if (colon <= at || colon - at > MOST_DIGITS) {
                return Optional.empty();
            }
            String digits = body.substring(at, colon);
            if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            int end = colon + 1 + Integer.parseInt(digits);
            if (end > body.length()) {
                return Optional.empty();
            }
            packets.add(onceEncoded(body.substring(colon + 1, end)));
            at = end;
        }
        return Optional.of(packets);
    }

    /**
     * Clients of 1.x encode their text as UTF-8 twice when they poll, those of 2.x do not. What
     * reads as UTF-8 once more was encoded twice: no text that people write does so by chance.
     */
    private static String onceEncoded(String packet) {
        boolean bytes = packet.chars().allMatch(c -> c <= LARGEST_BYTE);
        boolean plain = packet.chars().allMatch(c -> c <= Byte.MAX_VALUE);
        if (plain || !bytes) {
            return packet;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(packet.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return packet;
        }
    }
}
