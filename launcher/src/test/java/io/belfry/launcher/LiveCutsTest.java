package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.CallMix.Span;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.proxy.FaultProxy;
import io.belfry.simulator.state.ChannelState;
import io.belfry.simulator.state.PbxState;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The connection to a PBX with two hundred live calls is cut again and again. Each time it is back,
 * the calls that the server shows as open must be those that the PBX has, and in the end each call
 * of the journal of truth must have ended once. A hundred cuts at the pace of life.
 */
@EnabledIfSystemProperty(
        named = "belfry.nightly",
        matches = "true",
        disabledReason = "two hundred calls at once need a machine of their own")
class LiveCutsTest {
    private static final int LIVE = 200;

    private static final double SPEED = 1;

    /** Lengths of the cuts, by the PBX's clock. */
    private static final List<Duration> CUTS = cuts();

    private static final Duration IN_STEP_WITHIN = Duration.ofSeconds(3);
    private static final double CALLS_A_SECOND = 3;

    private final PbxSimulator pbx =
            PbxSimulator.start(
                    SimulatorConfig.standard().withPort(0).withPlan(PbxPlan.ofSize(400, 8)));
    private final FaultProxy network = FaultProxy.to(pbx.port());
    private final List<TruthComparison.Blind> blind = new ArrayList<>();
    private final Instant begin = Instant.now();
    @TempDir private Path folder;
    private ChildServer server;

    private static List<Duration> cuts() {
        return IntStream.range(0, 100)
                .mapToObj(i -> Duration.ofSeconds(i % 50 == 49 ? 60 : i % 10 == 9 ? 10 : 1))
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
        pbx.time().run(SPEED);
        CallGenerator generator =
                pbx.generate(
                        new CallGenerator.Settings(CALLS_A_SECOND, 20_261_122, 0, longCalls()));
        TestServer.until(
                Duration.ofMinutes(3),
                LIVE + " live calls",
                () -> Optional.of(pbx.look(PbxState::liveCalls)).filter(live -> live >= LIVE));

        Duration slowest = Duration.ZERO;
        for (Duration cut : CUTS) {
            Duration took = cutOff(cut);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            pass(Duration.ofSeconds(10));
        }
        System.out.printf(
                "%d cuts, in step after %d ms at most%n", CUTS.size(), slowest.toMillis());
        end(generator);
        TruthComparison compared =
                TestServer.until(
                        Duration.ofMinutes(1),
                        "no call open",
                        () ->
                                Optional.of(
                                                TruthComparison.of(
                                                        pbx.truth().finished(), blind, server))
                                        .filter(TruthComparison::isSettled));

        assertThat(network.cuts()).isGreaterThanOrEqualTo(CUTS.size());
        assertThat(compared.differences()).isEmpty();
        assertThat(compared.exact()).isGreaterThan(LIVE);
        assertThat(compared.recovered("hangup")).isPositive();
        assertThat(compared.survivors()).isGreaterThan(LIVE / 2);
    }

    private static CallMix longCalls() {
        CallMix usual = CallMix.standard();
        return new CallMix(
                usual.weights(),
                Span.seconds(1, 4),
                Span.seconds(40, 120),
                Span.seconds(20, 60),
                usual.hostileNames());
    }

    /**
     * @return how long it took from the new connection until the open calls were the PBX's
     */
    private Duration cutOff(Duration length) {
        // what was on its way when the line broke may be gone as well
        Instant from = pbx.time().instant().minus(Duration.ofSeconds(1).multipliedBy((long) SPEED));
        network.refuse(true);
        network.cut();
        pass(length);
        long before = network.accepted();
        network.refuse(false);
        TestServer.until(
                "a new connection",
                () -> Optional.of(network.accepted()).filter(now -> now > before));
        long connected = System.nanoTime();
        TestServer.until(IN_STEP_WITHIN, "in step", this::inStep);
        blind.add(new TruthComparison.Blind(from, pbx.time().instant()));
        // the same calls for both while they are compared
        pbx.time().run(0);
        untilSameCalls();
        pbx.time().run(SPEED);
        return Duration.ofNanos(System.nanoTime() - connected);
    }

    private Optional<Boolean> inStep() {
        return server.isInStep() ? Optional.of(true) : Optional.empty();
    }

    private void untilSameCalls() {
        long end = System.nanoTime() + IN_STEP_WITHIN.toNanos();
        String difference = difference();
        while (!difference.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            difference = difference();
        }
        assertThat(difference).isEmpty();
    }

    /**
     * Empty when there is no ghost, and every call that a queue has brought to an agent is there.
     */
    private String difference() {
        Set<String> alive = pbx.look(state -> calls(state, channel -> true));
        Set<String> missing = pbx.look(state -> calls(state, LiveCutsTest::isAtAnAgent));
        List<JsonObject> open =
                server.calls("from=" + begin).stream()
                        .filter(call -> !call.getString("state").equals("ended"))
                        .toList();
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
                        + server.calls("from=" + begin).stream()
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
        pbx.time().run(SPEED);
        pbx.look(
                state -> {
                    generator.stop();
                    return state;
                });
        generator.finished().orTimeout(5, TimeUnit.MINUTES).join();
    }

    private void pass(Duration time) {
        Instant end = pbx.time().instant().plus(time);
        while (pbx.time().instant().isBefore(end)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
