package io.belfry.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.OutboundHangup;
import io.belfry.core.call.PbxSnapshot.Outgoing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundTrackerTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant LATER = TEN.plusSeconds(20);
    private static final AgentLeg ANNA =
            new AgentLeg("Anna", "2001", "PJSIP/anna", "PJSIP/anna", "1.1");
    private static final Call CALL =
            new Call(
                    new CallId("pbx1", "1.1"),
                    "1.1",
                    "",
                    "PJSIP/anna-1",
                    "from-internal",
                    "90288990011",
                    new Caller("2001", "Anna"),
                    Map.of("ordernumber", "A-1"));

    private final OutboundTracker tracker = new OutboundTracker();

    @Test
    void callGoesThroughItsThreeEvents() {
        assertThat(kinds(dials("1.2"))).containsExactly(Kind.OUTBOUND);
        assertThat(kinds(tracker.dialEnded("1.2", "ANSWER", TEN))).containsExactly(Kind.OUTBOUNDUP);
        tracker.hangupRequested("1.2");

        List<CallEvent> events = tracker.gone("1.2", TEN.plusSeconds(5));

        assertThat(reason(events)).isEqualTo("callee");
        assertThat(((OutboundHangup) events.get(0)).talktime()).isEqualTo(Seconds.of(5));
        assertThat(tracker.gone("1.1", TEN.plusSeconds(5))).isEmpty();
        assertThat(tracker.liveCalls()).isZero();
    }

    /** The five words of the contract, whatever Dial calls it. */
    @ParameterizedTest
    @CsvSource({
        "BUSY, busy",
        "NOANSWER, noanswer",
        "CANCEL, cancel",
        "ABORT, cancel",
        "CONGESTION, congestion",
        "CHANUNAVAIL, congestion",
        "INVALIDARGS, congestion",
    })
    void callThatWasNotAnsweredSaysWhy(String status, String reason) {
        dials("1.2");
        tracker.dialEnded("1.2", status, TEN);

        assertThat(reason(tracker.gone("1.1", TEN.plusSeconds(1)))).isEqualTo(reason);
    }

    @Test
    void callThatEndedUnseenEndsOnceAndSaysThatNobodySawHow() {
        dials("1.2");
        tracker.dialEnded("1.2", "ANSWER", TEN);

        List<CallEvent> events = tracker.resync(snapshot(Set.of()), LATER);
        List<CallEvent> again = tracker.resync(snapshot(Set.of()), LATER);

        assertThat(kinds(events)).containsExactly(Kind.OUTBOUNDHANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(reason(events)).isEmpty();
        assertThat(((OutboundHangup) events.get(0)).talktime()).isEqualTo(Seconds.UNKNOWN);
        assertThat(again).isEmpty();
    }

    @Test
    void callWhoseCalledPartyIsGoneHasEnded() {
        dials("1.2");
        tracker.dialEnded("1.2", "ANSWER", TEN);

        List<CallEvent> events = tracker.resync(snapshot(Set.of("1.1")), LATER);

        assertThat(kinds(events)).containsExactly(Kind.OUTBOUNDHANGUP);
    }

    @Test
    void callThatGoesOnGoesOnInSilence() {
        dials("1.2");
        tracker.dialEnded("1.2", "ANSWER", TEN);

        List<CallEvent> events =
                tracker.resync(snapshot(Set.of("1.1", "1.2"), listed("1.2", true)), LATER);

        assertThat(events).isEmpty();
        assertThat(tracker.liveCalls()).isEqualTo(1);
    }

    /** Between two trunks the agent's channel is alone. */
    @Test
    void callThatStillDialsGoesOnInSilence() {
        dials("1.2");

        assertThat(tracker.resync(snapshot(Set.of("1.1")), LATER)).isEmpty();
        assertThat(tracker.liveCalls()).isEqualTo(1);
    }

    @Test
    void answerThatWasMissedIsTold() {
        dials("1.2");

        List<CallEvent> events =
                tracker.resync(snapshot(Set.of("1.1", "1.3"), listed("1.3", true)), LATER);

        assertThat(kinds(events)).containsExactly(Kind.OUTBOUNDUP);
        assertThat(events.get(0).head().recovered()).isTrue();
        assertThat(kinds(tracker.gone("1.3", LATER))).containsExactly(Kind.OUTBOUNDHANGUP);
    }

    @Test
    void callThatBeganUnseenIsTold() {
        List<CallEvent> events =
                tracker.resync(snapshot(Set.of("1.1", "1.2"), listed("1.2", true)), LATER);

        assertThat(kinds(events)).containsExactly(Kind.OUTBOUND, Kind.OUTBOUNDUP);
        assertThat(events).allMatch(event -> event.head().recovered());
        assertThat(dials("1.2")).isEmpty();
    }

    @Test
    void whatHappenedAfterTheListsWereAskedForIsNotJudgedByThem() {
        PbxSnapshot lists = snapshot(Set.of());
        dials("1.2");

        assertThat(tracker.resync(lists, TEN)).isEmpty();
        tracker.gone("1.1", LATER);
        assertThat(tracker.resync(snapshot(Set.of("1.1"), listed("1.2", false)), LATER)).isEmpty();
    }

    /** A list can come within the same tick of the clock; and clocks are set back. */
    @Test
    void whatTheClockSaysDoesNotMatterForWhatIsOlder() {
        tracker.dialled(CALL, ANNA, "0288990011", "PJSIP/trunk-1", "1.2", LATER);
        tracker.lost();

        List<CallEvent> events = tracker.resync(snapshot(Set.of()), TEN);

        assertThat(kinds(events)).containsExactly(Kind.OUTBOUNDHANGUP);
        assertThat(events.get(0).head().recovered()).isTrue();
    }

    @Test
    void serverThatComesBackKnowsItsCallsAgain() {
        dials("1.2");
        tracker.dialEnded("1.2", "ANSWER", TEN);
        OutboundTracker next = restarted();

        List<CallEvent> goesOn =
                next.resync(snapshot(Set.of("1.1", "1.2"), listed("1.2", true)), LATER);
        next.hangupRequested("1.1");
        List<CallEvent> events = next.gone("1.1", TEN.plusSeconds(60));

        assertThat(goesOn).isEmpty();
        assertThat(reason(events)).isEqualTo("agent");
        assertThat(((OutboundHangup) events.get(0)).talktime()).isEqualTo(Seconds.of(60));
        assertThat(events.get(0).id()).isEqualTo("pbx1:1.1:outboundhangup:1.1");
    }

    /** He may have been answered meanwhile: "cancel" would be a guess. */
    @Test
    void endBeforeTheSnapshotNamesNoReasonThatNobodySaw() {
        dials("1.2");
        OutboundTracker next = restarted();

        List<CallEvent> events = next.gone("1.1", LATER);

        assertThat(reason(events)).isEmpty();
        assertThat(events.get(0).head().recovered()).isTrue();
    }

    @Test
    void endAfterALostConnectionNamesNoReasonThatNobodySaw() {
        dials("1.2");
        tracker.lost();

        assertThat(reason(tracker.gone("1.1", LATER))).isEmpty();
    }

    @Test
    void endedCallLeavesNothingToKeep() {
        dials("1.2");
        tracker.changes();
        tracker.gone("1.1", TEN);

        assertThat(tracker.changes()).containsOnly(Map.entry("1.1>", Optional.empty()));
        assertThat(tracker.changes()).isEmpty();
    }

    private List<CallEvent> dials(String trunkLeg) {
        return tracker.dialled(CALL, ANNA, "0288990011", "PJSIP/trunk-1", trunkLeg, TEN);
    }

    private OutboundTracker restarted() {
        OutboundTracker next = new OutboundTracker();
        next.restore((OutboundMemory) tracker.changes().get("1.1>").orElseThrow());
        return next;
    }

    private static Outgoing listed(String trunkLeg, boolean answered) {
        return new Outgoing(CALL, ANNA, "0288990011", "PJSIP/trunk-1", trunkLeg, answered);
    }

    /** The lists are asked for now. */
    private PbxSnapshot snapshot(Set<String> channels, Outgoing... outbound) {
        return snapshot(tracker.facts(), channels, outbound);
    }

    private static PbxSnapshot snapshot(long begun, Set<String> channels, Outgoing... outbound) {
        return new PbxSnapshot(
                0,
                begun,
                channels,
                Map.of(),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(outbound));
    }

    private static List<Kind> kinds(List<CallEvent> events) {
        return events.stream().map(CallEvent::kind).toList();
    }

    private static String reason(List<CallEvent> events) {
        return ((OutboundHangup) events.get(0)).reason();
    }
}
