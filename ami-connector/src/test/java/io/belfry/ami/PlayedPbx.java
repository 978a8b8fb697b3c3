package io.belfry.ami;

import io.belfry.simulator.manager.StateLists;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.state.PbxState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;

/**
 * A scenario message by message: what Belfry decodes of each, and beside it the state of the PBX
 * that pbx-simulator rebuilds from the same bytes by its own code, as lists that can be asked for
 * at every so many messages.
 */
final class PlayedPbx {
    /**
     * @param event nothing or one event that Belfry uses
     * @param channels Linkedids and Uniqueids that it names
     * @param answers ActionID of the recorder's list that it belongs to, else empty
     * @param login told at each login whatever happened before
     * @param first of its connection
     */
    record Message(
            Instant at,
            List<AmiEvent> event,
            List<String> channels,
            String answers,
            boolean login,
            boolean first) {}

    private final String name;
    private final IntPredicate listed;
    private final List<Message> messages = new ArrayList<>();
    private final TreeMap<Integer, List<AmiEvent>> lists = new TreeMap<>();
    private PbxState state;

    private PlayedPbx(String name, IntPredicate listed) {
        this.name = name;
        this.listed = listed;
    }

    /**
     * @param listed before which messages lists are wanted; they are kept at the end too
     */
    static PlayedPbx of(String scenario, IntPredicate listed) throws IOException {
        PlayedPbx played = new PlayedPbx(scenario, listed);
        Instant begin = Instant.parse("2026-11-22T15:00:00Z");
        for (Path part : RecordingsTest.connections(scenario)) {
            begin = played.read(part, begin);
        }
        played.keepLists(begin);
        return played;
    }

    String name() {
        return name;
    }

    List<Message> messages() {
        return messages;
    }

    int size() {
        return messages.size();
    }

    /** What the PBX lists when the messages before this one have happened. */
    List<AmiEvent> listsAt(int message) {
        return lists.get(message);
    }

    /** The PBX after the last message. */
    PbxState endState() {
        return state;
    }

    private Instant read(Path file, Instant begin) throws IOException {
        byte[] bytes = unpacked(file);
        Reads reads = Reads.beside(file);
        state = new PbxState(PbxPlan.ofRecordings(), begin);
        Recording.read(file).before().tell(state, begin);
        List<AmiEvent> out = new ArrayList<>();
        AmiStream stream = new AmiStream(listener(out));
        int start = endOfLine(bytes);
        stream.feed(bytes, 0, start);
        boolean first = true;
        Instant at = begin;
        for (int end = next(bytes, start); end > 0; end = next(bytes, start)) {
            if (listed.test(messages.size())) {
                keepLists(at);
            }
            out.clear();
            stream.feed(bytes, start, end - start);
            at = begin.plusMillis(reads.millisAt(end));
            var raw =
                    io.belfry.simulator.ami.AmiEvent.ofBytes(Arrays.copyOfRange(bytes, start, end));
            boolean isEvent = raw.get("ActionID").isEmpty() && !raw.type().isEmpty();
            if (isEvent) {
                state.apply(raw, at);
            }
            if (isEvent || !out.isEmpty()) {
                boolean login = raw.type().equals("FullyBooted");
                messages.add(
                        new Message(
                                at,
                                List.copyOf(out),
                                channels(raw),
                                raw.get("ActionID"),
                                login,
                                first));
                first = false;
            }
            start = end;
        }
        return at.plusSeconds(1);
    }

    private static List<String> channels(io.belfry.simulator.ami.AmiEvent raw) {
        return raw.headers().all().stream()
                .filter(h -> h.name().endsWith("Uniqueid") || h.name().endsWith("Linkedid"))
                .filter(h -> !h.name().startsWith("Bridge"))
                .map(io.belfry.simulator.ami.Header::value)
                .distinct()
                .toList();
    }

    private void keepLists(Instant at) {
        lists.put(messages.size(), lists(state, at));
    }

    /** The lists as they come over the wire, read by Belfry's own decoder. */
    static List<AmiEvent> lists(PbxState state, Instant now) {
        StateLists asked = new StateLists(state, now);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        wire.writeBytes("Asterisk Call Manager/11.0.0\r\n".getBytes(StandardCharsets.UTF_8));
        write(wire, asked.channels(), "CoreShowChannelsComplete");
        write(wire, asked.queues(), "QueueStatusComplete");
        List<AmiEvent> events = new ArrayList<>();
        new AmiStream(listener(events)).feed(wire.toByteArray(), 0, wire.size());
        return events;
    }

    private static void write(
            ByteArrayOutputStream wire, List<StateLists.Item> items, String complete) {
        StringBuilder text = new StringBuilder();
        for (StateLists.Item item : items) {
            text.append("Event: ").append(item.event()).append("\r\nActionID: snapshot\r\n");
            item.lines()
                    .forEach(
                            (name, value) ->
                                    text.append(name + ": " + value.replace("\r\n", " ") + "\r\n"));
            text.append("\r\n");
        }
        text.append("Event: ").append(complete).append("\r\nActionID: snapshot\r\n");
        text.append("EventList: Complete\r\nListItems: " + items.size() + "\r\n\r\n");
        wire.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static AmiStream.Listener listener(List<AmiEvent> out) {
        return new AmiStream.Listener() {
            @Override
            public void event(AmiEvent event) {
                out.add(event);
            }

            @Override
            public void message(byte[] bytes, int from, int to) {
                // what the recorder asked for is no part of the calls
            }
        };
    }

    private static int endOfLine(byte[] bytes) {
        int at = 0;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /** End of the message that starts here, 0 when there is none. */
    private static int next(byte[] bytes, int start) {
        for (int i = start + 3; i < bytes.length; i++) {
            if (bytes[i] == '\n'
                    && bytes[i - 1] == '\r'
                    && bytes[i - 2] == '\n'
                    && bytes[i - 3] == '\r') {
                return i + 1;
            }
        }
        return 0;
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = new GZIPInputStream(in)) {
            return plain.readAllBytes();
        }
    }

    /** When which byte was read; asked with growing positions. */
    private static final class Reads {
        private final List<int[]> reads = new ArrayList<>();
        private int last;
        private int end;

        static Reads beside(Path file) throws IOException {
            Reads all = new Reads();
            Path timing = file.resolveSibling(Replay.name(file) + ".timing.gz");
            for (String line :
                    new String(unpacked(timing), StandardCharsets.US_ASCII).split("\n")) {
                String[] figures = line.strip().split("\\s+");
                if (figures.length == 2 && !line.startsWith("#")) {
                    all.end += Integer.parseInt(figures[1]);
                    all.reads.add(new int[] {all.end, Integer.parseInt(figures[0])});
                }
            }
            return all;
        }

        long millisAt(int position) {
            while (last < reads.size() - 1 && reads.get(last)[0] < position) {
                last++;
            }
            return reads.isEmpty() ? 0 : reads.get(last)[1];
        }
    }
}
