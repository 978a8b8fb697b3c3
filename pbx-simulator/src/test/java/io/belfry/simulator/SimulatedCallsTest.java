package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.CallOrder;
import io.belfry.simulator.calls.Quirks;
import io.belfry.simulator.calls.Scene;
import io.belfry.simulator.calls.Script.Side;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generated calls seen through the manager interface, thirty times as fast as real ones. */
class SimulatedCallsTest {
    private PbxSimulator pbx;

    @BeforeEach
    void start() {
        pbx = PbxSimulator.start(SimulatorConfig.standard().withQuirks(Quirks.NONE));
        pbx.time().run(30);
    }

    @AfterEach
    void stop() {
        pbx.close();
    }

    private static CallOrder call(String did, int talkSeconds) {
        Scene scene =
                Scene.answered(Duration.ofSeconds(1), Duration.ofSeconds(talkSeconds), Side.CALLER);
        return CallOrder.inbound("test", "0255512345", "Mario", did, scene)
                .with("ordernumber", "A-1");
    }

    @Test
    void aPlacedCallIsHeardAndWrittenDown() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6000", 3));

            assertThat(client.event("AgentConnect").get("Interface"))
                    .isEqualTo("PJSIP/andrea.bianco");
            assertThat(client.event("AgentComplete").get("Reason")).isEqualTo("caller");
            await(() -> pbx.truth().finished().size() == 1);
        }

        assertThat(pbx.truth().finished().get(0).outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void listsShowTheCallWhileItGoesOn() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6000", 600));
            client.event("AgentConnect");
            client.event("BridgeEnter");
            client.event("BridgeEnter");

            client.send("Action: CoreShowChannels", "ActionID: c");
            client.send(
                    "Action: QueueStatus",
                    "Queue: support",
                    "Member: PJSIP/andrea.bianco",
                    "ActionID: q");
            client.send(
                    "Action: Getvar",
                    "Channel: PJSIP/trunk-acme-00000000",
                    "Variable: ordernumber",
                    "ActionID: g");

            assertThat(client.list("c"))
                    .filteredOn(item -> item.type().equals("CoreShowChannel"))
                    .hasSize(2);
            assertThat(client.list("q"))
                    .filteredOn(item -> item.type().equals("QueueMember"))
                    .allMatch(
                            item ->
                                    item.get("Status").equals("2")
                                            && item.get("InCall").equals("1"));
            assertThat(client.answer("g").get("Value")).isEqualTo("A-1");
        }
    }

    @Test
    void theManagerHangsUpACall() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6000", 600));
            client.event("AgentConnect");

            client.send("Action: Hangup", "Channel: PJSIP/trunk-acme-00000000", "ActionID: h");

            assertThat(client.answer("h").get("Message")).isEqualTo("Channel Hungup");
            client.event("AgentComplete");
            await(() -> pbx.liveChannels() == 0);
        }

        assertThat(pbx.truth().finished())
                .extracting(CallTruth::hungUpBy)
                .containsExactly("manager");
    }

    @Test
    void clickToDialIsAnsweredWhenTheAgentAnswers() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(
                    "Action: Originate",
                    "ActionID: c2d-1",
                    "Channel: PJSIP/andrea.bianco",
                    "Context: from-internal",
                    "Exten: 90288990044",
                    "Priority: 1",
                    "CallerID: Click 0288990044 <2001>",
                    "Variable: ordernumber=A-1204",
                    "Async: true");

            assertThat(client.answer("c2d-1").get("Message"))
                    .isEqualTo("Originate successfully queued");
            AmiEvent response = client.event("OriginateResponse");
            assertThat(response.text().replaceAll("Uniqueid: .*\r", "Uniqueid: U\r"))
                    .isEqualTo(recordedResponse());
            client.next(
                    event ->
                            event.type().equals("Hangup")
                                    && event.get("Channel").contains("andrea"));
            await(() -> pbx.truth().finished().size() == 1);
        }

        assertThat(pbx.truth().finished().get(0))
                .matches(
                        call ->
                                call.type() == CallTruth.Type.OUTBOUND
                                        && call.outcome() == Outcome.ANSWERED)
                .matches(
                        call ->
                                call.number().equals("0288990044")
                                        && call.hungUpBy().equals("agent"));
    }

    private static String recordedResponse() throws Exception {
        return Recordings.read("12d-outbound-click-to-dial").events().stream()
                .map(timed -> timed.event())
                .filter(event -> event.type().equals("OriginateResponse"))
                .map(event -> event.text().replaceAll("Uniqueid: .*\r", "Uniqueid: U\r"))
                .map(text -> text.replaceAll("andrea.bianco-0000004\\w", "andrea.bianco-00000000"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPausedAgentIsNotRungAndTheLampGoesOut() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(
                    "Action: QueuePause",
                    "Interface: PJSIP/andrea.bianco",
                    "Paused: true",
                    "ActionID: p1");
            client.send(
                    "Action: QueuePause",
                    "Interface: PJSIP/maria.rossi",
                    "Paused: true",
                    "ActionID: p2");
            AmiEvent lamp = client.next(event -> event.get("Device").equals("Queue:support_avail"));

            pbx.placeCall(
                    CallOrder.inbound(
                            "test", "0255", "", "6000", Scene.abandoned(Duration.ofSeconds(5))));
            client.event("QueueCallerAbandon");
            await(() -> pbx.truth().finished().size() == 1);

            assertThat(lamp.get("State")).isEqualTo("INUSE");
            assertThat(pbx.truth().finished().get(0).rings()).isEmpty();
        }
    }

    @Test
    void aMemberAddedByTheManagerTakesTheCallThatWaits() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6004", 2));
            client.event("QueueCallerJoin");

            client.send(
                    "Action: QueueAdd",
                    "Queue: vip",
                    "Interface: PJSIP/luca.verdi",
                    "MemberName: Luca Verdi",
                    "ActionID: a");

            assertThat(client.event("AgentConnect").get("MemberName")).isEqualTo("Luca Verdi");
        }
    }

    @Test
    void manyCallsLeaveNothingBehind() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            CallMix mix = CallMix.standard().withTalk(CallMix.Span.seconds(2, 6));
            CallGenerator generator = pbx.generate(new CallGenerator.Settings(1, 9, 60, mix));

            generator.finished().get(60, TimeUnit.SECONDS);

            List<AmiEvent> heard = client.drain();
            assertThat(heard.stream().filter(e -> e.type().equals("Hangup")).count())
                    .isEqualTo(heard.stream().filter(e -> e.type().equals("Newchannel")).count())
                    .isPositive();
            client.send("Action: CoreShowChannels", "ActionID: c");
            assertThat(client.list("c")).hasSize(2);
            assertThat(pbx.truth().finished()).hasSize((int) generator.placed());
        }
    }

    @Test
    void aRestartEndsTheCallsAndNewOnesBeginWithNewNumbers() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6000", 600));
            client.event("AgentConnect");

            pbx.restart();
            client.untilClosed();
        }
        assertThat(pbx.truth().finished())
                .extracting(CallTruth::outcome)
                .containsExactly(Outcome.RESTART);

        try (AmiClient again = AmiClient.loggedIn(pbx.port())) {
            pbx.placeCall(call("6000", 1));

            assertThat(again.event("Newchannel").get("Channel"))
                    .isEqualTo("PJSIP/trunk-acme-00000000");
            again.event("AgentComplete");
        }
    }

    @Test
    void withMoreCallsThanItCanMakeItStillAnswers() throws Exception {
        pbx.time().run(100_000);
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            pbx.generate(CallGenerator.Settings.of(50, 1, 0));
            client.event("AgentConnect");

            client.send("Action: Events", "EventMask: off", "ActionID: e");

            assertThat(client.answer("e").get("Events")).isEqualTo("Off");
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
