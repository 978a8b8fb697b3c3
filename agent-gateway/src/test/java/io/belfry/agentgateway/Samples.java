package io.belfry.agentgateway;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Agents, calls and pages that the tests speak of. */
final class Samples {
    static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

    static final Agent ANNA =
            new Agent("a1", "Anna Bianco", "1007", "anna", List.of("PJSIP/anna"), "", false);
    static final Agent BRUNO =
            new Agent("a2", "Bruno Rossi", "1008", "bruno", List.of("PJSIP/bruno"), "", false);

    private Samples() {}

    static CallId callId(String uniqueid) {
        return new CallId("pbx1", uniqueid);
    }

    static Call call(String uniqueid, String number, String name, Map<String, String> variables) {
        return new Call(
                callId(uniqueid),
                uniqueid,
                "Sales",
                "PJSIP/trunk-00000001",
                "from-trunk",
                "6000",
                new Caller(number, name),
                variables);
    }

    static Call call(String uniqueid) {
        return call(uniqueid, "+390255512345", "Mario Verdi", Map.of("ordernumber", "A-1001"));
    }

    static AgentLeg leg(Agent agent) {
        return new AgentLeg(agent.name(), agent.number(), agent.peers().get(0), "", "leg");
    }

    static Head head(String id, Instant at) {
        return new Head(id, at, false);
    }

    static CallEvent ringing(Call call, Agent agent, Instant at) {
        return new CallEvent.Ringing(head("ringing", at), call, leg(agent), 1);
    }

    static CallEvent up(Call call, Agent agent, Instant at) {
        return new CallEvent.Up(head("up", at), call, leg(agent), Seconds.of(9), Seconds.of(2));
    }

    static CallEvent hangup(Call call, Agent agent, Instant at) {
        return new CallEvent.Hangup(
                head("hangup", at),
                call,
                leg(agent),
                Seconds.of(9),
                Seconds.of(2),
                Seconds.of(72),
                "caller");
    }

    static CallEvent taken(Call call, Agent agent, String by, Instant at) {
        return new CallEvent.Taken(head("taken", at), call, leg(agent), by);
    }

    static CallEvent abandon(Call call, Instant at) {
        return new CallEvent.Abandon(head("abandon", at), call, Seconds.of(12), "caller");
    }

    static ScreenPop pop(String id, String url, OpenMode mode, String call, Instant at) {
        return new ScreenPop(id, "PJSIP/anna", url, mode, "Acme CRM", call, "+390255512345", at);
    }

    static ScreenPop pop(String id, String call, Instant at) {
        return pop(id, "https://crm.example/" + id, OpenMode.NEW_TAB, call, at);
    }

    static Notice notice(String id, Notice.Level level, String title, String body, Instant at) {
        return new Notice(id, "1007", level, title, body, "Acme CRM", "", at);
    }
}
