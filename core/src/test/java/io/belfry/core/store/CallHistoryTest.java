package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.BRUNO;
import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Calls.abandon;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.hangup;
import static io.belfry.core.store.Calls.head;
import static io.belfry.core.store.Calls.noAnswer;
import static io.belfry.core.store.Calls.outbound;
import static io.belfry.core.store.Calls.outboundHangup;
import static io.belfry.core.store.Calls.queued;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Calls.taken;
import static io.belfry.core.store.Calls.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.Seconds;
import io.belfry.core.store.CallRecord.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallHistoryTest {
    private static final Call CALL = call("1.1", "Sales");

    private static CallRecord of(CallEvent... events) {
        CallRecord record = CallHistory.begin(events[0]);
        for (int i = 1; i < events.length; i++) {
            record = CallHistory.after(record, events[i]);
        }
        return record;
    }

    @Test
    void anAnsweredCallHasItsTimesAndItsAgent() {
        CallRecord record =
                of(
                        queued(CALL, 0),
                        ringing(CALL, ANNA, 2),
                        up(CALL, ANNA, 4),
                        hangup(CALL, ANNA, 64));

        assertThat(record.state()).isEqualTo(State.ENDED);
        assertThat(record.outcome()).isEqualTo("answered");
        assertThat(record.reason()).isEqualTo("caller");
        assertThat(record.started()).isEqualTo(TEN);
        assertThat(record.answered()).isEqualTo(TEN.plusSeconds(4));
        assertThat(record.ended()).isEqualTo(TEN.plusSeconds(64));
        assertThat(record.talktime()).isEqualTo(Seconds.of(60));
        assertThat(record.agents())
                .containsExactly(new CallAgent("Anna Bianchi", "1001", "PJSIP/anna", "", "ended"));
        assertThat(record.lastEvent().getString("event")).isEqualTo("hangup");
    }

    @Test
    void ofSeveralAgentsWhoRingOneTalks() {
        CallRecord ringing = of(ringing(CALL, ANNA, 0), ringing(CALL, BRUNO, 0));
        CallRecord talking = of(ringing(CALL, ANNA, 0), ringing(CALL, BRUNO, 0), up(CALL, ANNA, 4));
        CallRecord after = CallHistory.after(talking, taken(CALL, BRUNO, 4));

        assertThat(ringing.state()).isEqualTo(State.RINGING);
        assertThat(talking.state()).isEqualTo(State.TALKING);
        assertThat(after.state()).isEqualTo(State.TALKING);
        assertThat(after.agents())
                .extracting(CallAgent::state)
                .containsExactlyInAnyOrder("talking", "taken");
    }

    @Test
    void aRingWhoseEndNobodyHeardDoesNotKeepACallOpen() {
        CallRecord answered =
                of(ringing(CALL, BRUNO, 0), ringing(CALL, ANNA, 9), up(CALL, ANNA, 11));
        CallRecord over = of(ringing(CALL, BRUNO, 0), hangup(CALL, ANNA, 60));

        assertThat(answered.agents())
                .extracting(CallAgent::state)
                .containsExactlyInAnyOrder("ended", "talking");
        assertThat(over.state()).isEqualTo(State.ENDED);
        assertThat(over.ended()).isEqualTo(TEN.plusSeconds(60));
    }

    @Test
    void aCallerWaitsAgainWhenTheAgentDoesNotAnswer() {
        CallRecord record = of(ringing(CALL, ANNA, 0), noAnswer(CALL, ANNA, 15));

        assertThat(record.state()).isEqualTo(State.WAITING);
        assertThat(record.ended()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aLateWordOfAnAgentDoesNotOpenACallAgain() {
        CallRecord record = of(ringing(CALL, ANNA, 0), abandon(CALL, 9), noAnswer(CALL, ANNA, 10));

        assertThat(record.state()).isEqualTo(State.ENDED);
        assertThat(record.outcome()).isEqualTo("abandoned");
        assertThat(record.ended()).isEqualTo(TEN.plusSeconds(9));
        assertThat(record.holdtime()).isEqualTo(Seconds.of(9));
    }

    @Test
    void aTransferredCallerIsInTheNextQueue() {
        Call later = call("1.1", "Support");

        CallRecord record =
                of(up(CALL, ANNA, 0), hangup(CALL, ANNA, 10), ringing(later, BRUNO, 12));

        assertThat(record.state()).isEqualTo(State.RINGING);
        assertThat(record.ended()).isEqualTo(Instant.EPOCH);
        assertThat(record.queues()).containsExactly("Sales", "Support");
        assertThat(record.queue()).isEqualTo("Support");
        assertThat(record.answered()).isEqualTo(TEN);
    }

    /** A snapshot after a gap may be the first to say that he was passed on. */
    @Test
    void aTalkInAFormerQueueThatEndsLateLeavesTheCallerWhereHeIs() {
        Call later = call("1.1", "Support");
        CallRecord waits = of(up(CALL, ANNA, 0), queued(later, 10), hangup(CALL, ANNA, 11));
        CallRecord rings = of(up(CALL, ANNA, 0), ringing(later, BRUNO, 10), hangup(CALL, ANNA, 11));
        CallRecord talks = of(up(CALL, ANNA, 0), up(later, BRUNO, 10), hangup(CALL, ANNA, 11));

        assertThat(waits.state()).isEqualTo(State.WAITING);
        assertThat(rings.state()).isEqualTo(State.RINGING);
        assertThat(talks.state()).isEqualTo(State.TALKING);
        assertThat(List.of(waits, rings, talks))
                .allSatisfy(record -> assertThat(record.queue()).isEqualTo("Support"))
                .allSatisfy(record -> assertThat(record.ended()).isEqualTo(Instant.EPOCH));
        assertThat(CallHistory.after(rings, abandon(later, 20)).state()).isEqualTo(State.ENDED);
    }

    @ParameterizedTest
    @CsvSource({"busy,busy", "callee,answered", "agent,answered", "noanswer,noanswer"})
    void anOutboundCallEndsAsItsReasonSays(String reason, String outcome) {
        Call out = call("2.1", "");

        CallRecord dialling = of(outbound(out, ANNA, 0));
        CallRecord ended = of(outbound(out, ANNA, 0), outboundHangup(out, ANNA, reason, 9));

        assertThat(dialling.state()).isEqualTo(State.DIALLING);
        assertThat(dialling.direction()).isEqualTo("outbound");
        assertThat(dialling.callednum()).isEqualTo("0288990011");
        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(ended.outcome()).isEqualTo(outcome);
        assertThat(ended.agents()).extracting(CallAgent::state).containsExactly("ended");
    }

    @Test
    void whatWasKnownOnceIsNotForgotten() {
        Call known = call("1.1", "Sales", "0299", Map.of("ordernumber", "A-1"));
        Call bare = call("1.1", "Sales", "", Map.of("ordernumber", ""));

        CallRecord record = of(ringing(known, ANNA, 0), hangup(bare, ANNA, 9));

        assertThat(record.caller().number()).isEqualTo("0299");
        assertThat(record.variables()).containsExactly(Map.entry("ordernumber", "A-1"));
    }

    @Test
    void theSameEventTwiceChangesNothingMore() {
        CallRecord once = of(ringing(CALL, ANNA, 0), up(CALL, ANNA, 4), hangup(CALL, ANNA, 9));

        assertThat(CallHistory.after(once, hangup(CALL, ANNA, 9))).isEqualTo(once);
    }

    @Test
    void aCallThatGoesInCirclesDoesNotGrowForEver() {
        CallRecord record = CallHistory.begin(queued(CALL, 0));
        for (int i = 1; i < 500; i++) {
            AgentLeg agent = new AgentLeg("a", "1", "PJSIP/" + i, "", "");
            record = CallHistory.after(record, ringing(call("1.1", "queue" + i), agent, i));
        }

        assertThat(record.queues()).hasSize(50).endsWith("queue499");
        assertThat(record.agents()).hasSize(200);
    }

    @Test
    void whatIsAboutNoCallIsNotHistory() {
        CallEvent login = new CallEvent.Membership(head(0), CALL, ANNA, CallEvent.Kind.LOGIN, "");
        CallEvent gap = new CallEvent.Gap(head(0), CALL, TEN, TEN, 0);

        assertThat(CallHistory.isAboutCall(login)).isFalse();
        assertThat(CallHistory.isAboutCall(gap)).isFalse();
        assertThat(CallHistory.isAboutCall(ringing(CALL, ANNA, 0))).isTrue();
    }

    @Test
    void aRecordReadsBackWhatItWrote() {
        CallRecord record =
                of(
                        ringing(call("1.1", "Sales", "0299", Map.of("o", "\"é\n")), ANNA, 0),
                        ringing(CALL, BRUNO, 1),
                        up(CALL, BRUNO, 4));

        assertThat(CallRecord.of(record.json())).isEqualTo(record);
    }
}
