package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.CallOrder;
import io.belfry.simulator.calls.Scene;
import io.belfry.simulator.calls.Script;
import io.belfry.simulator.state.ChannelState;
import io.belfry.simulator.state.PbxState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server is killed with -9 while callers wait, ring and talk and agents have called
 * outside, and is started again when some of these calls have ended and others have begun. What the
 * simulated people and phones wrote down is compared with what the server tells in the end. {@code
 * -Pnightly}: more kills.
 */
class KilledServerTest {
    private static final int KILLS = Boolean.getBoolean("belfry.nightly") ? 12 : 1;
    private static final double CALLS_A_SECOND = 0.7;
    private static final double FAST = 8;
    private static final Duration STEP = Duration.ofMillis(100);

    /** Ends while the server is dead: it is started when that has happened. */
    private static final Duration SHORT = Duration.ofSeconds(60);

    /** Lives on, even if the start takes as long as it may. */
    private static final Duration LONG = Duration.ofSeconds(150);

    private final PbxSimulator pbx = TestServer.simulator();
    private final List<TruthComparison.Blind> blind = new ArrayList<>();
    @TempDir private Path folder;
    private ChildServer server;

    @AfterEach
    void close() {
        server.close();
        pbx.close();
    }

    @Test
    void everyCallOfTheJournalIsThereOnceAndRight() {
        pbx.time().run(0);
        startServer();
        agents();
        CallGenerator generator =
                pbx.generate(
                        new CallGenerator.Settings(
                                CALLS_A_SECOND, 20_261_122, 0, CallMix.standard()));
        for (int kill = 0; kill < KILLS; kill++) {
            pass(Duration.ofSeconds(25));
            killInMidCall();
        }
        pbx.time().run(FAST);
        pbx.look(
                state -> {
                    generator.stop();
                    return state;
                });
        generator.finished().orTimeout(3, TimeUnit.MINUTES).join();

        TruthComparison compared =
                TestServer.until(
                        "no call open",
                        () -> Optional.of(compare()).filter(TruthComparison::isSettled));

        assertThat(compared.differences()).isEmpty();
        assertThat(compared.exact()).isGreaterThan(10 * KILLS);
        assertThat(compared.recovered("hangup")).isPositive();
        assertThat(compared.recovered("abandon")).isPositive();
        assertThat(compared.recovered("outboundhangup")).isPositive();
        assertThat(compared.survivors()).isGreaterThanOrEqualTo(2 * KILLS);
    }

    private TruthComparison compare() {
        return TruthComparison.of(pbx.truth().finished(), blind, server);
    }

    private void startServer() {
        server = ChildServer.start(folder, TestServer.pbx(pbx.port()));
        server.untilInStep();
    }

    /** Only the directory knows whose telephone is behind a Local channel. */
    private void agents() {
        for (String number : List.of("1001", "1002", "1003")) {
            server.agent(
                    number,
                    "PJSIP/" + number,
                    "Local/" + number + "@from-queue/n",
                    "Local/" + number + "@from-queue");
        }
    }

    private void killInMidCall() {
        int before = pbx.truth().finished().size();
        Instant known = callsOfKnownLength();
        Instant killed = killWhileCallsAreInEveryPhase(known.plusSeconds(3));
        pass(Duration.between(now(), killed.plus(SHORT)));
        int ended = pbx.truth().finished().size() - before;
        assertThat(ended).as("calls that ended while the server was dead").isPositive();

        pbx.time().run(1);
        startServer();
        pbx.time().run(0);
        blind.add(new TruthComparison.Blind(known, now()));
        pass(Duration.between(now(), known.plus(LONG).plusSeconds(5)));
    }

    /** The PBX's clock goes in steps, so that the same calls are made on every machine. */
    private void pass(Duration time) {
        for (Instant end = now().plus(time); now().isBefore(end); ) {
            step();
        }
    }

    private void step() {
        pbx.time().advance(STEP);
        pbx.look(state -> state);
        LockSupport.parkNanos((long) (STEP.toNanos() / FAST));
    }

    private Instant now() {
        return pbx.time().instant();
    }

    /**
     * Two of each kind. They are the last that happened before the clock was stopped, so when the
     * server shows them, it has written everything that was before.
     *
     * @return until when the server has seen everything
     */
    private Instant callsOfKnownLength() {
        List<CallOrder> orders = new ArrayList<>();
        for (Duration length : List.of(SHORT, LONG)) {
            orders.add(inbound("6004", Scene.abandoned(length)));
            orders.add(
                    inbound(
                            "6030",
                            Scene.answered(Duration.ofSeconds(1), length, Script.Side.CALLER)));
            orders.add(
                    CallOrder.outbound(
                            "known",
                            length == SHORT ? "PJSIP/1001" : "PJSIP/1002",
                            "90288990011",
                            Scene.answered(Duration.ofSeconds(1), length, Script.Side.AGENT)));
        }
        orders.add(inbound("6031", Scene.nobody()));
        orders.forEach(pbx::placeCall);
        pass(Duration.ofSeconds(1));
        // the clock stands still, so this one is the last thing that the PBX tells
        String last = "0277" + pbx.truth().placed();
        pbx.placeCall(CallOrder.inbound("last", last, "", "6004", Scene.abandoned(SHORT)));
        pass(Duration.ofSeconds(1));
        Instant until = now();
        TestServer.until(
                "the last caller is shown",
                () ->
                        server.calls().stream()
                                .filter(call -> call.getString("callernum").equals(last))
                                .findFirst());
        return until;
    }

    private static CallOrder inbound(String did, Script script) {
        return CallOrder.inbound("known", "0255512345", "", did, script);
    }

    private Instant killWhileCallsAreInEveryPhase(Instant notBefore) {
        Optional<Instant> killed = Optional.empty();
        while (killed.isEmpty()) {
            assertThat(now()).as("calls in every phase").isBefore(notBefore.plusSeconds(30));
            step();
            killed = pbx.look(state -> killed(state, notBefore));
        }
        return killed.get();
    }

    /** While the PBX is looked at nothing moves in it: what is seen is what the kill meets. */
    private Optional<Instant> killed(PbxState state, Instant notBefore) {
        Instant at = pbx.time().instant();
        boolean waits = state.queues().stream().anyMatch(queue -> !queue.entries().isEmpty());
        boolean rings = any(state, c -> c.application().equals("AppQueue") && isRinging(c));
        boolean talks = any(state, c -> c.application().equals("Queue") && !c.bridge().isEmpty());
        boolean outbound = any(state, c -> c.application().equals("Dial") && isAgents(c));
        if (at.isBefore(notBefore) || !waits || !rings || !talks || !outbound) {
            return Optional.empty();
        }
        assertThat(server.kill()).as("died of SIGKILL").isEqualTo(128 + 9);
        return Optional.of(at);
    }

    private static boolean any(PbxState state, Predicate<ChannelState> kind) {
        return state.channels().stream().anyMatch(kind);
    }

    private static boolean isRinging(ChannelState channel) {
        return channel.get("ChannelState").equals("5");
    }

    private static boolean isAgents(ChannelState channel) {
        return !channel.name().contains("trunk");
    }
}
