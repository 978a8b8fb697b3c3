package io.belfry.core.store;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.Map;

/** Events of made-up calls; times are seconds after ten o'clock. */
final class Calls {
    static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    static final AgentLeg ANNA = new AgentLeg("Anna Bianchi", "1001", "PJSIP/anna", "", "leg.1");
    static final AgentLeg BRUNO =
            new AgentLeg("Bruno", "1002", "Local/1002@agents/n", "PJSIP/1002", "leg.2");

    private Calls() {}

    static Call call(String uniqueid, String queue) {
        return call(uniqueid, queue, "0299991111", Map.of());
    }

    static Call call(String uniqueid, String queue, String number, Map<String, String> variables) {
        return new Call(
                new CallId("main", uniqueid),
                uniqueid,
                queue,
                "PJSIP/trunk-" + uniqueid,
                "from-trunk",
                "6000",
                new Caller(number, "Müller & Söhne"),
                variables);
    }

    static CallEvent.Head head(int second) {
        return new CallEvent.Head("e" + second, TEN.plusSeconds(second), false);
    }

    static CallEvent queued(Call call, int second) {
        return new CallEvent.Queued(head(second), call, 1);
    }

    static CallEvent ringing(Call call, AgentLeg agent, int second) {
        return new CallEvent.Ringing(head(second), call, agent, 1);
    }

    static CallEvent up(Call call, AgentLeg agent, int second) {
        return new CallEvent.Up(head(second), call, agent, Seconds.of(4), Seconds.of(2));
    }

    static CallEvent hangup(Call call, AgentLeg agent, int second) {
        return new CallEvent.Hangup(
                head(second), call, agent, Seconds.of(4), Seconds.of(2), Seconds.of(60), "caller");
    }

    static CallEvent noAnswer(Call call, AgentLeg agent, int second) {
        return new CallEvent.NoAnswer(head(second), call, agent, Seconds.of(15));
    }

    static CallEvent taken(Call call, AgentLeg agent, int second) {
        return new CallEvent.Taken(head(second), call, agent, "PJSIP/anna");
    }

    static CallEvent abandon(Call call, int second) {
        return new CallEvent.Abandon(head(second), call, Seconds.of(9), "caller");
    }

    static CallEvent outbound(Call call, AgentLeg agent, int second) {
        return new CallEvent.Outbound(head(second), call, agent, "0288990011", "PJSIP/out-1");
    }

    static CallEvent outboundHangup(Call call, AgentLeg agent, String reason, int second) {
        return new CallEvent.OutboundHangup(
                head(second), call, agent, "0288990011", "PJSIP/out-1", Seconds.UNKNOWN, reason);
    }
}
