package io.belfry.bench.pop;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.Ring;
import io.belfry.simulator.truth.CallTruth.RingResult;
import io.belfry.simulator.truth.CallTruth.Type;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Seat ANNA = new Seat("anna", "PJSIP/anna", "");
    private static final Seat LUCA = new Seat("luca", "PJSIP/luca", "");

    private final Ledger ledger = new Ledger();

    @Test
    void pageAtTheAgentWhoseTelephoneRangIsEven() {
        ledger.begin();
        ledger.written(called("1.1", "PJSIP/anna"));
        ledger.arrived(ANNA, pop("e1", "1.1"), System.nanoTime());

        Ledger.Balance balance = ledger.balance(List.of(call("1.1", "PJSIP/anna")));

        assertThat(balance.isEven()).isTrue();
        assertThat(balance.sinceWritten().count()).isOne();
    }

    @Test
    void pageThatDidNotComeIsLost() {
        Ledger.Balance balance = ledger.balance(List.of(call("1.1", "PJSIP/anna")));

        assertThat(balance.lost()).isOne();
        assertThat(balance.isEven()).isFalse();
    }

    @Test
    void pageThatCameAgainIsTwice() {
        ledger.arrived(ANNA, pop("e1", "1.1"), System.nanoTime());
        ledger.arrived(ANNA, pop("e1", "1.1"), System.nanoTime());

        Ledger.Balance balance = ledger.balance(List.of(call("1.1", "PJSIP/anna")));

        assertThat(balance.twice()).isOne();
        assertThat(balance.isEven()).isFalse();
    }

    @Test
    void pageAtTheWrongAgentIsLostThereAndUnwantedHere() {
        ledger.arrived(LUCA, pop("e1", "1.1"), System.nanoTime());

        Ledger.Balance balance = ledger.balance(List.of(call("1.1", "PJSIP/anna")));

        assertThat(balance.lost()).isOne();
        assertThat(balance.unwanted()).isOne();
        assertThat(balance.isEven()).isFalse();
    }

    @Test
    void whatWasWrittenBeforeTheMeasuredTimeCountsButIsNotTimed() {
        ledger.written(called("1.1", "PJSIP/anna"));
        ledger.begin();
        ledger.arrived(ANNA, pop("e1", "1.1"), System.nanoTime());

        Ledger.Balance balance = ledger.balance(List.of(call("1.1", "PJSIP/anna")));

        assertThat(balance.isEven()).isTrue();
        assertThat(balance.sinceWritten().count()).isZero();
    }

    @Test
    void noCallsAtAllIsNoGoodResult() {
        assertThat(ledger.balance(List.of()).isEven()).isFalse();
    }

    private static AmiEvent called(String uniqueid, String device) {
        return AmiEvent.of("AgentCalled", Privilege.AGENT)
                .with("Uniqueid", uniqueid)
                .with("Interface", device)
                .build();
    }

    private static JsonObject pop(String id, String uniqueid) {
        return new JsonObject()
                .put("id", id)
                .put("call", "bench:" + uniqueid)
                .put("at", Instant.now().toString());
    }

    private static CallTruth call(String uniqueid, String device) {
        Instant now = Instant.EPOCH;
        Ring ring = new Ring(device, device, "queue01", now, now, RingResult.ANSWERED);
        return new CallTruth(
                1,
                Type.INBOUND,
                "",
                "0123",
                "",
                "7001",
                "",
                Map.of(),
                uniqueid,
                now,
                now,
                Outcome.ANSWERED,
                "caller",
                List.of(),
                List.of(ring),
                List.of());
    }
}
