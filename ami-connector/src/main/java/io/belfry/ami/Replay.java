package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Derives call events from recordings of the manager interface, without a server: {@code NAME.ami}
 * or {@code .ami.gz}, with {@code NAME.timing} beside it where there is one. It runs the same code
 * as a live connection.
 */
public final class Replay {
    /**
     * One event that came out.
     *
     * @param file name of the recording without its ending
     * @param millis from the recording's start, 0 without a timing
     */
    public record Derived(String file, long millis, CallEvent event) {}

    private static final String PBX = "recording";
    private static final int READ = 64 * 1024;

    private final AgentDirectory agents;
    private final Collection<String> variables;

    public Replay(AgentDirectory agents, Collection<String> variables) {
        this.agents = agents;
        this.variables = List.copyOf(variables);
    }

    /**
     * Plays the connections of one scenario in order ({@code -part1}, {@code -part2}; usually it is
     * one).
     *
     * @throws IOException when a recording can not be read
     */
    public void play(List<Path> connections, Consumer<Derived> out) throws IOException {
        AmiTranslator translator = new AmiTranslator(PBX);
        translator.configure(agents, variables);
        Instant begin = Instant.EPOCH;
        for (Path connection : connections) {
            begin = play(connection, translator, begin, out);
        }
    }

    /**
     * Derives from a connection that somebody else has made, as it comes, until it ends. Decoding,
     * translation and tracking happen on this thread: who writes is held up when we are slower.
     *
     * @return how many events came, those of which nothing is ever made included
     * @throws IOException when the connection breaks
     */
    public long listen(InputStream manager, InstantSource clock, Consumer<CallEvent> out)
            throws IOException {
        AmiTranslator translator = new AmiTranslator(PBX);
        translator.configure(agents, variables);
        Clock now = new Clock();
        AmiStream stream = new AmiStream(translating(translator, now, out));
        translator.connected();
        byte[] buffer = new byte[READ];
        for (int read = manager.read(buffer); read >= 0; read = manager.read(buffer)) {
            now.now = clock.instant();
            translator.tick(now.now).forEach(out);
            stream.feed(buffer, 0, read);
        }
        translator.tick(now.now.plusSeconds(1)).forEach(out);
        return stream.events() + stream.unused();
    }

    private static AmiStream.Listener translating(
            AmiTranslator translator, Clock clock, Consumer<CallEvent> out) {
        return new AmiStream.Listener() {
            @Override
            public void event(AmiEvent event) {
                translator.translate(event, clock.now).forEach(out);
            }

            @Override
            public void message(byte[] data, int from, int to) {
                // what somebody asked for is no part of the calls
            }
        };
    }

    /**
     * @return when it ended: time goes on from one connection to the next
     */
    private static Instant play(
            Path recording, AmiTranslator translator, Instant begin, Consumer<Derived> out)
            throws IOException {
        String name = name(recording);
        byte[] bytes = read(recording);
        Clock clock = new Clock();
        Consumer<CallEvent> told =
                event ->
                        out.accept(
                                new Derived(
                                        name,
                                        Duration.between(begin, event.at()).toMillis(),
                                        event));
        AmiStream stream = new AmiStream(translating(translator, clock, told));
        translator.connected();
        int at = 0;
        for (Chunk chunk : chunks(recording, bytes.length)) {
            clock.now = begin.plusMillis(chunk.millis());
            translator.tick(clock.now).forEach(told);
            int length = Math.min(chunk.length(), bytes.length - at);
            stream.feed(bytes, at, length);
            at += length;
        }
        Instant end = clock.now.plusSeconds(1);
        translator.tick(end).forEach(told);
        return end;
    }

    /** The file's name without its endings. */
    public static String name(Path recording) {
        return recording.getFileName().toString().replaceFirst("\\.ami(\\.gz)?$", "");
    }

    private static List<Chunk> chunks(Path recording, int length) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (String ending : List.of(".timing", ".timing.gz")) {
            Path timing = recording.resolveSibling(name(recording) + ending);
            if (Files.exists(timing)) {
                for (String line :
                        new String(read(timing), StandardCharsets.US_ASCII).split("\n")) {
                    String[] figures = line.strip().split("\\s+");
                    if (figures.length == 2 && !line.startsWith("#")) {
                        chunks.add(
                                new Chunk(
                                        Long.parseLong(figures[0]), Integer.parseInt(figures[1])));
                    }
                }
                return chunks;
            }
        }
        return List.of(new Chunk(0, length));
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        }
    }

    private record Chunk(long millis, int length) {}

    private static final class Clock {
        private Instant now = Instant.EPOCH;
    }
}
