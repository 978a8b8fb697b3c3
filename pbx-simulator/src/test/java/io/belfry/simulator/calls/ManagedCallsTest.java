package io.belfry.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.calls.Script.Side;
import io.belfry.simulator.manager.CallControl;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the manager does to calls that are going on. */
class ManagedCallsTest {
    private final List<AmiEvent> events = new ArrayList<>();
    private final InstantPbx pbx =
            new InstantPbx(
                    PbxPlan.ofRecordings(), 1, Quirks.NONE, (at, event) -> events.add(event));

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private void talking() {
        pbx.calls().place(call("6000", Scene.answered(seconds(1), seconds(60), Side.CALLER)));
        pbx.run(seconds(3));
        events.clear();
    }

    private static CallOrder call(String did, Script script) {
        return CallOrder.inbound("test", "0255580001", "Primo", did, script)
                .with("ordernumber", "A-1");
    }

    private List<String> types() {
        return events.stream().map(AmiEvent::type).toList();
    }

    private AmiEvent last(String type) {
        return events.stream().filter(e -> e.type().equals(type)).reduce((a, b) -> b).orElseThrow();
    }

    private CallTruth truth() {
        pbx.runUntilQuiet(Duration.ofMinutes(5));
        assertThat(pbx.state().channels()).isEmpty();
        return pbx.journal().finished().get(pbx.journal().finished().size() - 1);
    }

    @Test
    void hangingUpACallerInConversationEndsBothWithoutAWishOfTheTelephone() {
        talking();

        assertThat(pbx.calls().hangup("PJSIP/trunk-acme-00000000", 16)).isTrue();

        assertThat(types()).contains("AgentComplete", "Hangup").doesNotContain("HangupRequest");
        assertThat(truth().hungUpBy()).isEqualTo("manager");
        assertThat(truth().talks()).hasSize(1).allMatch(talk -> talk.endedBy().equals("manager"));
    }

    @Test
    void hangingUpTheAgentsChannelEndsTheCallToo() {
        talking();

        pbx.calls().hangup("PJSIP/andrea.bianco-00000001", 0);

        assertThat(last("AgentComplete").get("Reason")).isEqualTo("agent");
        assertThat(truth().outcome()).isEqualTo(Outcome.ANSWERED);
    }

    @Test
    void hangingUpACallerWhoWaitsIsAnAbandonWithoutHangupRequest() {
        pbx.calls().place(call("6004", Scene.nobody()));
        pbx.run(seconds(2));
        events.clear();

        pbx.calls().hangup("PJSIP/trunk-acme-00000000", 16);

        assertThat(types()).containsSubsequence("QueueCallerAbandon", "QueueCallerLeave", "Hangup");
        assertThat(types()).doesNotContain("HangupRequest");
        assertThat(last("Hangup").get("Cause")).isEqualTo("16");
        assertThat(truth().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    /**
     * As recorded in 20b: the agent's part ends at once, AgentComplete comes with the end of the
     * caller's channel.
     */
    @Test
    void redirectingACallerToAnotherQueueDelaysAgentComplete() {
        talking();

        assertThat(pbx.calls().redirect("PJSIP/trunk-acme-00000000", "queues", "6004")).isTrue();

        assertThat(types()).containsSubsequence("BridgeDestroy", "Hangup", "QueueCallerJoin");
        assertThat(types()).doesNotContain("AgentComplete");
        assertThat(pbx.state().queue("vip").orElseThrow().entries()).hasSize(1);

        pbx.run(seconds(2));
        pbx.calls().hangup("PJSIP/trunk-acme-00000000", 16);

        assertThat(last("AgentComplete").headers().has("DestChannel")).isFalse();
        assertThat(last("AgentComplete").get("Reason")).isEqualTo("caller");
        assertThat(truth().talks()).hasSize(1).allMatch(talk -> talk.endedBy().equals("manager"));
    }

    @Test
    void aCallerWhoWaitsCanBeRedirectedToAnExtension() {
        pbx.calls().place(call("6004", Scene.answered(seconds(1), seconds(5), Side.AGENT)));
        pbx.run(seconds(2));

        assertThat(pbx.calls().redirect("PJSIP/trunk-acme-00000000", "from-internal", "2003"))
                .isTrue();

        assertThat(truth().talks())
                .extracting(CallTruth.Talk::device)
                .containsExactly("PJSIP/luca.verdi");
        assertThat(truth().waits()).extracting(CallTruth.Wait::queue).containsExactly("vip");
    }

    @Test
    void aChannelThatDoesNotExistCanNeitherBeEndedNorMoved() {
        assertThat(pbx.calls().hangup("PJSIP/none-00000000", 16)).isFalse();
        assertThat(pbx.calls().redirect("PJSIP/none-00000000", "queues", "6000")).isFalse();
    }

    @Test
    void aWithdrawnCallerLeavesWithTheInformation() {
        pbx.calls().place(call("6004", Scene.nobody()));
        pbx.run(seconds(8));
        events.clear();

        assertThat(pbx.calls().withdraw("vip", "PJSIP/trunk-acme-00000000", "callback booked"))
                .isTrue();
        pbx.run(seconds(1));

        assertThat(types()).containsSubsequence("QueueCallerAbandon", "QueueCallerLeave", "Hangup");
        assertThat(events)
                .anyMatch(
                        e ->
                                e.get("Variable").equals("QUEUE_WITHDRAW_INFO")
                                        && e.get("Value").equals("callback booked"))
                .anyMatch(
                        e ->
                                e.get("Variable").equals("QUEUESTATUS")
                                        && e.get("Value").equals("WITHDRAW"));
        assertThat(truth().outcome()).isEqualTo(Outcome.WITHDRAWN);
    }

    @Test
    void aVariableWithUnderscoresSetByTheManagerIsInheritedByTheNextLeg() {
        pbx.calls().place(call("6002", Scene.nobody().firstRinging(1, Script.Reaction.ignore())));
        pbx.run(seconds(2));
        pbx.calls().variableSet("PJSIP/trunk-acme-00000000", "__note", "n-1");
        events.clear();

        pbx.run(seconds(5));

        assertThat(events)
                .anyMatch(
                        e ->
                                e.get("Variable").equals("__note")
                                        && e.get("Channel").startsWith("PJSIP/maria.rossi"));
    }

    @Test
    void anOriginatedCallThatTheAgentRejectsSaysSo() {
        List<CallControl.Originated> results = new ArrayList<>();
        pbx.calls()
                .originatedCallsGo(
                        Scene.nobody().firstRinging(1, Script.Reaction.rejectAfter(seconds(1))));
        CallControl.Dial dial =
                new CallControl.Dial(
                        "PJSIP/andrea.bianco", "from-internal", "90288990044", "", "", Map.of());

        assertThat(pbx.calls().originate(dial, results::add)).isTrue();
        pbx.run(seconds(5));

        assertThat(results)
                .hasSize(1)
                .allMatch(result -> !result.answered() && result.reason() == 5);
        assertThat(truth().outcome()).isEqualTo(Outcome.BUSY);
    }

    @Test
    void aRestartEndsAllCallsInTheJournalAndTellsNothing() {
        talking();

        pbx.calls().restart();

        assertThat(events).isEmpty();
        assertThat(pbx.journal().finished())
                .extracting(CallTruth::outcome)
                .containsExactly(Outcome.RESTART);
        assertThat(pbx.calls().liveChannels()).isZero();
    }
}
