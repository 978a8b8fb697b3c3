package io.belfry.simulator.replay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * When which byte of a recording was read: the file has a line per read, milliseconds and number of
 * bytes.
 */
final class Timing {
    private final long[] ends;
    private final long[] millis;
    private int last;

    private Timing(List<long[]> reads) {
        ends = new long[reads.size()];
        millis = new long[reads.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += reads.get(i)[1];
            ends[i] = end;
            millis[i] = reads.get(i)[0];
        }
    }

    static Timing beside(Path recording, String name) throws IOException {
        for (String ending : List.of(".timing", ".timing.gz")) {
            Path path = recording.resolveSibling(name + ending);
            if (Files.exists(path)) {
                return parse(new String(Recording.bytes(path), StandardCharsets.US_ASCII));
            }
        }
        return new Timing(List.of());
    }

    static Timing parse(String text) throws IOException {
        List<long[]> reads = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.trim().split("\\s+");
            try {
                reads.add(new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])});
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException("not a line of a timing file: " + line, e);
            }
        }
        return new Timing(reads);
    }

    /** When the byte before {@code end} was read. Asked with growing positions. */
    long millisAt(long end) {
        while (last < ends.length - 1 && ends[last] < end) {
            last++;
        }
        return ends.length == 0 ? 0 : millis[last];
    }
}
