package io.belfry.ami;

import io.belfry.ami.Replay.Piece;
import io.belfry.ami.recorder.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recordings whose events say themselves when they were: those of our flight recorder, and of an
 * Asterisk with {@code timestampevents}.
 */
final class Stamped {
    static final String LOST = "lost";
    static final String ASKS = "asks";

    private static final String LINE = "\r\n";
    private static final String END = "\r\n\r\n";
    private static final String STAMP = "\r\nTimestamp: ";
    private static final int LOOKED_AT = 64 * 1024;

    private Stamped() {}

    static boolean isStamped(byte[] bytes) {
        int length = Math.min(bytes.length, LOOKED_AT);
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(STAMP);
    }

    /** As our recorder wrote it down. */
    static Optional<String> pbxOf(byte[] recording) {
        for (Piece piece : pieces(recording)) {
            if (!piece.note().isEmpty()) {
                return Message.ofFile(text(piece)).map(note -> note.get("Pbx"));
            }
        }
        return Optional.empty();
    }

    private static String text(Piece piece) {
        return new String(piece.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static Piece piece(Instant at, String text, String note) {
        return new Piece(at, text.getBytes(StandardCharsets.ISO_8859_1), note);
    }

    private static Instant first(String text, int from) {
        int at = from;
        for (int end = text.indexOf(END, at); end >= 0; end = text.indexOf(END, at)) {
            Optional<Message> message = Message.ofFile(text.substring(at, end + END.length()));
            if (message.isPresent()) {
                return message.get().at();
            }
            at = end + END.length();
        }
        return Instant.EPOCH;
    }

    /** What has no time is of the time of what came before. */
    static List<Piece> pieces(byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int from = text.indexOf(LINE) + LINE.length();
        if (from < LINE.length()) {
            return pieces;
        }
        Instant now = first(text, from);
        pieces.add(piece(now, text.substring(0, from), ""));
        for (int end = text.indexOf(END, from); end >= 0; end = text.indexOf(END, from)) {
            String whole = text.substring(from, end + END.length());
            Optional<Message> message = Message.ofFile(whole);
            now = message.map(Message::at).filter(now::isBefore).orElse(now);
            String note = message.map(Message::note).orElse("");
            String bare = note.isEmpty() ? message.map(Message::text).orElse(whole) : whole;
            pieces.add(piece(now, bare, note));
            from = end + END.length();
        }
        return pieces;
    }
}
