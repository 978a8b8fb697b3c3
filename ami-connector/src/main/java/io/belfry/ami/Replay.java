package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Derives call events from recordings of the manager interface, without a server: {@code NAME.ami}
 * or {@code .ami.gz}, with {@code NAME.timing} beside it where there is one; without it the times
 * are those of the events' {@code Timestamp} headers, if they have them. It runs the same code as a
 * live connection.
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
    private static final Pattern PART = Pattern.compile("-part(\\d+)$");
    private static final int READ = 64 * 1024;

    /** Longer than anything waits for a word of the PBX. */
    private static final Duration AFTERWARDS = Duration.ofSeconds(6);

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
        Run run = new Run(out);
        for (Path connection : connections) {
            run.play(connection);
        }
    }

    /**
     * The same with what can be read of it.
     *
     * @param unreadable hears which recording is left out, and why
     */
    public void play(
            List<Path> connections, Consumer<Derived> out, BiConsumer<Path, Exception> unreadable) {
        Run run = new Run(out);
        for (Path connection : connections) {
            try {
                run.play(connection);
            } catch (IOException | IllegalArgumentException e) {
                unreadable.accept(connection, e);
            }
        }
    }

    /**
     * Recordings by scenario, in the order in which these come first: {@code -part1} and {@code
     * -part2} are two connections of one run, played by their numbers.
     */
    public static List<List<Path>> scenarios(List<Path> recordings) {
        Map<Path, List<Path>> byName = new LinkedHashMap<>();
        for (Path recording : recordings) {
            byName.computeIfAbsent(
                            recording.resolveSibling(scenario(recording)),
                            name -> new ArrayList<>())
                    .add(recording);
        }
        byName.values().forEach(parts -> parts.sort(Comparator.comparing(Replay::part)));
        return List.copyOf(byName.values());
    }

    /** The name of the run that a recording is a connection of. */
    static String scenario(Path recording) {
        return PART.matcher(name(recording)).replaceFirst("");
    }

    /** Before all numbers when it has none. */
    private static BigInteger part(Path recording) {
        Matcher part = PART.matcher(name(recording));
        return part.find() ? new BigInteger(part.group(1)) : BigInteger.ONE.negate();
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
        Player player = new Player(translator, out);
        translator.connected();
        byte[] buffer = new byte[READ];
        for (int read = manager.read(buffer); read >= 0; read = manager.read(buffer)) {
            player.feed(clock.instant(), buffer, read);
        }
        player.end();
        return player.events();
    }

    static List<Piece> pieces(Path recording, byte[] bytes, Instant begin) throws IOException {
        if (!hasTiming(recording) && Stamped.isStamped(bytes)) {
            return Stamped.pieces(bytes);
        }
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Chunk chunk : chunks(recording, bytes.length)) {
            int length = Math.min(chunk.length(), bytes.length - at);
            pieces.add(
                    new Piece(
                            begin.plusMillis(chunk.millis()),
                            Arrays.copyOfRange(bytes, at, at + length),
                            ""));
            at += length;
        }
        return pieces;
    }

    private static boolean hasTiming(Path recording) {
        return Stream.of(".timing", ".timing.gz")
                .anyMatch(
                        ending -> Files.exists(recording.resolveSibling(name(recording) + ending)));
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

    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain =
                        file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return plain.readAllBytes();
        }
    }

    private record Chunk(long millis, int length) {}

    /**
     * What was read at one moment.
     *
     * @param note what a recorder of ours says of the connection; empty for what the PBX says
     */
    record Piece(Instant at, byte[] bytes, String note) {}

    /** One scenario: the next connection knows what the one before has told. */
    private final class Run {
        private final Consumer<Derived> out;
        private Optional<AmiTranslator> before = Optional.empty();

        /** When the connection before ended: time goes on from there. */
        private Instant begin = Instant.EPOCH;

        Run(Consumer<Derived> out) {
            this.out = out;
        }

        void play(Path recording) throws IOException {
            byte[] bytes = read(recording);
            List<Piece> pieces = pieces(recording, bytes, begin);
            AmiTranslator translator = before.orElseGet(() -> translator(bytes));
            before = Optional.of(translator);
            Instant first = pieces.isEmpty() ? begin : pieces.get(0).at();
            // a timing counts from the connection, and so does a recording without any
            Instant zero = Stamped.isStamped(bytes) && !hasTiming(recording) ? first : begin;
            Consumer<CallEvent> told =
                    event ->
                            out.accept(
                                    new Derived(
                                            name(recording),
                                            Duration.between(zero, event.at()).toMillis(),
                                            event));
            Player player = new Player(translator, told);
            translator.lost();
            translator.connected();
            pieces.forEach(player::play);
            begin = player.end();
        }

        private AmiTranslator translator(byte[] bytes) {
            AmiTranslator translator = new AmiTranslator(Stamped.pbxOf(bytes).orElse(PBX));
            translator.configure(agents, variables);
            return translator;
        }
    }

    private static final class Player {
        private final AmiTranslator translator;
        private final Consumer<CallEvent> told;
        private final AmiStream stream;
        private Instant now = Instant.EPOCH;

        Player(AmiTranslator translator, Consumer<CallEvent> told) {
            this.translator = translator;
            this.told = told;
            this.stream =
                    new AmiStream(
                            new AmiStream.Listener() {
                                @Override
                                public void event(AmiEvent event) {
                                    translator.translate(event, now).forEach(told);
                                }

                                @Override
                                public void message(byte[] data, int from, int to) {
                                    // what the recorder asked for is no part of the calls
                                }
                            });
        }

        void play(Piece piece) {
            goOn(piece.at());
            if (piece.note().equals(Stamped.LOST)) {
                translator.lost();
            } else if (piece.note().equals(Stamped.ASKS)) {
                translator.connected();
            }
            stream.feed(piece.bytes(), 0, piece.bytes().length);
        }

        void feed(Instant at, byte[] bytes, int length) {
            goOn(at);
            stream.feed(bytes, 0, length);
        }

        private void goOn(Instant at) {
            now = at;
            translator.tick(now).forEach(told);
        }

        /** How many came, those of which nothing is ever made included. */
        long events() {
            return stream.events() + stream.unused();
        }

        Instant end() {
            now = now.plus(AFTERWARDS);
            translator.tick(now).forEach(told);
            return now;
        }
    }
}
