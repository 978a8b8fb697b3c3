package io.belfry.agentgateway;

import static io.belfry.agentgateway.Samples.ANNA;
import static io.belfry.agentgateway.Samples.TEN;
import static io.belfry.agentgateway.Samples.abandon;
import static io.belfry.agentgateway.Samples.call;
import static io.belfry.agentgateway.Samples.callId;
import static io.belfry.agentgateway.Samples.hangup;
import static io.belfry.agentgateway.Samples.head;
import static io.belfry.agentgateway.Samples.leg;
import static io.belfry.agentgateway.Samples.ringing;
import static io.belfry.agentgateway.Samples.taken;
import static io.belfry.agentgateway.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.agentgateway.Card.End;
import io.belfry.agentgateway.Card.State;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallCardsTest {
    private final CallCards cards = new CallCards(3);

    @Test
    void oneCallIsOneCardFromRingingToItsEnd() {
        on(ringing(call("1.1"), ANNA, at(3)));
        on(up(call("1.1"), ANNA, at(5)));
        on(hangup(call("1.1"), ANNA, at(77)));

        assertThat(cards.all()).hasSize(1);
        Card card = cards.all().get(0);
        assertThat(card.state()).isEqualTo(State.ENDED);
        assertThat(card.end()).isEqualTo(End.DONE);
        assertThat(card.talked()).isEqualTo(Seconds.of(72));
        assertThat(card.number()).isEqualTo("+390255512345");
    }

    @Test
    void theClockOfAWaitingCallerStartsWhereHeJoinedTheQueue() {
        var card = cards.on(ringing(call("1.1"), ANNA, at(9)), TEN);

        assertThat(card).map(Card::waitingSince).hasValue(TEN);
        assertThat(card).map(Card::since).hasValue(at(9));
    }

    @Test
    void anAgentWhoIsRungAgainHasStillOneCard() {
        on(ringing(call("1.1"), ANNA, at(0)));
        on(new CallEvent.NoAnswer(head("no", at(15)), call("1.1"), leg(ANNA), Seconds.of(15)));

        on(new CallEvent.Ringing(head("r2", at(20)), call("1.1"), leg(ANNA), 2));

        assertThat(cards.all()).extracting(Card::state).containsExactly(State.RINGING);
        assertThat(cards.all()).extracting(Card::end).containsExactly(End.NONE);
    }

    @Test
    void aCallTakenByAColleagueSaysByWhom() {
        on(ringing(call("1.1"), ANNA, at(0)));

        on(taken(call("1.1"), ANNA, "PJSIP/bruno", at(2)));

        assertThat(cards.all()).extracting(Card::end).containsExactly(End.TAKEN);
        assertThat(cards.all()).extracting(Card::by).containsExactly("PJSIP/bruno");
    }

    @Test
    void aCallerWhoGivesUpEndsARingingCardAndNoTalkingOne() {
        on(ringing(call("1.1"), ANNA, at(0)));
        on(ringing(call("2.2"), ANNA, at(0)));
        on(up(call("2.2"), ANNA, at(1)));

        on(abandon(call("1.1"), at(2)));
        on(abandon(call("2.2"), at(2)));

        assertThat(cards.all()).extracting(Card::state).containsExactly(State.TALKING, State.ENDED);
        assertThat(cards.rings(callId("1.1"))).isFalse();
    }

    @Test
    void aTransferEndsTheCardAndTheQueuesLateEndKeepsToWhom() {
        on(up(call("1.1"), ANNA, at(0)));

        on(
                new CallEvent.Transfer(
                        head("t", at(30)), call("1.1"), leg(ANNA), "blind", "1008", "Bruno"));
        on(hangup(call("1.1"), ANNA, at(90)));

        assertThat(cards.all()).extracting(Card::end).containsExactly(End.TRANSFERRED);
        assertThat(cards.all()).extracting(Card::by).containsExactly("Bruno");
    }

    @Test
    void holdIsShownUntilItIsOver() {
        on(up(call("1.1"), ANNA, at(0)));

        var held = on(new CallEvent.Hold(head("h", at(3)), call("1.1"), leg(ANNA)));
        var back = on(new CallEvent.Unhold(head("u", at(4)), call("1.1"), leg(ANNA)));

        assertThat(held).map(Card::hold).hasValue(true);
        assertThat(back).map(Card::hold).hasValue(false);
    }

    @Test
    void anOutboundCallShowsTheNumberThatWasDialled() {
        on(
                new CallEvent.Outbound(
                        head("o", at(0)), call("1.1"), leg(ANNA), "0288990011", "PJSIP/trunk"));
        on(
                new CallEvent.OutboundHangup(
                        head("e", at(9)),
                        call("1.1"),
                        leg(ANNA),
                        "0288990011",
                        "PJSIP/trunk",
                        Seconds.UNKNOWN,
                        "busy"));

        Card card = cards.all().get(0);
        assertThat(card.number()).isEqualTo("0288990011");
        assertThat(card.outbound()).isTrue();
        assertThat(card.end()).isEqualTo(End.FAILED);
    }

    @Test
    void endedCardsMakeRoomBeforeLiveOnes() {
        on(ringing(call("live"), ANNA, at(0)));
        on(hangup(call("done"), ANNA, at(1)));
        on(ringing(call("second"), ANNA, at(2)));

        on(ringing(call("third"), ANNA, at(3)));

        assertThat(cards.all())
                .extracting(card -> card.call().id().uniqueid())
                .containsExactly("live", "second", "third");
    }

    @Test
    void anEventOfACallThatNobodyShowedChangesNothing() {
        var changed = on(abandon(call("1.1"), at(0)));

        assertThat(changed).isEmpty();
        assertThat(cards.isEmpty()).isTrue();
    }

    private java.util.Optional<Card> on(CallEvent event) {
        return cards.on(event, Instant.EPOCH);
    }

    private static Instant at(int second) {
        return TEN.plusSeconds(second);
    }
}
