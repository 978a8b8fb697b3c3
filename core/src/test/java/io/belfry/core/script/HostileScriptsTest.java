package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.script.ScriptEnd.State;
import io.belfry.core.script.ScriptHouse.Handled;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a script does, it gets nothing that is not its own, it ends, and everybody else goes on.
 * Nightly all of the corpus in all wrappings; otherwise a part, each script once.
 */
class HostileScriptsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");

    /**
     * Of running JavaScript by the server's clock, which stops when the script has ended or its
     * process was killed; on a machine that does a lot else it looks late.
     */
    private static final Duration ENDED_WITHIN =
            NIGHTLY ? Duration.ofMillis(1_200) : Duration.ofSeconds(10);

    private static final Duration CANCELLED_WITHIN = Duration.ofMillis(350);

    private static final String SECRET = "canary-7f3a91";

    @TempDir Path folder;
    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket canary;
    private ScriptHouse house;
    private Duration longestRan = Duration.ZERO;
    private ScriptCode neighbour;

    @BeforeEach
    void start() throws IOException {
        canary = new ServerSocket(0);
        Thread listening = new Thread(this::listen, "canary");
        listening.setDaemon(true);
        listening.start();
        Files.writeString(folder.resolve("canary.txt"), SECRET);
        // all in one process, and none is ever paused: each must be borne
        house =
                new ScriptHouse(
                        ScriptLimits.defaults()
                                .withWorkers(1)
                                .withWaiting(Duration.ofSeconds(5), Duration.ofSeconds(5))
                                .withoutPause());
        neighbour =
                ScriptHouse.script(
                        "neighbour",
                        "globalThis.SECRET = '"
                                + SECRET
                                + "'; globalThis[Symbol.for('SECRET')] = SECRET;"
                                + "event.up = (d) => console.log(/x/.test('x') + ' ' + SECRET.length + ' ' + [1, 2].map(x => x + 1));");
    }

    private void listen() {
        try {
            while (true) {
                canary.accept().close();
                connections.incrementAndGet();
            }
        } catch (IOException e) {
            // closed at the end of the test
        }
    }

    @AfterEach
    void stop() throws IOException {
        house.close();
        canary.close();
    }

    private ScriptCode code(String id, String handler) {
        String world =
                "const CANARY_FILE = '"
                        + folder.resolve("canary.txt")
                        + "'; const CANARY_PORT = "
                        + canary.getLocalPort()
                        + "; const escaped = what => { if (what) { console.log('ESCAPED ' + String(what)); } };\n";
        return new ScriptCode(id, id, world + handler, List.of("listed.example"), List.of());
    }

    private void theNeighbourIsWell(String after) {
        Handled well = house.happens(neighbour, Kind.UP);
        ScriptEnd end = well.await();
        assertThat(end.state())
                .as("neighbour after %s: %s", after, end.why())
                .isEqualTo(State.DONE);
        assertThat(well.console)
                .as("after %s", after)
                .containsExactly("log true " + SECRET.length() + " 2,3");
    }

    @Test
    void nothingEscapes() {
        List<Hostile> scripts = Hostile.read("escapes.js");
        assertThat(scripts).hasSizeGreaterThan(75);
        house.happens(neighbour, Kind.UP).await();

        List<Hostile> all = Hostile.handlers(scripts, NIGHTLY ? 1_000 : scripts.size());
        for (int i = 0; i < all.size(); i++) {
            Hostile each = all.get(i);
            Handled handled = house.happens(code("h" + i, each.source()), Kind.UP);
            ScriptEnd end = handled.await();
            String said = handled.console + " " + handled.asked() + " " + end.why();
            assertThat(said).as(each.name()).doesNotContain("ESCAPED").doesNotContain(SECRET);
            assertThat(said).as(each.name()).doesNotContain("io.belfry").doesNotContain("graalvm");
            assertThat(connections).as(each.name()).hasValue(0);
            if (i % 10 == 0) {
                theNeighbourIsWell(each.name());
            }
        }
        theNeighbourIsWell("all");
    }

    @Test
    void everyScriptEnds(TestReporter report) {
        List<Hostile> scripts = Hostile.read("endless.js");
        assertThat(scripts).hasSizeGreaterThan(28);
        AtomicLong ticks = new AtomicLong();
        house.vertx.setPeriodic(10, timer -> ticks.incrementAndGet());

        Map<State, Integer> ends =
                ends(
                        NIGHTLY
                                ? Hostile.handlers(scripts, 400)
                                : plainly(Hostile.some(scripts, 15)),
                        report);

        assertThat(ends).doesNotContainKeys(State.DROPPED, State.PAUSED, State.NO_HANDLER);
        ScriptFigures figures = house.runtime.figures();
        assertThat(figures.cancelled()).as("ended by cancelling").isPositive();
        assertThat(figures.killed()).as("ended with their process").isPositive();
        assertThat(longestRan.compareTo(ScriptLimits.defaults().killAfter()))
                .as("how long what was killed ran: %s", longestRan)
                .isNotNegative();
        assertThat(figures.cancelled() + figures.killed() + figures.lost())
                .as("stopped: %s", ends)
                .isGreaterThanOrEqualTo(ends.getOrDefault(State.STOPPED, 0));
        assertThat(ticks.get()).as("the event loop went on").isPositive();
        ScriptHouse.until(
                () -> ScriptHouse.workers().size() <= 2, "one process, one spare, nothing else");
    }

    @Test
    void memoryBombsHurtOnlyTheirProcess(TestReporter report) {
        List<Hostile> scripts = Hostile.read("memory.js");
        assertThat(scripts).hasSizeGreaterThan(20);

        Map<State, Integer> ends =
                ends(
                        NIGHTLY
                                ? Hostile.handlers(scripts, 100)
                                : plainly(Hostile.some(scripts, 8)),
                        report);

        assertThat(ends).doesNotContainKeys(State.DROPPED, State.PAUSED, State.NO_HANDLER);
        assertThat(ends.getOrDefault(State.STOPPED, 0)).isPositive();
    }

    private static List<Hostile> plainly(List<Hostile> scripts) {
        return Hostile.handlers(scripts, scripts.size());
    }

    private Map<State, Integer> ends(List<Hostile> all, TestReporter report) {
        Map<State, Integer> ends = new EnumMap<>(State.class);
        List<String> late = new ArrayList<>();
        List<Duration> cancelled = new ArrayList<>();
        List<Duration> killed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Hostile each = all.get(i);
            long processes = processesEnded();
            Handled handled = house.happens(code("h" + i, each.source()), Kind.UP);
            ScriptEnd end = handled.await();
            ends.merge(end.state(), 1, Integer::sum);
            if (end.running().compareTo(ENDED_WITHIN) > 0) {
                late.add(each.name() + " ran for " + end.running());
            }
            if (end.state() == State.STOPPED) {
                (processesEnded() == processes ? cancelled : killed).add(end.running());
            }
            longestRan = end.running().compareTo(longestRan) > 0 ? end.running() : longestRan;
            if (i % 5 == 0) {
                theNeighbourIsWell(each.name());
            }
        }
        report.publishEntry(all.size() + " scripts", ends + ", the longest ran for " + longestRan);
        report.publishEntry("stopped in their process", times(cancelled));
        report.publishEntry("stopped with their process", times(killed));
        assertThat(late).isEmpty();
        theNeighbourIsWell("all");
        return ends;
    }

    private long processesEnded() {
        ScriptFigures figures = house.runtime.figures();
        return figures.killed() + figures.lost();
    }

    private static String times(List<Duration> all) {
        List<Duration> sorted = all.stream().sorted().toList();
        long soon = sorted.stream().filter(each -> each.compareTo(CANCELLED_WITHIN) <= 0).count();
        return sorted.isEmpty()
                ? "none"
                : sorted.size()
                        + ", median "
                        + sorted.get(sorted.size() / 2)
                        + ", longest "
                        + sorted.get(sorted.size() - 1)
                        + ", within "
                        + CANCELLED_WITHIN
                        + " "
                        + soon;
    }
}
