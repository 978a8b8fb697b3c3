package io.belfry.core.engine;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.Map;

/** Events of invented calls. */
final class Calls {
    static final Instant AT = Instant.parse("2026-11-22T10:32:05.340Z");
    static final AgentLeg JOHN = new AgentLeg("John Doe", "1007", "PJSIP/john.doe", "", "9.1");
    static final AgentLeg ANNA = new AgentLeg("Anna", "1001", "PJSIP/anna", "", "9.2");

    private Calls() {}

    static Call call(String uniqueid, String queue) {
        return new Call(
                new CallId("pbx1", uniqueid),
                uniqueid,
                queue,
                "PJSIP/trunk-00000001",
                "from-trunk",
                "9999",
                new Caller("+390255512345", "Rossi"),
                Map.of("ordernumber", "A-1001"));
    }

    static Head head(String uniqueid, String kind, AgentLeg agent) {
        return new Head("pbx1/" + uniqueid + "/" + kind + "/" + agent.uniqueid(), AT, false);
    }

    static CallEvent ringing(String uniqueid, String queue, AgentLeg agent) {
        return new CallEvent.Ringing(
                head(uniqueid, "ringing", agent), call(uniqueid, queue), agent, 1);
    }

    static CallEvent up(String uniqueid, String queue, AgentLeg agent) {
        return new CallEvent.Up(
                head(uniqueid, "up", agent),
                call(uniqueid, queue),
                agent,
                Seconds.of(9),
                Seconds.of(2));
    }

    static CallEvent hangup(String uniqueid, String queue, AgentLeg agent) {
        return new CallEvent.Hangup(
                head(uniqueid, "hangup", agent),
                call(uniqueid, queue),
                agent,
                Seconds.of(9),
                Seconds.of(2),
                Seconds.of(65),
                "caller");
    }

    static CallEvent abandon(String uniqueid, String queue) {
        return new CallEvent.Abandon(
                head(uniqueid, "abandon", AgentLeg.NONE),
                call(uniqueid, queue),
                Seconds.of(4),
                "caller");
    }

    static CallEvent queued(String uniqueid, String queue) {
        return new CallEvent.Queued(
                head(uniqueid, "queued", AgentLeg.NONE), call(uniqueid, queue), 1);
    }
}
