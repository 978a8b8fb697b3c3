package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Agent;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Ringing;
import io.belfry.core.call.CallEvent.Transfer;
import io.belfry.core.call.CallEvent.Transferred;
import io.belfry.core.call.CallEvent.Up;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.belfry.realtimepush.programs.AgentCalls.Found;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bert gets a caller from Anna, and nobody will tell when that ends. */
class AgentCallsTest {
    private static final Instant TEN = Instant.parse("2026-12-02T10:00:00Z");
    private static final Agent BERT =
            new Agent("bert", "Bert", "1002", "bert", List.of("PJSIP/bert"), "", false);

    private static final Agent ANNA =
            new Agent("anna", "Anna", "1001", "anna", List.of("PJSIP/anna"), "", false);

    private final AgentCalls calls = new AgentCalls(100);
    private int told;

    @Test
    void whoGetsACallerFromAColleagueIsInThatCall() {
        passOn();

        assertThat(calls.only(BERT, TEN)).map(Found::call).contains("lab:1.1");
        assertThat(calls.isInCallOf(BERT, List.of("sales"))).isTrue();
    }

    @Test
    void theNextCallIsHisOnlyOne() {
        passOn();
        happens(new Ringing(head(), call("2.1", "service"), leg("PJSIP/bert"), 1));

        assertThat(calls.only(BERT, TEN)).map(Found::call).contains("lab:2.1");
        assertThat(calls.isInCallOf(BERT, List.of("sales"))).isFalse();
        assertThat(calls.isInCallOf(BERT, List.of("service"))).isTrue();
    }

    @Test
    void whoeverPicksACallUpIsInItAndNotWhoWasCalled() {
        Call call = call("3.1", "sales");
        AgentLeg pickedUp = new AgentLeg("", "", "PJSIP/anna", "PJSIP/bert", "PJSIP/anna-1");
        happens(new Ringing(head(), call, leg("PJSIP/anna"), 1));
        happens(new Up(head(), call, pickedUp, Seconds.UNKNOWN, Seconds.UNKNOWN));

        assertThat(calls.only(BERT, TEN)).map(Found::call).contains("lab:3.1");
        assertThat(calls.isInCallOf(ANNA, List.of("sales"))).isFalse();
    }

    private void passOn() {
        Call call = call("1.1", "sales");
        Seconds unknown = Seconds.UNKNOWN;
        happens(new Up(head(), call, leg("PJSIP/anna"), unknown, unknown));
        happens(new Transfer(head(), call, leg("PJSIP/anna"), "blind", "1002", "Bert"));
        happens(new Transferred(head(), call, leg("PJSIP/bert"), "blind", "PJSIP/anna"));
        happens(new Hangup(head(), call, leg("PJSIP/anna"), unknown, unknown, unknown, "transfer"));
    }

    private void happens(CallEvent event) {
        calls.happened(event, TEN);
    }

    private Head head() {
        return new Head("e" + ++told, TEN, false);
    }

    private static Call call(String uniqueid, String queue) {
        return new Call(
                new CallId("lab", uniqueid),
                uniqueid,
                queue,
                "PJSIP/trunk-1",
                "in",
                "6000",
                new Caller("0170", ""),
                Map.of());
    }

    private static AgentLeg leg(String device) {
        return new AgentLeg("", "", device, device, device + "-1");
    }
}
