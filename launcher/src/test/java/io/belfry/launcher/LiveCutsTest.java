package io.belfry.launcher;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.CallMix.Span;
import io.belfry.simulator.calls.Scenario;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.proxy.FaultProxy;
import io.belfry.simulator.state.ChannelState;
import io.belfry.simulator.state.PbxState;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection to a PBX with many live calls is cut again and again. Each time it is back, the
 * calls that the server shows as open must be those that the PBX has, and in the end each call of
 * the journal of truth must have ended once. {@code -Pnightly}: two hundred live calls and a
 * hundred cuts of 1, 10 and 60 seconds; otherwise sixty and three of 4 seconds.
 */
class LiveCutsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int LIVE = NIGHTLY ? 200 : 60;
    private static final double CALLS_A_SECOND = NIGHTLY ? 5 : 9;

    /** Calls are cut at the pace of life; they come and end faster where nothing is cut. */
    private static final double FAST = 8;

    /** Lengths of the cuts, by the PBX's clock. */
    private static final List<Duration> CUTS =
            NIGHTLY ? cuts(100, 10, 60) : Collections.nCopies(3, Duration.ofSeconds(4));

    /** From the end of a cut to the next, by the PBX's clock. */
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    /**
     * A machine that is busy with other things may take so long; one that is not, three seconds.
     */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Duration IN_STEP_WITHIN = Duration.ofSeconds(3);

    private final PbxSimulator pbx =
            PbxSimulator.start(
                    SimulatorConfig.standard().withPort(0).withPlan(PbxPlan.ofSize(400, 8)));
    private final FaultProxy network = FaultProxy.to(pbx.port());
    private final List<TruthComparison.Blind> blind = new ArrayList<>();
    private final List<Duration> took = new ArrayList<>();
    private long connections;
    private int ownBreaks;
    private double speed = 1;

    /** Until then the server has seen everything. */
    private Instant proven = Instant.EPOCH;

    /** When the oldest of the calls began that were open when this was last proven. */
    private String oldest = Instant.now().toString();

    @TempDir private Path folder;
    private ChildServer server;

    /** Of one second, but for every tenth, and the one in the middle. */
    private static List<Duration> cuts(int count, int tenth, int middle) {
        return IntStream.range(0, count)
                .map(i -> i == count / 2 ? middle : i % 10 == 9 ? tenth : 1)
                .mapToObj(Duration::ofSeconds)
                .toList();
    }

    @AfterEach
    void close() {
        server.close();
        network.close();
        pbx.close();
    }

    @Test
    void afterEachCutTheOpenCallsAreThoseOfThePbxAndEachEndIsToldOnce() {
        server = ChildServer.start(folder, TestServer.pbx(network.port()));
        server.untilInStep();
        connections = network.accepted();
        proven = pbx.time().instant();
        pace(FAST);
        CallGenerator generator =
                pbx.generate(
                        new CallGenerator.Settings(CALLS_A_SECOND, 20_261_122, 0, longCalls()));
        TestServer.until(
                Duration.ofMinutes(5),
                LIVE + " live calls",
                () -> Optional.of(pbx.look(PbxState::liveCalls)).filter(live -> live >= LIVE));
        pace(1);

        prove();
        for (Duration cut : CUTS) {
            took.add(cutOff(cut));
            pass(BETWEEN);
        }
        end(generator);
        TruthComparison compared =
                TestServer.until(
                        LIMIT,
                        "no call open",
                        () ->
                                Optional.of(
                                                TruthComparison.of(
                                                        pbx.truth().finished(), blind, server))
                                        .filter(TruthComparison::isSettled));

        System.out.printf(
                "%d cuts, %d breaks of the link's own, in step after %s at most, %s mostly;"
                        + " ends: %d exact, %d hangups and %d abandons recovered%n",
                CUTS.size(),
                ownBreaks,
                slowest(100),
                slowest(95),
                compared.exact(),
                compared.recovered("hangup"),
                compared.recovered("abandon"));
        assertThat(network.cuts()).isGreaterThanOrEqualTo(CUTS.size());
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.exact()).isGreaterThan(LIVE);
        assertThat(compared.recovered("hangup")).isPositive();
        assertThat(compared.survivors()).isGreaterThan(LIVE / 2);
        if (NIGHTLY) {
            assertThat(slowest(95)).isLessThanOrEqualTo(IN_STEP_WITHIN);
        }
    }

    private static CallMix longCalls() {
        CallMix usual = CallMix.standard();
        Map<Scenario, Integer> weights = new EnumMap<>(usual.weights());
        if (!NIGHTLY) {
            // two minutes, for which the end would have to wait
            weights.remove(Scenario.QUEUE_TIMEOUT);
        }
        return new CallMix(
                weights,
                Span.seconds(1, 4),
                NIGHTLY ? Span.seconds(30, 90) : Span.seconds(20, 35),
                NIGHTLY ? Span.seconds(20, 60) : Span.seconds(15, 30),
                usual.hostileNames());
    }

    /**
     * @return how long it took from the new connection until the open calls were the PBX's
     */
    private Duration cutOff(Duration length) {
        prove();
        pass(BETWEEN.dividedBy(2));
        network.refuse(true);
        network.cut();
        Instant end = pbx.time().instant().plus(length);
        while (pbx.time().instant().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        long before = network.accepted();
        network.refuse(false);
        TestServer.until(
                "a new connection",
                () -> Optional.of(network.accepted()).filter(now -> now > before));
        long connected = System.nanoTime();
        TestServer.until(LIMIT, "in step", this::inStep);
        prove();
        return Duration.ofNanos(System.nanoTime() - connected);
    }

    /**
     * The PBX stands still until the server has the same calls. If the connection is another one,
     * the server was blind since this was last so, and what was on its way may be gone. Its clock
     * makes up for the time: a PBX whose uptime stands still is one that was started anew.
     */
    private void prove() {
        long begun = System.nanoTime();
        pbx.time().run(0);
        untilSameCalls();
        if (network.accepted() > connections) {
            blind.add(new TruthComparison.Blind(proven, pbx.time().instant()));
        }
        proven = pbx.time().instant();
        connections = network.accepted();
        pbx.time().advance(Duration.ofNanos(System.nanoTime() - begun));
        pbx.time().run(speed);
    }

    private void pace(double now) {
        speed = now;
        pbx.time().run(speed);
    }

    /**
     * A link on a busy machine can break without our doing: a reader who gets no turn is cut off by
     * the PBX. That is a cut like ours, and is compared as one.
     */
    private void watch() {
        if (network.accepted() > connections) {
            ownBreaks++;
            TestServer.until(LIMIT, "in step", this::inStep);
            prove();
        }
    }

    private Duration slowest(int percent) {
        List<Duration> sorted = took.stream().sorted().toList();
        return sorted.get(sorted.size() * percent / 100 - 1);
    }

    private Optional<Boolean> inStep() {
        return server.isInStep() ? Optional.of(true) : Optional.empty();
    }

    private void untilSameCalls() {
        long end = System.nanoTime() + LIMIT.toNanos();
        String difference = difference();
        while (!difference.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            difference = difference();
        }
        assertThat(difference).isEmpty();
        oldest = open().map(call -> call.getString("started")).min(naturalOrder()).orElse(oldest);
    }

    private Stream<JsonObject> open() {
        return server.calls("from=" + oldest).stream()
                .filter(call -> !call.getString("state").equals("ended"));
    }

    /**
     * Empty when there is no ghost, and every call that a queue has brought to an agent is there.
     */
    private String difference() {
        Set<String> alive = pbx.look(state -> calls(state, channel -> true));
        Set<String> missing = pbx.look(state -> calls(state, LiveCutsTest::isAtAnAgent));
        List<JsonObject> open = open().toList();
        open.forEach(call -> missing.remove(call.getString("linkedid")));
        List<String> ghosts =
                open.stream()
                        .filter(call -> !alive.contains(call.getString("linkedid")))
                        .map(call -> call.encode() + server.events(call.getString("id")))
                        .toList();
        return missing.isEmpty() && ghosts.isEmpty()
                ? ""
                : "missing "
                        + pbx.look(state -> channels(state, missing))
                        + server.calls("from=" + oldest).stream()
                                .filter(call -> missing.contains(call.getString("linkedid")))
                                .map(call -> call.encode() + server.events(call.getString("id")))
                                .toList()
                        + ", ghosts "
                        + ghosts;
    }

    private static List<String> channels(PbxState state, Set<String> calls) {
        return state.channels().stream()
                .filter(channel -> calls.contains(channel.get("Linkedid")))
                .map(each -> each.snapshot() + " " + each.application() + " " + each.bridge())
                .toList();
    }

    /** A telephone that a queue has called, and that rings or talks. */
    private static boolean isAtAnAgent(ChannelState channel) {
        return channel.application().equals("AppQueue")
                && (channel.get("ChannelState").equals("5") || !channel.bridge().isEmpty());
    }

    private static Set<String> calls(PbxState state, Predicate<ChannelState> which) {
        return state.channels().stream()
                .filter(which)
                .map(channel -> channel.get("Linkedid"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Nobody calls any more, and whoever talks comes to an end. */
    private void end(CallGenerator generator) {
        pace(FAST);
        pbx.look(
                state -> {
                    generator.stop();
                    return state;
                });
        TestServer.until(
                Duration.ofMinutes(5),
                "the end of the last call",
                () -> {
                    watch();
                    return Optional.of(generator.finished()).filter(CompletableFuture::isDone);
                });
    }

    private void pass(Duration time) {
        Instant end = pbx.time().instant().plus(time);
        while (pbx.time().instant().isBefore(end)) {
            watch();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
