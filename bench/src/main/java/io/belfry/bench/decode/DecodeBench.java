package io.belfry.bench.decode;

import io.belfry.bench.Child;
import io.belfry.bench.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Plays one stream to several readers in turn, each in a process of its own, round after round:
 * when the machine gets slower meanwhile, it does so for all.
 */
public final class DecodeBench {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(10);

    private final Path recording;
    private final long wantedEvents;
    private final int warmUps;
    private final int rounds;
    private final List<ReaderKind> kinds;
    private final Consumer<String> progress;

    /**
     * @param recording {@code .ami.gz} with its verified events beside it
     * @param wantedEvents at least so many in each round
     * @param warmUps rounds before those that count
     * @param rounds that count
     */
    public DecodeBench(
            Path recording,
            long wantedEvents,
            int warmUps,
            int rounds,
            List<ReaderKind> kinds,
            Consumer<String> progress) {
        this.recording = recording.toAbsolutePath();
        this.wantedEvents = wantedEvents;
        this.warmUps = warmUps;
        this.rounds = rounds;
        this.kinds = List.copyOf(kinds);
        this.progress = progress;
    }

    public DecodeResult run() throws IOException, InterruptedException {
        int each = Recorded.read(recording).events();
        int times = (int) ((wantedEvents + each - 1) / each);
        long events = (long) each * times;
        Map<ReaderKind, List<Round>> done = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        Map<ReaderKind, Child> readers = new LinkedHashMap<>();
        try (Child player =
                new Child(
                        "player",
                        Jvm.command(
                                Player.class.getName(),
                                recording.toString(),
                                Integer.toString(times)))) {
            int port =
                    Integer.parseInt(
                            player.hear("port ", START_WITHIN).substring("port ".length()));
            for (ReaderKind kind : kinds) {
                try {
                    readers.put(kind, new Child(kind.word(), command(kind, port, events, times)));
                    done.put(kind, new ArrayList<>());
                } catch (IOException e) {
                    skipped.add(kind.words() + ": skipped, " + e.getMessage());
                }
            }
            for (int round = 1 - warmUps; round <= rounds; round++) {
                progress.accept(round <= 0 ? "warming up" : "round " + round + " of " + rounds);
                for (Map.Entry<ReaderKind, Child> reader : readers.entrySet()) {
                    Round result = play(reader.getKey(), reader.getValue(), player);
                    if (round > 0 || !result.problem().isEmpty()) {
                        done.get(reader.getKey()).add(result);
                    }
                }
            }
        } finally {
            readers.values().forEach(Child::close);
        }
        return new DecodeResult(events, times, done, skipped);
    }

    private List<String> command(ReaderKind kind, int port, long events, int times)
            throws IOException, InterruptedException {
        if (kind == ReaderKind.ASTERISK_MANAGER) {
            return NodePeer.fetch(Jvm.target().resolve("peers")).command(port, events);
        }
        return Jvm.command(
                ReaderMain.class.getName(),
                kind.word(),
                Integer.toString(port),
                Long.toString(events),
                recording.toString(),
                Integer.toString(times));
    }

    private static Round play(ReaderKind kind, Child reader, Child player)
            throws InterruptedException {
        reader.tell("round");
        reader.hear("ready", START_WITHIN);
        player.tell(kind.staysConnected() ? "stay" : "close");
        return Round.of(reader.hear("round ", ROUND_WITHIN));
    }
}
