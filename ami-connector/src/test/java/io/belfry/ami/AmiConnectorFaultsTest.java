package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.KeptCall;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.replay.Speed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmiConnectorFaultsTest {
    private static final int CUTS = Boolean.getBoolean("belfry.nightly") ? 100 : 10;

    /** Longer than a busy machine lets a reader wait; shorter than the loop is busy in all. */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(3);

    private static final Path ANSWERED =
            Expected.FOLDER.resolve("01-answered-caller-hangup.ami.gz");
    private static final Speed AT_ONCE = new Speed(0);

    private final PbxSimulator pbx =
            PbxSimulator.start(
                    SimulatorConfig.standard()
                            .withJournalLimit(100_000)
                            .withWriteTimeout(WRITE_TIMEOUT));
    private final ConnectorRig rig = new ConnectorRig();

    @AfterEach
    void close() {
        rig.close();
        pbx.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsLeaveNeitherSocketsNorThreads(boolean fallback) {
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                ConnectorRig.quick().withFallback(fallback),
                new AmiTranslator("lab"));

        for (int i = 0; i < CUTS; i++) {
            int cut = i;
            rig.awaitLive();
            pbx.cutConnections();
            rig.await("lost " + cut, state -> state.status() != Status.LIVE);
        }
        rig.awaitLive();

        Soon.until("one connection", () -> pbx.connections() == 1);
        // a reader and a pump
        Soon.until("two threads", () -> AsteriskJavaThreads.count() == 2);
        assertThat(pbx.counters().cutByUs()).isGreaterThanOrEqualTo(CUTS);
    }

    @Test
    void cutInTheMiddleOfAMessageLosesThatMessageOnly() {
        try (ScriptedManager manager = ScriptedManager.friendly()) {
            CountedEvents derivation = new CountedEvents();
            rig.deploy(
                    ConnectorRig.pbx(manager.port(), "cti", "x"), ConnectorRig.quick(), derivation);
            rig.await("connected", state -> state.detail().startsWith("logged in"));

            manager.send("Event: Hangup\r\nUniqueid: 1.1\r\n\r\nEvent: Hangup\r\nUniqu");
            Soon.until("first", () -> derivation.events.get() == 1);
            manager.cut();
            rig.await("lost", state -> state.detail().startsWith("PBX link lost"));
            rig.await("connected", state -> state.detail().startsWith("logged in"));
            manager.send("Event: Hangup\r\nUniqueid: 1.2\r\n\r\n");

            Soon.until("next", () -> derivation.events.get() == 2);
        }
    }

    @Test
    void nonsenseIsCountedAndTheNextEventIsRead() {
        try (ScriptedManager manager = ScriptedManager.friendly()) {
            CountedEvents derivation = new CountedEvents();
            rig.deploy(
                    ConnectorRig.pbx(manager.port(), "cti", "x"), ConnectorRig.quick(), derivation);
            rig.await("connected", state -> state.detail().startsWith("logged in"));

            manager.send("\r\n\r\nnonsense\r\n\r\n: \r\n::\r\n\r\n");
            manager.send("Response: \r\nResponse: Error\r\nActionID: a\r\nActionID: b\r\n\r\n");
            manager.send("Event: Disconnect\r\nActionID: forged\r\n\r\n");
            manager.send("Event: Hangup\r\n" + "X: y\r\n".repeat(300) + "\r\n");
            manager.send("Event: Hangup\r\nChannel: " + "x".repeat(100_000) + "\r\n\r\n");
            manager.send("Event: Hangup\r\nUniqueid: good\r\n\r\n");

            Soon.until("good", () -> derivation.events.get() == 1);
            PbxState state = rig.await("counted", s -> s.ignored() == 2);
            assertThat(state.detail()).startsWith("logged in");
        }
    }

    @Test
    void eventThatBreaksTheDerivationIsPassedOver() {
        CountedEvents derivation =
                new CountedEvents() {
                    @Override
                    public List<CallEvent> translate(AmiEvent event, Instant at) {
                        if (event.get(AmiField.UNIQUEID).equals("poison")) {
                            throw new IllegalStateException("poison");
                        }
                        return super.translate(event, at);
                    }
                };
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                ConnectorRig.quick(),
                derivation);
        rig.awaitLive();
        int before = derivation.events.get();

        for (int i = 0; i < 20; i++) {
            hangUp("poison");
        }
        hangUp("good");

        Soon.until("good", () -> derivation.events.get() == before + 1);
        assertThat(rig.await("counted", state -> state.ignored() == 20).status())
                .isEqualTo(Status.LIVE);
    }

    @Test
    void callEventThatCanNotBeToldTakesNoOtherWithIt() {
        CallEvent good =
                event(
                        "good",
                        new Call(
                                new CallId("pbx", "1.1"),
                                "1.1",
                                "Sales",
                                "",
                                "in",
                                "",
                                Caller.UNKNOWN,
                                Map.of()));
        CountedEvents derivation =
                new CountedEvents() {
                    @Override
                    public List<CallEvent> translate(AmiEvent event, Instant at) {
                        return event.get(AmiField.UNIQUEID).equals("both")
                                ? List.of(event("of no call", null), good)
                                : List.of();
                    }
                };
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                ConnectorRig.quick(),
                derivation);
        rig.awaitLive();

        hangUp("both");

        Soon.until("the good one", () -> rig.calls.contains(good));
        rig.await("counted", state -> state.ignored() == 1);
    }

    private static CallEvent event(String id, Call call) {
        return new CallEvent.Ringing(
                new CallEvent.Head(id, Instant.EPOCH, false), call, AgentLeg.NONE, 1);
    }

    @Test
    void burstIsTakenWhileTheLoopIsBusy() {
        int burst = 50_000;
        CountedEvents slow =
                new CountedEvents() {
                    @Override
                    public List<CallEvent> translate(AmiEvent event, Instant at) {
                        if (events.get() % 1_000 == 0) {
                            LockSupport.parkNanos(100_000_000);
                        }
                        return super.translate(event, at);
                    }
                };
        rig.deploy(ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"), ConnectorRig.quick(), slow);
        rig.awaitLive();
        int before = slow.events.get();

        for (int i = 0; i < burst; i++) {
            hangUp("1." + i);
        }

        Soon.until("all", () -> slow.events.get() == before + burst, slow.events::get);
        PbxState state = rig.await("read", s -> s.events() >= burst && s.queued() == 0);
        assertThat(state.dropped()).isZero();
        assertThat(state.status()).isEqualTo(Status.LIVE);
        assertThat(pbx.counters().cutStalled()).isZero();
        assertThat(pbx.counters().accepted()).isEqualTo(1);
    }

    @Test
    void whatIsTooMuchIsDroppedCountedAndMendedByASnapshot() {
        CountDownLatch gate = new CountDownLatch(1);
        CountedEvents stuck =
                new CountedEvents() {
                    @Override
                    public List<CallEvent> translate(AmiEvent event, Instant at) {
                        if (event.get(AmiField.UNIQUEID).equals("stop")) {
                            waitFor(gate);
                        }
                        return super.translate(event, at);
                    }
                };
        AmiConnector connector =
                rig.deploy(
                        ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                        ConnectorRig.quick().withQueueLimit(1_000),
                        stuck);
        rig.awaitLive();
        rig.await("in step", s -> s.detail().isEmpty());
        long asked = sent("CoreShowChannels");
        long all = connector.read() + 1 + 5_000;

        hangUp("stop");
        for (int i = 0; i < 5_000; i++) {
            hangUp("1." + i);
        }
        // while the loop stands still all of it is read, and there is room for a fifth
        Soon.until("all read", () -> connector.read() >= all, connector::read);
        gate.countDown();

        PbxState state = rig.await("dropped", s -> s.dropped() > 0);
        assertThat(state.lastGap()).contains("events dropped: more than we could take");
        Soon.until("asked again", () -> sent("CoreShowChannels") > asked);
        PbxState mended = rig.await("in step", s -> s.detail().isEmpty() && s.queued() == 0);
        assertThat(mended.status()).isEqualTo(Status.LIVE);
        assertThat(mended.dropped()).isPositive();
        assertThat(pbx.counters().accepted()).isEqualTo(1);
    }

    @Test
    void callWhoseEndWasDroppedEndsOnceAndTheGapIsTold() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Set<String> hungUp = ConcurrentHashMap.newKeySet();
        AmiConnector connector =
                rig.deploy(
                        ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                        ConnectorRig.quick().withQueueLimit(1_000),
                        new WatchedDerivation(
                                new AmiTranslator("lab"),
                                event -> {
                                    if (event.get(AmiField.UNIQUEID).equals("stop")) {
                                        waitFor(gate);
                                    }
                                    if (event.type() == AmiType.HANGUP) {
                                        hungUp.add(event.get(AmiField.UNIQUEID));
                                    }
                                }));
        rig.awaitLive();
        Recording talking = Recording.read(ANSWERED).until(2_500);
        pbx.play(AT_ONCE, List.of(talking)).get(60, TimeUnit.SECONDS);
        Soon.until("up", () -> rig.kinds().contains("up"), rig::kinds);

        List<String> living =
                pbx.look(state -> state.channels().stream().map(each -> each.uniqueid()).toList());
        long all = connector.read() + 1 + 5_000 + living.size();

        hangUp("stop");
        IntStream.range(0, 2_500).forEach(i -> hangUp("1." + i));
        living.forEach(this::hangUp);
        IntStream.range(2_500, 5_000).forEach(i -> hangUp("1." + i));
        Soon.until("all read", () -> connector.read() >= all, connector::read);
        gate.countDown();

        Soon.until("gap", () -> rig.kinds().contains("gap"), rig::kinds);
        assertThat(rig.kinds()).containsExactly("queued", "ringing", "up", "hangup", "gap");
        CallEvent.Hangup hangup = (CallEvent.Hangup) rig.calls.get(3);
        // a burst is dropped in pieces, and now and then a small one still fits
        boolean seen = living.stream().anyMatch(hungUp::contains);
        assertThat(hangup.head().recovered()).isEqualTo(!seen);
        CallEvent.Gap told = (CallEvent.Gap) rig.calls.get(4);
        assertThat(told.from()).isBeforeOrEqualTo(hangup.at());
        assertThat(pbx.counters().accepted()).isEqualTo(1);
    }

    @Test
    void listThatNeverEndsIsAskedForAgain() {
        try (ScriptedManager manager = ScriptedManager.friendly()) {
            CountedEvents derivation = new CountedEvents();
            rig.deploy(
                    ConnectorRig.pbx(manager.port(), "cti", "x"),
                    ConnectorRig.quick().withListLimit(Duration.ofMillis(100)),
                    derivation);

            PbxState state = rig.await("note", s -> s.detail().contains("did not come in time"));

            assertThat(state.status()).isEqualTo(Status.LIVE);
            Soon.until("asked again", () -> derivation.restarts.get() > 2);
        }
    }

    /** Until they are whole, nothing is learnt from them. */
    @Test
    void listsThatEndEarlyAreAskedForAgain() {
        AtomicInteger asked = new AtomicInteger();
        try (ScriptedManager manager =
                ScriptedManager.start(
                        ScriptedManager.BANNER,
                        action ->
                                action.contains("CoreShowChannels")
                                        ? agreeWithLists(action, asked.incrementAndGet() < 3)
                                        : ScriptedManager.agree(action))) {
            rig.deploy(
                    ConnectorRig.pbx(manager.port(), "cti", "x"),
                    ConnectorRig.quick(),
                    new AmiTranslator("lab"));

            rig.await("note", s -> s.detail().contains("ended early"));
            rig.await("in step", s -> s.detail().startsWith("logged in") || s.detail().isEmpty());

            Soon.until("up", () -> rig.kinds().contains("up"), rig::kinds);
            assertThat(rig.kinds()).containsExactly("up");
            assertThat(asked).hasValueGreaterThanOrEqualTo(3);
        }
    }

    /** One caller and one agent, who is not in the list when it is torn. */
    private static String agreeWithLists(String action, boolean torn) {
        String channel =
                "Event: CoreShowChannel\r\nActionID: x\r\nUniqueid: 1.%d\r\nLinkedid: 1.1\r\n"
                        + "Channel: PJSIP/%s-00000001\r\nChannelState: 6\r\nBridgeId: b\r\n"
                        + "Application: %s\r\nApplicationData: support\r\n\r\n";
        return ScriptedManager.agree(action)
                + channel.formatted(1, "trunk", "Queue")
                + (torn ? "" : channel.formatted(2, "anna", "AppQueue"))
                + "Event: CoreShowChannelsComplete\r\nActionID: x\r\nListItems: 2\r\n\r\n"
                + "Event: QueueParams\r\nActionID: y\r\nQueue: support\r\n\r\n"
                + "Event: QueueMember\r\nQueue: support\r\nLocation: PJSIP/anna\r\nInCall: 1\r\n"
                + "ActionID: y\r\n\r\n"
                + "Event: QueueStatusComplete\r\nActionID: y\r\nListItems: 2\r\n\r\n";
    }

    private void hangUp(String uniqueid) {
        pbx.publish(
                io.belfry.simulator.ami.AmiEvent.of("Hangup", Privilege.CALL)
                        .with("Channel", "PJSIP/nobody-00000000")
                        .with("Uniqueid", uniqueid)
                        .with("Cause", "16")
                        .build());
    }

    private long sent(String action) {
        return pbx.journal().stream()
                .map(ReceivedAction::action)
                .filter(each -> each.equalsIgnoreCase(action))
                .count();
    }

    private static void waitFor(CountDownLatch gate) {
        try {
            gate.await(2 * Soon.LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Derives nothing and counts. */
    private static class CountedEvents implements Derivation {
        final AtomicInteger events = new AtomicInteger();
        final AtomicInteger restarts = new AtomicInteger();

        @Override
        public void configure(AgentDirectory agents, Collection<String> variableNames) {
            // nobody asks
        }

        @Override
        public void connected() {
            restarts.incrementAndGet();
        }

        @Override
        public List<CallEvent> translate(AmiEvent event, Instant at) {
            events.incrementAndGet();
            return List.of();
        }

        @Override
        public List<CallEvent> tick(Instant now) {
            return List.of();
        }

        @Override
        public int liveCalls() {
            return 0;
        }

        @Override
        public Map<String, Optional<KeptCall>> changes() {
            return Map.of();
        }

        @Override
        public void restore(KeptCall memory) {
            // nothing was kept
        }

        @Override
        public long ignored() {
            return 0;
        }
    }
}
