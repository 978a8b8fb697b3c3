package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Recording;
import io.belfry.simulator.replay.Speed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmiConnectorTest {
    private static final Path ANSWERED =
            Expected.FOLDER.resolve("01-answered-caller-hangup.ami.gz");
    private static final Speed AT_ONCE = new Speed(0);

    private final PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
    private final ConnectorRig rig = new ConnectorRig();

    @AfterEach
    void close() {
        rig.close();
        pbx.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void recordingBecomesCallEvents(boolean fallback) throws Exception {
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                ConnectorRig.quick().withFallback(fallback),
                new AmiTranslator("lab"));
        PbxState live = rig.awaitLive();

        pbx.play(AT_ONCE, ANSWERED).get(60, TimeUnit.SECONDS);

        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        assertThat(rig.kinds()).containsExactly("queued", "ringing", "up", "hangup");
        assertThat(rig.calls.get(0).call().variables()).containsEntry("ordernumber", "A-1001");
        assertThat(live.version()).isEqualTo("22.10.1");
        PbxState after = rig.await("figures", state -> state.events() > 50);
        assertThat(after.dropped()).isZero();
        assertThat(after.detail()).isEmpty();
        assertThat(after.latencyMillis()).isGreaterThanOrEqualTo(-1);
    }

    @Test
    void pbxThatIsAwayAtTheStartIsToldAndConnectedLater() {
        pbx.refuseConnections(true);
        rig.deploy(pbx.port(), "cti", "lab-secret");
        PbxState away = rig.await("away", state -> state.detail().startsWith("nothing"));

        pbx.refuseConnections(false);

        assertThat(away.status()).isEqualTo(Status.CONNECTING);
        assertThat(away.detail()).isEqualTo("nothing listens at 127.0.0.1:" + pbx.port());
        assertThat(rig.awaitLive().lastGap()).isEmpty();
    }

    @Test
    void wrongPasswordIsRefusedAndTriedSlowly() {
        rig.deploy(pbx.port(), "cti", "guessed");

        PbxState refused = rig.await("refused", state -> state.status() == Status.REFUSED);

        assertThat(refused.detail()).contains("wrong user or password for cti");
        long before = pbx.counters().accepted();
        Soon.until("tried again", () -> pbx.counters().accepted() > before);
        assertThat(rig.states).filteredOn(s -> s.status() == Status.LIVE).isEmpty();
    }

    @Test
    void secretThatCanNotBeOpenedIsTold() {
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "sealed"),
                secret -> {
                    throw new IllegalStateException("enter the secret again");
                },
                ConnectorRig.quick(),
                new AmiTranslator("lab"));

        PbxState refused = rig.await("refused", state -> state.status() == Status.REFUSED);

        assertThat(refused.detail()).isEqualTo("enter the secret again");
        assertThat(pbx.counters().accepted()).isZero();
    }

    @Test
    void callThatEndedWhileThePbxWasAwayEndsOnce() throws Exception {
        rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();
        Recording talking = Recording.read(ANSWERED).until(2_500);
        pbx.play(AT_ONCE, List.of(talking)).get(60, TimeUnit.SECONDS);
        Soon.until("up", () -> rig.kinds().contains("up"), rig::kinds);
        assertThat(rig.await("one call", state -> state.liveCalls() == 1).status())
                .isEqualTo(Status.LIVE);

        pbx.restart();

        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        PbxState back = rig.await("back", state -> state.lastGap().contains("in step again"));
        Soon.until("gap", () -> rig.kinds().contains("gap"), rig::kinds);
        assertThat(rig.kinds()).containsExactly("queued", "ringing", "up", "hangup", "gap");
        assertThat(first(Kind.HANGUP).head().recovered()).isTrue();
        assertThat(back.lastGap()).startsWith("lost 20");
        Soon.until(
                "told", () -> rig.states.stream().anyMatch(s -> s.status() == Status.RECONNECTING));
    }

    @Test
    void silentPbxIsNoticedAndLeft() {
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "cti", "lab-secret"),
                ConnectorRig.quick().withPingLimit(Duration.ofMillis(500)),
                new AmiTranslator("lab"));
        rig.awaitLive();

        pbx.freeze();

        PbxState lost = rig.await("lost", state -> state.status() == Status.RECONNECTING);
        assertThat(lost.detail()).contains("PBX link lost");
        assertThat(lost.lastGap()).contains("no answer to 2 pings");
        pbx.thaw();
        rig.awaitLive();
    }

    @Test
    void filtersAreSentAndOnlyExclude() throws Exception {
        rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();
        Soon.until("filters", () -> sent("Filter") == NoiseFilter.EXPRESSIONS.size());

        pbx.play(AT_ONCE, ANSWERED).get(60, TimeUnit.SECONDS);

        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        assertThat(rig.calls.get(0).call().variables()).containsEntry("customerid", "C-77");
        assertThat(rig.awaitLive().detail()).isEmpty();
    }

    @Test
    void withoutTheRightToFilterItGoesOnAndSaysSo() throws Exception {
        rig.deploy(pbx.port(), "ctinofilter", "lab-secret");

        PbxState state = rig.await("note", s -> s.detail().contains("unfiltered"));

        assertThat(state.detail()).contains("no right to filter; the eventfilter line");
        pbx.play(AT_ONCE, ANSWERED).get(60, TimeUnit.SECONDS);
        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
    }

    @Test
    void variablesThatNoEventCarriesAreAskedForOnce() throws Exception {
        AtomicInteger variables = new AtomicInteger();
        Derivation derivation =
                new WatchedDerivation(
                        new AmiTranslator("lab"),
                        event -> {
                            if (event.type() == AmiType.VAR_SET) {
                                variables.incrementAndGet();
                            }
                        });
        rig.deploy(
                ConnectorRig.pbx(pbx.port(), "ctiro", "lab-secret"),
                ConnectorRig.quick(),
                derivation);
        rig.awaitLive();

        pbx.play(AT_ONCE, List.of(Recording.read(ANSWERED).until(1_500))).get(60, TimeUnit.SECONDS);
        Soon.until("answers", () -> variables.get() == 2, () -> sent("Getvar"));
        pbx.play(AT_ONCE, ANSWERED).get(60, TimeUnit.SECONDS);

        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        assertThat(first(Kind.UP).call().variables())
                .containsEntry("ordernumber", "A-1001")
                .containsEntry("customerid", "C-77");
        assertThat(sent("Getvar")).isEqualTo(2);
    }

    @Test
    void membersOfQueuesAreTold() {
        rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();

        QueueMemberSeen maria =
                new QueueMemberSeen(
                        "lab", "support", "PJSIP/maria.rossi", "Maria Rossi", "PJSIP/maria.rossi");
        Soon.until("told", () -> rig.members.contains(maria), () -> rig.members);
        assertThat(rig.members).doesNotHaveDuplicates();
    }

    @Test
    void whatIsGoingOnIsAskedOnceForManyReasons() {
        rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();
        rig.await("in step", state -> state.detail().isEmpty());
        long before = sent("CoreShowChannels");

        // no list can be made between them
        pbx.look(
                still -> {
                    IntStream.range(0, 50).forEach(i -> pbx.becomeReady());
                    return still;
                });

        Soon.until("asked", () -> sent("CoreShowChannels") > before);
        rig.await("events", state -> state.events() > 50);
        rig.await("in step", state -> state.detail().isEmpty());
        assertThat(sent("CoreShowChannels") - before).isBetween(1L, 3L);
    }

    @Test
    void undeployedConnectorLogsOffAndLeavesNothing() {
        rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();

        rig.undeploy();

        Soon.until("socket closed", () -> pbx.connections() == 0);
        Soon.until("threads ended", () -> AsteriskJavaThreads.count() == 0);
        assertThat(sent("Logoff")).isEqualTo(1);
    }

    @Test
    void undeployedWhileItTriesItStops() {
        pbx.freeze();
        rig.deploy(pbx.port(), "cti", "lab-secret");

        rig.undeploy();

        pbx.thaw();
        Soon.until("socket closed", () -> pbx.connections() == 0);
        Soon.until("threads ended", () -> AsteriskJavaThreads.count() == 0);
    }

    @Test
    void settingsCanChangeWhileItIsConnected() throws Exception {
        AmiConnector connector = rig.deploy(pbx.port(), "cti", "lab-secret");
        rig.awaitLive();

        connector.configure(new Configuration(2, List.of(), List.of(), List.of(), List.of()));

        pbx.play(AT_ONCE, ANSWERED).get(60, TimeUnit.SECONDS);
        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        assertThat(rig.calls.get(0).call().variables()).isEmpty();
    }

    private CallEvent first(Kind kind) {
        return rig.calls.stream().filter(event -> event.kind() == kind).findFirst().orElseThrow();
    }

    private long sent(String action) {
        return pbx.journal().stream()
                .map(ReceivedAction::action)
                .filter(each -> each.equalsIgnoreCase(action))
                .count();
    }
}
