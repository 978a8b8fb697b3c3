package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.replay.Speed;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What PBXs and networks do to their clients. */
class MisbehaviourTest {
    @Test
    void aReaderThatStallsIsCutOffAndCounted() throws Exception {
        SimulatorConfig config = SimulatorConfig.standard().withSendBuffer(8192);
        try (PbxSimulator pbx = PbxSimulator.start(config);
                Socket socket = new Socket()) {
            socket.setReceiveBufferSize(8192);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), pbx.port()));
            socket.getOutputStream()
                    .write(
                            "Action: Login\r\nUsername: cti\r\nSecret: lab-secret\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            await(() -> pbx.loggedIn() == 1);

            AmiEvent big = AmiEvent.of("Big", Privilege.CALL).with("X", "x".repeat(4096)).build();
            for (int i = 0; i < 500; i++) {
                pbx.publish(big);
            }

            await(() -> pbx.connections() == 0);
            assertThat(pbx.counters().cutStalled()).isEqualTo(1);
        }
    }

    @Test
    void aReaderThatKeepsUpIsNotCutOffByABurst() throws Exception {
        SimulatorConfig config =
                SimulatorConfig.standard()
                        .withSendBuffer(8192)
                        .withWriteTimeout(Duration.ofSeconds(3));
        try (PbxSimulator pbx = PbxSimulator.start(config);
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            for (int i = 0; i < 20; i++) {
                pbx.play(Speed.UNLIMITED, Recordings.path("06-ringall-one-answers"))
                        .get(60, TimeUnit.SECONDS);
            }

            assertThat(client.drain()).hasSizeGreaterThan(20 * 100);
            assertThat(pbx.counters().cutStalled()).isZero();
        }
    }

    @Test
    void cutConnectionsAreGoneAndMayComeBack() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.cutConnections();
            client.untilClosed();

            AmiClient.loggedIn(pbx.port()).close();
            assertThat(pbx.counters().cutByUs()).isEqualTo(1);
            assertThat(pbx.counters().accepted()).isEqualTo(2);
        }
    }

    @Test
    void whileItRefusesNobodyGetsInAndAfterwardsThePortIsTheSame() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            pbx.refuseConnections(true);

            assertThatThrownBy(() -> new AmiClient(pbx.port()))
                    .isInstanceOf(ConnectException.class);
            assertThat(client.drain()).as("who is in stays in").isEmpty();

            pbx.refuseConnections(false);
            AmiClient.loggedIn(pbx.port()).close();
        }
    }

    @Test
    void aFrozenPbxIsSilentAndTellsEverythingAfterwards() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            pbx.freeze();
            int before = client.bytes().length;
            client.send("Action: Ping", "ActionID: in-the-dark");
            pbx.play(Speed.UNLIMITED, Recordings.path("01-answered-caller-hangup"))
                    .get(60, TimeUnit.SECONDS);

            assertThat(client.bytes()).hasSize(before);
            assertThat(pbx.connections()).isEqualTo(1);

            pbx.thaw();
            client.event("BridgeCreate");
            client.answer("in-the-dark");
            assertThat(pbx.counters().cutStalled()).isZero();
        }
    }

    @Test
    void heldEventsAreOvertakenByAnswersAndComeAfterwards() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            pbx.holdEvents(true);
            pbx.play(Speed.UNLIMITED, Recordings.path("26-session-kicked-part1"))
                    .get(60, TimeUnit.SECONDS);

            client.send("Action: CoreShowChannels", "ActionID: young");
            assertThat(client.list("young"))
                    .as("the list knows what the events have not told")
                    .hasSize(4);
            assertThat(client.drain()).isEmpty();

            pbx.holdEvents(false);
            client.event("Newchannel");
            client.event("BridgeEnter");
        }
    }

    @Test
    void aRestartTakesTheCallsAndGivesANewBootTime() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.play(Speed.UNLIMITED, Recordings.path("26-session-kicked-part1"))
                    .get(60, TimeUnit.SECONDS);
            assertThat(pbx.<Long>look(state -> state.liveCalls())).isEqualTo(1);
            Instant before = pbx.bootTime();
            pbx.time().advance(Duration.ofSeconds(5));

            pbx.restart();
            client.untilClosed();

            assertThat(pbx.bootTime()).isAfter(before);
            try (AmiClient again = AmiClient.loggedIn(pbx.port())) {
                again.send("Action: CoreShowChannels", "ActionID: c");
                assertThat(again.list("c")).hasSize(2);
            }
        }
    }

    @Test
    void aPoliteRestartSaysGoodbyeFirst() throws Exception {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.restartPolitely();

            AmiEvent recorded =
                    Recordings.read("18-restart-part1")
                            .events()
                            .get(lastOf("18-restart-part1"))
                            .event();
            assertThat(client.event("Shutdown").text()).isEqualTo(recorded.text());
        }
    }

    private static int lastOf(String recording) throws Exception {
        return Recordings.read(recording).events().size() - 1;
    }

    @Test
    void aPbxThatIsNotReadyLetsInAndSaysLaterThatItIs() throws Exception {
        SimulatorConfig config =
                SimulatorConfig.standard().withFullyBooted(SimulatorConfig.FullyBooted.WHEN_TOLD);
        try (PbxSimulator pbx = PbxSimulator.start(config);
                AmiClient client = AmiClient.loggedIn(pbx.port())) {
            assertThat(client.drain()).extracting(AmiEvent::type).doesNotContain("FullyBooted");

            pbx.becomeReady();

            client.event("FullyBooted");
        }
    }

    @Test
    void whoDoesNotLogInIsSentAway() throws Exception {
        SimulatorConfig config = SimulatorConfig.standard().withLoginTimeout(Duration.ofMillis(50));
        try (PbxSimulator pbx = PbxSimulator.start(config);
                AmiClient client = new AmiClient(pbx.port())) {
            client.untilClosed();

            assertThat(pbx.counters().cutWithoutLogin()).isEqualTo(1);
        }
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited a minute").isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }
}
