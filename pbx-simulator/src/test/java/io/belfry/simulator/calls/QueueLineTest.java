package io.belfry.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.calls.Script.Side;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.plan.QueuePlan;
import io.belfry.simulator.truth.CallTruth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose telephone rings for which caller. */
class QueueLineTest {
    private final InstantPbx pbx = pbx(PbxPlan.ofRecordings());

    private static InstantPbx pbx(PbxPlan plan) {
        return new InstantPbx(plan, 1, Quirks.NONE, (at, event) -> {});
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static void call(InstantPbx pbx, String did, Script script) {
        pbx.calls().place(CallOrder.inbound("test", "0255512345", "", did, script));
    }

    private static List<String> rung(InstantPbx pbx) {
        pbx.runUntilQuiet(Duration.ofMinutes(10));
        return pbx.journal().finished().stream()
                .flatMap(call -> call.rings().stream())
                .map(ring -> ring.device().substring("PJSIP/".length()))
                .toList();
    }

    private static Scene shortCall() {
        return Scene.answered(seconds(1), seconds(2), Side.CALLER);
    }

    @Test
    void linearBeginsWithTheFirstForEveryCaller() {
        for (int i = 0; i < 3; i++) {
            call(pbx, "6002", shortCall());
            pbx.run(seconds(10));
        }

        assertThat(rung(pbx)).containsExactly("andrea.bianco", "andrea.bianco", "andrea.bianco");
    }

    @Test
    void linearGoesOnWithTheNextWhenNobodyAnswers() {
        call(pbx, "6002", Scene.abandoned(seconds(13)));

        assertThat(rung(pbx)).containsExactly("andrea.bianco", "maria.rossi", "andrea.bianco");
    }

    @Test
    void rrmemoryTakesTurns() {
        for (int i = 0; i < 3; i++) {
            call(pbx, "6000", shortCall());
            pbx.run(seconds(10));
        }

        assertThat(rung(pbx)).containsExactly("andrea.bianco", "maria.rossi", "andrea.bianco");
    }

    @Test
    void leastrecentRingsWhoHasRestedLongest() {
        InstantPbx recent = pbx(withStrategy(QueuePlan.Strategy.LEASTRECENT));
        for (int i = 0; i < 4; i++) {
            call(recent, "6000", shortCall());
            recent.run(seconds(10));
        }

        assertThat(rung(recent))
                .containsExactly("andrea.bianco", "maria.rossi", "andrea.bianco", "maria.rossi");
    }

    @Test
    void randomRingsEverybodySooner() {
        InstantPbx random = pbx(withStrategy(QueuePlan.Strategy.RANDOM));
        for (int i = 0; i < 20; i++) {
            call(random, "6000", shortCall());
            random.run(seconds(10));
        }

        assertThat(rung(random)).contains("andrea.bianco", "maria.rossi").hasSize(20);
    }

    private static PbxPlan withStrategy(QueuePlan.Strategy strategy) {
        PbxPlan all = PbxPlan.ofRecordings();
        List<QueuePlan> queues =
                all.queues().stream()
                        .map(
                                q ->
                                        new QueuePlan(
                                                q.name(),
                                                q.did(),
                                                strategy,
                                                q.ringTimeout(),
                                                q.retry(),
                                                q.wrapUp(),
                                                q.timeout(),
                                                q.answered(),
                                                q.members()))
                        .toList();
        return new PbxPlan(all.technology(), all.trunk(), all.agents(), queues);
    }

    @Test
    void whoTalksIsNotRungAndCallersWaitTheirTurn() {
        call(pbx, "6000", Scene.answered(seconds(1), seconds(30), Side.CALLER));
        call(pbx, "6000", Scene.answered(seconds(1), seconds(60), Side.CALLER));
        pbx.run(seconds(5));
        call(pbx, "6000", Scene.answered(seconds(1), seconds(5), Side.CALLER));
        call(pbx, "6000", Scene.answered(seconds(1), seconds(5), Side.CALLER));
        pbx.run(seconds(20));

        assertThat(pbx.state().queue("support").orElseThrow().entries()).hasSize(2);
        assertThat(rung(pbx)).hasSize(4);
        assertThat(pbx.journal().finished())
                .extracting(call -> call.talks().get(0).device())
                .containsExactlyInAnyOrder(
                        "PJSIP/andrea.bianco",
                        "PJSIP/andrea.bianco",
                        "PJSIP/andrea.bianco",
                        "PJSIP/maria.rossi");
    }

    @Test
    void anAgentOfTwoQueuesRingsForOneAtATime() {
        call(pbx, "6000", Scene.nobody().withPatience(seconds(10)));
        call(pbx, "6002", Scene.nobody().withPatience(seconds(3)));
        pbx.runUntilQuiet(Duration.ofMinutes(1));

        List<CallTruth> calls = pbx.journal().finished();
        assertThat(calls.get(0).rings())
                .extracting(CallTruth.Ring::device)
                .containsExactly("PJSIP/maria.rossi");
        assertThat(calls.get(1).rings())
                .extracting(CallTruth.Ring::device)
                .containsExactly("PJSIP/andrea.bianco");
    }

    @Test
    void aPausedMemberIsNotRung() {
        pause("support", "PJSIP/andrea.bianco");

        call(pbx, "6000", shortCall());

        assertThat(rung(pbx)).containsExactly("maria.rossi");
    }

    private void pause(String queue, String address) {
        Map<String, String> lines =
                pbx.state().queue(queue).orElseThrow().member(address).orElseThrow().lines();
        lines.put("Paused", "1");
        AmiEvent event =
                AmiEvent.of("QueueMemberPause", Privilege.AGENT)
                        .with("Queue", queue)
                        .with(lines)
                        .build();
        pbx.state().apply(event, pbx.now());
        pbx.calls().membersChanged();
    }

    @Test
    void afterACallAMemberRestsForTheWrapUpTime() {
        PbxPlan all = PbxPlan.ofRecordings();
        QueuePlan billing = all.queue("billing").orElseThrow();
        QueuePlan resting =
                new QueuePlan(
                        "billing",
                        "6002",
                        billing.strategy(),
                        billing.ringTimeout(),
                        billing.retry(),
                        seconds(30),
                        billing.timeout(),
                        true,
                        billing.members().subList(0, 1));
        InstantPbx slow =
                pbx(new PbxPlan(all.technology(), all.trunk(), all.agents(), List.of(resting)));
        call(slow, "6002", shortCall());
        slow.run(seconds(10));
        call(slow, "6002", shortCall());
        slow.runUntilQuiet(Duration.ofMinutes(5));

        CallTruth second = slow.journal().finished().get(1);
        assertThat(Duration.between(second.placedAt(), second.rings().get(0).from()))
                .isGreaterThan(seconds(20));
    }

    @Test
    void aCallerWhoGivesUpMakesRoomForTheNext() {
        call(pbx, "6004", Scene.abandoned(seconds(5)));
        call(pbx, "6004", Scene.abandoned(seconds(9)));
        pbx.run(seconds(6));

        assertThat(pbx.state().queue("vip").orElseThrow().entries()).hasSize(1);
        pbx.runUntilQuiet(Duration.ofMinutes(1));
        assertThat(pbx.journal().finished())
                .allMatch(call -> call.outcome() == CallTruth.Outcome.ABANDONED);
    }
}
