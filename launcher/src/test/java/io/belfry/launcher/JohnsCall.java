package io.belfry.launcher;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.Map;

/** Events of one call of John Doe's, whom a caller with a foreign name wants to speak. */
final class JohnsCall {
    private static final Call CALL =
            new Call(
                    new CallId("pbx1", "7.7"),
                    "7.7",
                    "sales",
                    "PJSIP/trunk-1",
                    "from-trunk",
                    "6000",
                    new Caller("0255512345", "Müller 電"),
                    Map.of());
    private static final AgentLeg JOHN =
            new AgentLeg("John Doe", "2004", "PJSIP/john.doe", "", "7.8");

    private JohnsCall() {}

    static CallEvent ringing(String id) {
        return new CallEvent.Ringing(head(id), CALL, JOHN, 1);
    }

    static CallEvent up(String id) {
        return new CallEvent.Up(head(id), CALL, JOHN, Seconds.of(4), Seconds.of(2));
    }

    static CallEvent hangup(String id) {
        return new CallEvent.Hangup(
                head(id), CALL, JOHN, Seconds.of(4), Seconds.of(2), Seconds.of(30), "caller");
    }

    private static CallEvent.Head head(String id) {
        return new CallEvent.Head(id, Instant.now(), false);
    }
}
