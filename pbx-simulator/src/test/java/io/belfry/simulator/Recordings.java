package io.belfry.simulator;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.replay.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The recordings among the test resources. */
public final class Recordings {
    private Recordings() {}

    public static Path path(String name) {
        for (String ending : List.of(".ami", ".ami.gz")) {
            Path path = folder().resolve(name + ending);
            if (Files.exists(path)) {
                return path;
            }
        }
        throw new AssertionError("no recording " + name);
    }

    private static Path folder() {
        try {
            return Path.of(Recordings.class.getResource("/recordings").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Recording read(String name) throws IOException {
        return Recording.read(path(name));
    }

    /** All bytes, unpacked. */
    public static byte[] bytes(String name) throws IOException {
        Path path = path(name);
        try (InputStream file = Files.newInputStream(path);
                InputStream in =
                        path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file) {
            return in.readAllBytes();
        }
    }

    /** All messages after the banner, responses included. */
    public static List<AmiEvent> messages(String name) throws IOException {
        byte[] all = bytes(name);
        List<AmiEvent> messages = new ArrayList<>();
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int start = text.indexOf('\n') + 1;
        for (int end = text.indexOf("\r\n\r\n", start);
                end >= 0;
                end = text.indexOf("\r\n\r\n", start)) {
            messages.add(AmiEvent.ofBytes(Arrays.copyOfRange(all, start, end + 4)));
            start = end + 4;
            while (text.startsWith("\r\n", start)) {
                start += 2;
            }
        }
        return messages;
    }

    /** The actions of the {@code .sent} file, each as its lines. */
    public static List<List<String>> sent(String name) throws IOException {
        String text = Files.readString(folder().resolve(name + ".sent"));
        List<List<String>> actions = new ArrayList<>();
        for (String block : text.split("---\n")) {
            List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
            if (lines.size() > 1) {
                actions.add(lines.subList(1, lines.size()));
            }
        }
        return actions;
    }

    /** The bytes of events one after the other. */
    public static byte[] join(List<AmiEvent> events) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        events.forEach(event -> all.writeBytes(event.bytes()));
        return all.toByteArray();
    }
}
