package io.belfry.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Ringing;
import io.belfry.core.call.QueueCallTracker.Completion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueCallTrackerTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final AgentLeg ANNA = leg("anna", "2.1");
    private static final AgentLeg BERT = leg("bert", "2.2");
    private static final Call CALL = call("sales");

    private final QueueCallTracker tracker = new QueueCallTracker();

    @Test
    void sameLegRingsOnce() {
        assertThat(kinds(tracker.rang(CALL, ANNA, TEN))).containsExactly(Kind.RINGING);
        assertThat(tracker.rang(CALL, ANNA, TEN)).isEmpty();
    }

    @Test
    void secondLegOfTheSameAgentIsAnotherAttempt() {
        tracker.rang(CALL, ANNA, TEN);

        List<CallEvent> again = tracker.rang(CALL, leg("anna", "2.9"), TEN.plusSeconds(5));

        assertThat(((Ringing) again.get(0)).attempt()).isEqualTo(2);
        assertThat(again.get(0).id())
                .isNotEqualTo(tracker.rang(CALL, ANNA, TEN).stream().findFirst());
    }

    @Test
    void othersAreToldWhoWasQuicker() {
        tracker.rang(CALL, ANNA, TEN);
        tracker.rang(CALL, BERT, TEN);

        List<CallEvent> events =
                tracker.answered(CALL, BERT, Seconds.of(3), Seconds.of(2), TEN.plusSeconds(3));

        assertThat(kinds(events)).containsExactly(Kind.UP, Kind.TAKEN);
        assertThat(events.get(1).agent()).isEqualTo(ANNA);
        assertThat(((CallEvent.Taken) events.get(1)).by()).isEqualTo("PJSIP/bert");
    }

    @Test
    void endWithoutChannelsIsFoundByQueueAndInterface() {
        tracker.answered(CALL, ANNA, Seconds.of(3), Seconds.of(2), TEN);

        List<CallEvent> events =
                tracker.completed(
                        new Completion(
                                "sales",
                                "PJSIP/anna",
                                "",
                                "",
                                Seconds.of(3),
                                Seconds.of(60),
                                "caller"),
                        Map.of(),
                        TEN.plusSeconds(60));

        Hangup hangup = (Hangup) events.get(0);
        assertThat(hangup.callId()).isEqualTo(CALL.id());
        assertThat(hangup.ringtime()).isEqualTo(Seconds.of(2));
        assertThat(hangup.talktime()).isEqualTo(Seconds.of(60));
    }

    @Test
    void endOfATalkThatDoesNotExistIsCountedOnly() {
        List<CallEvent> events =
                tracker.completed(
                        new Completion(
                                "sales",
                                "PJSIP/anna",
                                "6.6",
                                "6.7",
                                Seconds.ZERO,
                                Seconds.ZERO,
                                "agent"),
                        Map.of(),
                        TEN);

        assertThat(events).isEmpty();
        assertThat(tracker.ignored()).isEqualTo(1);
    }

    @Test
    void abandonWaitsForItsReasonAndKeepsItsMoment() {
        tracker.joined(CALL, 1, TEN);

        assertThat(tracker.abandoned(CALL, Seconds.of(8), TEN.plusSeconds(8))).isEmpty();
        List<CallEvent> events = tracker.queueStatus("1.1", "TIMEOUT");

        Abandon abandon = (Abandon) events.get(0);
        assertThat(abandon.reason()).isEqualTo("timeout");
        assertThat(abandon.at()).isEqualTo(TEN.plusSeconds(8));
    }

    @Test
    void abandonWithoutAnyReasonComesAfterAHundredMilliseconds() {
        tracker.abandoned(CALL, Seconds.of(8), TEN);

        assertThat(tracker.tick(TEN.plusMillis(99))).isEmpty();
        assertThat(((Abandon) tracker.tick(TEN.plusMillis(100)).get(0)).reason())
                .isEqualTo("other");
    }

    @Test
    void callerWhoHungUpAbandonedByHimself() {
        tracker.joined(CALL, 1, TEN);
        tracker.hangupRequested("1.1");

        List<CallEvent> events = tracker.abandoned(CALL, Seconds.of(4), TEN.plusSeconds(4));

        assertThat(((Abandon) events.get(0)).reason()).isEqualTo("caller");
    }

    @Test
    void nextQueueMayBeginBeforeTheLastTalkEnded() {
        tracker.answered(CALL, ANNA, Seconds.ZERO, Seconds.ZERO, TEN);
        Call second = call("support");
        tracker.joined(second, 1, TEN.plusSeconds(5));
        tracker.rang(second, BERT, TEN.plusSeconds(5));

        List<CallEvent> events =
                tracker.completed(
                        new Completion(
                                "sales",
                                "PJSIP/anna",
                                "1.1",
                                "2.1",
                                Seconds.ZERO,
                                Seconds.of(5),
                                "transfer"),
                        Map.of(),
                        TEN.plusSeconds(5));

        assertThat(events.get(0).call().queue()).isEqualTo("sales");
        assertThat(
                        kinds(
                                tracker.answered(
                                        second,
                                        BERT,
                                        Seconds.ZERO,
                                        Seconds.ZERO,
                                        TEN.plusSeconds(6))))
                .containsExactly(Kind.UP);
    }

    @Test
    void callThatTheSnapshotNoLongerHasEndsOnceAndIsMarked() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);

        List<CallEvent> events =
                tracker.resync(PbxSnapshot.empty(TEN.plusSeconds(20)), TEN.plusSeconds(20));
        List<CallEvent> again =
                tracker.resync(PbxSnapshot.empty(TEN.plusSeconds(30)), TEN.plusSeconds(30));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(again).isEmpty();
    }

    @Test
    void callThatGoesOnGoesOnInSilence() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);

        List<CallEvent> events =
                tracker.resync(
                        new PbxSnapshot(
                                TEN.plusSeconds(5),
                                Set.of("1.1", "2.1"),
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of()),
                        TEN.plusSeconds(5));

        assertThat(events).isEmpty();
        assertThat(tracker.liveCalls()).isEqualTo(1);
    }

    @Test
    void whatHappenedAfterTheListsWereAskedForIsNotJudgedByThem() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN.plusMillis(50));

        assertThat(tracker.resync(PbxSnapshot.empty(TEN), TEN.plusMillis(100))).isEmpty();
    }

    @Test
    void serverThatComesBackKnowsItsCallsAgain() {
        tracker.rang(CALL, ANNA, TEN);
        tracker.answered(CALL, ANNA, Seconds.of(4), Seconds.of(2), TEN);
        CallMemory memory = tracker.changes().get("1.1").orElseThrow();
        QueueCallTracker next = new QueueCallTracker();
        next.restore(memory);

        List<CallEvent> events =
                next.resync(PbxSnapshot.empty(TEN.plusSeconds(9)), TEN.plusSeconds(9));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(((Hangup) events.get(0)).ringtime()).isEqualTo(Seconds.of(2));
        assertThat(events.get(0).id()).isEqualTo("pbx1:1.1:hangup:2.1");
    }

    @Test
    void endedCallLeavesNothingToKeep() {
        tracker.rang(CALL, ANNA, TEN);
        tracker.callerGone("1.1", TEN);

        assertThat(tracker.changes().get("1.1")).isEmpty();
        tracker.tick(TEN.plusSeconds(31));
        assertThat(tracker.knows("1.1")).isFalse();
        assertThat(tracker.liveCalls()).isZero();
    }

    /** Why he left is waited for; a restart in that moment must not lose his end. */
    @Test
    void stateIsKeptWhenTheEventsThatLedToItWereTold() {
        tracker.joined(CALL, 1, TEN);
        tracker.changes();
        tracker.abandoned(CALL, Seconds.of(8), TEN.plusSeconds(8));

        assertThat(tracker.changes()).isEmpty();
        tracker.queueStatus("1.1", "TIMEOUT");
        assertThat(tracker.changes()).containsKey("1.1");
    }

    @Test
    void callerWhoIsGoneHasLeftTheQueueEvenIfNobodySawHow() {
        tracker.joined(CALL, 1, TEN);

        List<CallEvent> events = tracker.callerGone("1.1", TEN.plusSeconds(9));

        assertThat(kinds(events)).containsExactly(Kind.ABANDON);
        assertThat(events.get(0).head().recovered()).isTrue();
    }

    private static List<Kind> kinds(List<CallEvent> events) {
        return events.stream().map(CallEvent::kind).toList();
    }

    private static AgentLeg leg(String name, String uniqueid) {
        return new AgentLeg(name, "", "PJSIP/" + name, "PJSIP/" + name, uniqueid);
    }

    private static Call call(String queue) {
        return new Call(
                new CallId("pbx1", "1.1"),
                "1.1",
                queue,
                "PJSIP/trunk-1",
                "in",
                "600",
                Caller.UNKNOWN,
                Map.of());
    }
}
