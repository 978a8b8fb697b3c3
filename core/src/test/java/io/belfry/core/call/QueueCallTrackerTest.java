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
                                leg("anna", ""),
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
                                leg("anna", "6.7"),
                                "6.6",
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
        tracker.hangupRequested("1.1", "1.1");

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
                                "sales", ANNA, "1.1", Seconds.ZERO, Seconds.of(5), "transfer"),
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

        tracker.resync(PbxSnapshot.empty(tracker.facts()), TEN.plusSeconds(20));
        List<CallEvent> events = tracker.tick(TEN.plusSeconds(21));
        tracker.resync(PbxSnapshot.empty(tracker.facts()), TEN.plusSeconds(30));
        List<CallEvent> again = tracker.tick(TEN.plusSeconds(31));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(((Hangup) events.get(0)).talktime()).isEqualTo(Seconds.UNKNOWN);
        assertThat(again).isEmpty();
    }

    @Test
    void endThatWasOnlyLateComesInItsOwnWords() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);

        tracker.resync(PbxSnapshot.empty(tracker.facts()), TEN.plusSeconds(20));
        List<CallEvent> events =
                tracker.completed(completion("agent", 20), Map.of(), TEN.plusSeconds(20));

        assertThat(((Hangup) events.get(0)).reason()).isEqualTo("agent");
        assertThat(events.get(0).head().recovered()).isFalse();
        assertThat(tracker.tick(TEN.plusSeconds(30))).isEmpty();
    }

    /** The end of the first stay would else be taken for that of the second. */
    @Test
    void stayThatWasMissedEndsBeforeTheNextOneBegins() {
        tracker.joined(call("support"), 1, TEN);

        List<CallEvent> events = tracker.resync(waiting(tracker.facts(), 1), TEN.plusSeconds(20));

        assertThat(kinds(events)).containsExactly(Kind.ABANDON, Kind.QUEUED);
        assertThat(events.get(0).call().queue()).isEqualTo("support");
        assertThat(events.get(1).call().queue()).isEqualTo(CALL.queue());
        assertThat(tracker.tick(TEN.plusSeconds(60))).isEmpty();
    }

    @Test
    void talkThatWasMissedEndsBeforeTheCallerWaitsInAnotherQueue() {
        tracker.answered(call("support"), BERT, Seconds.of(1), Seconds.of(1), TEN);

        List<CallEvent> events = tracker.resync(waiting(tracker.facts(), 1), TEN.plusSeconds(20));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP, Kind.QUEUED);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(tracker.tick(TEN.plusSeconds(60))).isEmpty();
    }

    /** The event is newer than the list: how he left there is still to come. */
    @Test
    void callerWhoMovedWhileTheListsCameIsNotJudgedByThem() {
        tracker.joined(call("support"), 1, TEN);
        PbxSnapshot waits = waiting(tracker.facts(), 1);
        tracker.rang(call("support"), BERT, TEN);

        assertThat(tracker.resync(waits, TEN)).isEmpty();
    }

    /** How the queue let him go was lost; his channel's end comes before the lists do. */
    @Test
    void callerWhoHangsUpBeforeTheListsComeIsNotKnownToHaveWaitedTillThen() {
        tracker.joined(CALL, 1, TEN);
        tracker.lost();
        tracker.callerGone("1.1", TEN.plusSeconds(20));

        List<CallEvent> events = tracker.tick(TEN.plusSeconds(21));

        assertThat(kinds(events)).containsExactly(Kind.ABANDON);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(((Abandon) events.get(0)).holdtime()).isEqualTo(Seconds.UNKNOWN);
    }

    @Test
    void talkOfWhichTheEndMayHaveBeenLostEndsWithTheCallersChannelWithoutAReason() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);
        tracker.lost();
        tracker.hangupRequested("1.1", "1.1");
        tracker.callerGone("1.1", TEN.plusSeconds(20));

        List<CallEvent> events = tracker.tick(TEN.plusSeconds(21));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(((Hangup) events.get(0)).reason()).isEmpty();
        assertThat(((Hangup) events.get(0)).talktime()).isEqualTo(Seconds.UNKNOWN);
    }

    @Test
    void whatTheListsShowToGoOnEndsInItsOwnWordsAgain() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);
        tracker.lost();
        tracker.resync(together(tracker.facts()), TEN.plusSeconds(5));
        tracker.hangupRequested("1.1", "1.1");
        tracker.callerGone("1.1", TEN.plusSeconds(20));

        List<CallEvent> events = tracker.tick(TEN.plusSeconds(21));

        assertThat(events.get(0).head().recovered()).isFalse();
        assertThat(((Hangup) events.get(0)).reason()).isEqualTo("caller");
    }

    @Test
    void callerWhomTheListsShowToWaitHasWaitedAllTheTime() {
        tracker.joined(CALL, 1, TEN);
        tracker.lost();
        tracker.resync(waiting(tracker.facts(), 1), TEN.plusSeconds(5));
        tracker.callerGone("1.1", TEN.plusSeconds(20));

        List<CallEvent> events = tracker.tick(TEN.plusSeconds(21));

        assertThat(events.get(0).head().recovered()).isFalse();
        assertThat(((Abandon) events.get(0)).holdtime()).isEqualTo(Seconds.of(20));
    }

    @Test
    void transferIsTheReasonThoughTheQueuesWordForItIsTooLate() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);
        tracker.transferred("2.1", "attended", "PJSIP/bert", BERT, TEN.plusSeconds(20));
        tracker.hangupRequested("1.1", "1.1");
        tracker.callerGone("1.1", TEN.plusSeconds(21));

        List<CallEvent> events = tracker.tick(TEN.plusSeconds(22));
        List<CallEvent> late =
                tracker.completed(completion("transfer", 20), Map.of(), TEN.plusSeconds(23));

        assertThat(((Hangup) events.get(0)).reason()).isEqualTo("transfer");
        assertThat(late).isEmpty();
        assertThat(tracker.ignored()).isEqualTo(1);
    }

    @Test
    void queuesWordForATransferCounts() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);
        tracker.transferred("2.1", "attended", "PJSIP/bert", BERT, TEN.plusSeconds(20));

        List<CallEvent> events =
                tracker.completed(completion("caller", 30), Map.of(), TEN.plusSeconds(30));

        assertThat(((Hangup) events.get(0)).reason()).isEqualTo("caller");
    }

    @Test
    void callThatGoesOnGoesOnInSilence() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);

        List<CallEvent> events = tracker.resync(together(tracker.facts()), TEN.plusSeconds(5));

        assertThat(events).isEmpty();
        assertThat(tracker.tick(TEN.plusSeconds(60))).isEmpty();
        assertThat(tracker.liveCalls()).isEqualTo(1);
    }

    @Test
    void whatHappenedAfterTheListsWereAskedForIsNotJudgedByThem() {
        long before = tracker.facts();
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN.plusMillis(50));

        tracker.resync(PbxSnapshot.empty(before), TEN.plusMillis(100));

        assertThat(tracker.tick(TEN.plusSeconds(60))).isEmpty();
        assertThat(tracker.liveCalls()).isEqualTo(1);
    }

    @Test
    void restartOfThePbxEndsAllAtOnce() {
        tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN);

        List<CallEvent> events = tracker.restarted(TEN.plusSeconds(5));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(tracker.liveCalls()).isZero();
    }

    @Test
    void serverThatComesBackKnowsItsCallsAgain() {
        tracker.rang(CALL, ANNA, TEN);
        tracker.answered(CALL, ANNA, Seconds.of(4), Seconds.of(2), TEN);
        CallMemory memory = tracker.changes().get("1.1").orElseThrow();
        QueueCallTracker next = new QueueCallTracker();
        next.restore(memory);

        next.resync(PbxSnapshot.empty(next.facts()), TEN.plusSeconds(9));
        List<CallEvent> events = next.tick(TEN.plusSeconds(10));

        assertThat(kinds(events)).containsExactly(Kind.HANGUP);
        assertThat(((Hangup) events.get(0)).ringtime()).isEqualTo(Seconds.of(2));
        assertThat(events.get(0).id()).isEqualTo("pbx1:1.1:hangup:2.1");
    }

    @Test
    void endedCallLeavesNothingToKeep() {
        tracker.rang(CALL, ANNA, TEN);
        tracker.callerGone("1.1", TEN);

        assertThat(kinds(tracker.tick(TEN.plusSeconds(1)))).containsExactly(Kind.ABANDON);
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
    void callerWhoJoinedUnseenIsToldFromTheListWithHisPosition() {
        PbxSnapshot waits = waiting(tracker.facts(), 3);

        List<CallEvent> told = tracker.resync(waits, TEN);

        assertThat(kinds(told)).containsExactly(Kind.QUEUED);
        CallEvent.Queued queued = (CallEvent.Queued) told.get(0);
        assertThat(queued.position()).isEqualTo(3);
        assertThat(queued.head().recovered()).isTrue();
        assertThat(tracker.resync(waiting(tracker.facts(), 2), TEN)).isEmpty();
        assertThat(tracker.joined(CALL, 3, TEN)).isEmpty();
    }

    @Test
    void phoneThatBeganToRingAfterTheListsBeganIsNotMissedInThem() {
        tracker.joined(CALL, 1, TEN);
        PbxSnapshot waits = waiting(tracker.facts(), 1);
        tracker.rang(CALL, ANNA, TEN);

        tracker.resync(waits, TEN);

        assertThat(tracker.tick(TEN.plusSeconds(2))).isEmpty();
        assertThat(kinds(tracker.answered(CALL, ANNA, Seconds.of(1), Seconds.of(1), TEN)))
                .containsExactly(Kind.UP);
    }

    @Test
    void reasonThatComesAfterAStandstillIsStillTheReason() {
        tracker.heardVariable();
        tracker.joined(CALL, 1, TEN);
        tracker.heard(TEN);
        tracker.abandoned(CALL, Seconds.of(8), TEN);

        assertThat(tracker.tick(TEN.plusMillis(900))).isEmpty();
        List<CallEvent> told = tracker.queueStatus("1.1", "TIMEOUT");

        assertThat(((CallEvent.Abandon) told.get(0)).reason()).isEqualTo("timeout");
    }

    @Test
    void reasonIsNotWaitedForWhenThePbxGoesOnWithoutIt() {
        tracker.heardVariable();
        tracker.joined(CALL, 1, TEN);
        tracker.abandoned(CALL, Seconds.of(8), TEN);
        tracker.heard(TEN.plusMillis(100));

        assertThat(tracker.tick(TEN.plusMillis(100))).isEmpty();
        List<CallEvent> told = tracker.tick(TEN.plusMillis(150));

        assertThat(((CallEvent.Abandon) told.get(0)).reason()).isEqualTo("other");
        assertThat(told.get(0).at()).isEqualTo(TEN);
    }

    @Test
    void silentPbxDoesNotHoldBackAnEndForEver() {
        tracker.heardVariable();
        tracker.joined(CALL, 1, TEN);
        tracker.abandoned(CALL, Seconds.of(8), TEN);

        assertThat(kinds(tracker.tick(TEN.plusMillis(1_100)))).containsExactly(Kind.ABANDON);
    }

    /** The caller waits; nobody rings. */
    private static PbxSnapshot waiting(long begun, int position) {
        return new PbxSnapshot(
                begun,
                0,
                Set.of("1.1"),
                Map.of(),
                Map.of("1.1", CALL.queue()),
                List.of(new PbxSnapshot.Waiting(CALL, position)),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Caller and Anna in one bridge. */
    private static PbxSnapshot together(long begun) {
        return new PbxSnapshot(
                begun,
                0,
                Set.of("1.1", "2.1"),
                Map.of("1.1", "b", "2.1", "b"),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static Completion completion(String reason, long talked) {
        return new Completion("sales", ANNA, "1.1", Seconds.of(1), Seconds.of(talked), reason);
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
