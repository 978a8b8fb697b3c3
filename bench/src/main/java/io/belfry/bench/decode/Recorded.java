package io.belfry.bench.decode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The events of a recording as one run of bytes that can be sent again and again. Each repetition
 * has its own Uniqueids, names of channels and bridges, so that its calls are other calls; nothing
 * else is changed, no length either. Not safe for threads.
 */
final class Recorded {
    /** Longer than the recording is, in seconds: Uniqueids begin with a time. */
    static final int APART = 1000;

    private static final Pattern UNIQUEID = Pattern.compile("(?<!\\d)1\\d{9}(?=\\.\\d)");
    private static final Pattern CHANNEL = Pattern.compile("-00(?=[0-9a-f]{6}(;[12])?[\\r;])");
    private static final Pattern BRIDGE =
            Pattern.compile("[0-9a-f]{4}(?=[0-9a-f]{4}-([0-9a-f]{4}-){3}[0-9a-f]{12})");

    private final byte[] bytes;
    private final int events;
    private final int[] uniqueids;
    private final int[] seconds;
    private final int[] channels;
    private final int[] bridges;

    /** Ends of events, about every 64 kB: between them nothing else may be written. */
    private final int[] seams;

    private Recorded(List<String> messages) {
        events = messages.size();
        String text = String.join("", messages);
        bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        uniqueids = places(UNIQUEID, text, 0);
        channels = places(CHANNEL, text, 1);
        bridges = places(BRIDGE, text, 0);
        seconds = new int[uniqueids.length];
        for (int i = 0; i < uniqueids.length; i++) {
            seconds[i] = Integer.parseInt(text, uniqueids[i], uniqueids[i] + 10, 10);
        }
        seams = seams(messages);
    }

    /** Only what the PBX said by itself, not the answers to who recorded it. */
    static Recorded read(Path recording) throws IOException {
        // bytes stay bytes
        String text = new String(unzipped(recording), StandardCharsets.ISO_8859_1);
        List<String> messages = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf("\r\n\r\n", from);
            int to = end < 0 ? text.length() : end + 4;
            String message = text.substring(from, to);
            if (end >= 0 && isOfThePbx(message)) {
                messages.add(message);
            }
            from = to;
        }
        return new Recorded(messages);
    }

    /** FullyBooted answers a log-in; whoever hears it asks for lists, and those would be lies. */
    private static boolean isOfThePbx(String message) {
        return message.startsWith("Event: ")
                && !message.startsWith("Event: FullyBooted")
                && !message.contains("\r\nActionID:");
    }

    private static byte[] unzipped(Path file) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            in.transferTo(plain);
        }
        return plain.toByteArray();
    }

    private static int[] places(Pattern pattern, String text, int offset) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().mapToInt(found -> found.start() + offset).toArray();
    }

    private static int[] seams(List<String> messages) {
        List<Integer> seams = new ArrayList<>();
        int at = 0;
        int last = 0;
        for (String message : messages) {
            at += message.length();
            if (at - last >= 64 * 1024) {
                seams.add(at);
                last = at;
            }
        }
        if (last < at) {
            seams.add(at);
        }
        return seams.stream().mapToInt(Integer::intValue).toArray();
    }

    int events() {
        return events;
    }

    int[] seams() {
        return seams;
    }

    /**
     * The bytes with the ids of this repetition, from 0; they are changed by the next call.
     *
     * @throws IllegalArgumentException for more repetitions than there are ids
     */
    byte[] repetition(int number) {
        if (number < 0 || number > 0xff) {
            throw new IllegalArgumentException("at most 256 repetitions, not " + number);
        }
        for (int i = 0; i < uniqueids.length; i++) {
            int value = seconds[i] + number * APART;
            for (int digit = 9; digit >= 0; digit--) {
                bytes[uniqueids[i] + digit] = (byte) ('0' + value % 10);
                value /= 10;
            }
        }
        byte high = (byte) Character.forDigit(number >> 4, 16);
        byte low = (byte) Character.forDigit(number & 15, 16);
        for (int[] places : List.of(channels, bridges)) {
            for (int place : places) {
                bytes[place] = high;
                bytes[place + 1] = low;
            }
        }
        return bytes;
    }
}
