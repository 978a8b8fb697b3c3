package io.belfry.simulator.replay;

import io.belfry.simulator.ami.AmiEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * What a manager connection once received, cut into messages. Played are the events that the PBX
 * sent by itself; the recorder's own dialogue (banner, login, answers and lists) is kept apart.
 *
 * @param events what to play, in order
 * @param dialogue answers to the recorder's own actions, items of lists included: they show what
 *     was there
 * @param before what these lists show that no event made
 */
public record Recording(String name, List<Timed> events, List<Timed> dialogue, Before before) {
    public Recording {
        events = List.copyOf(events);
        dialogue = List.copyOf(dialogue);
    }

    /** An event and when its last byte was read, counted from the connection. */
    public record Timed(long millis, AmiEvent event) {}

    /**
     * Reads {@code x.ami} or {@code x.ami.gz} with {@code x.timing} or {@code x.timing.gz} beside
     * it; without a timing everything happens at once.
     */
    public static Recording read(Path path) throws IOException {
        String name = path.getFileName().toString().replaceFirst("\\.ami(\\.gz)?$", "");
        return of(name, bytes(path), Timing.beside(path, name));
    }

    static Recording of(String name, byte[] bytes, Timing timing) {
        Splitter splitter = new Splitter();
        int start = endOfLine(bytes, 0);
        int lineStart = start;
        while (lineStart < bytes.length) {
            int lineEnd = endOfLine(bytes, lineStart);
            if (isEmpty(bytes, lineStart, lineEnd) || lineEnd == bytes.length) {
                splitter.add(Arrays.copyOfRange(bytes, start, lineEnd), timing.millisAt(lineEnd));
                start = lineEnd;
            }
            lineStart = lineEnd;
        }
        return new Recording(
                name,
                splitter.events,
                splitter.dialogue,
                Before.of(splitter.events, splitter.dialogue));
    }

    /** The part before that moment. What was there before the beginning is still known. */
    public Recording until(long millis) {
        return new Recording(
                name,
                events.stream().filter(timed -> timed.millis() < millis).toList(),
                dialogue,
                before);
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }

    private static boolean isEmpty(byte[] bytes, int start, int end) {
        return end - start == 1 && bytes[start] == '\n'
                || end - start == 2 && bytes[start] == '\r' && bytes[start + 1] == '\n';
    }

    static byte[] bytes(Path path) throws IOException {
        try (InputStream file = Files.newInputStream(path);
                InputStream in =
                        path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return all.toByteArray();
        }
    }

    /** Sorts the messages. A torn line break in an item belongs to the item before it. */
    private static final class Splitter {
        private final List<Timed> events = new ArrayList<>();
        private final List<Timed> dialogue = new ArrayList<>();
        private boolean begun;
        private boolean lastPlayed;

        void add(byte[] message, long millis) {
            if (new String(message, StandardCharsets.ISO_8859_1).isBlank()) {
                return;
            }
            AmiEvent event = AmiEvent.ofBytes(message);
            Timed timed = new Timed(millis, event);
            if (event.type().isEmpty()) {
                lastPlayed &= !event.headers().has("Response");
            } else if (ofLogin(event)) {
                lastPlayed = false;
            } else {
                lastPlayed = unsolicited(event);
                begun |= lastPlayed;
            }
            if (lastPlayed) {
                events.add(timed);
            } else {
                dialogue.add(timed);
            }
        }

        /** Before anything else happened, these two are part of the recorder's login. */
        private boolean ofLogin(AmiEvent event) {
            return !begun
                    && (event.type().equals("FullyBooted")
                            || event.type().equals("SuccessfulAuth"));
        }

        /**
         * An item of a list carries the recorder's ActionID and no class (Status: a class of its
         * own).
         */
        private static boolean unsolicited(AmiEvent event) {
            String privilege = event.get("Privilege");
            if (privilege.isEmpty()) {
                return !event.headers().has("ActionID");
            }
            return !privilege.equals("Call");
        }
    }
}
