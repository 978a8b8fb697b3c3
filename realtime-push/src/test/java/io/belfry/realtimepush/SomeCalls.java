package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Call events, settings and deliveries to test with. */
public final class SomeCalls {
    /** One integration {@code i1}, "Acme CRM", whose rule opens a page and shows a notification. */
    public static final Configuration SETTINGS =
            new Configuration(
                    1,
                    List.of(
                            new Integration(
                                    "i1",
                                    "Acme CRM",
                                    true,
                                    "",
                                    List.of(),
                                    List.of(
                                            new Rule(
                                                    "on ringing",
                                                    true,
                                                    Set.of(CallEvent.Kind.RINGING),
                                                    List.of(),
                                                    List.of(),
                                                    List.of(
                                                            new Action.Open("", OpenMode.NEW_TAB),
                                                            new Action.Notify(
                                                                    Notice.Level.INFO, "t", "b")))),
                                    1)),
                    List.of(new CustomVariable("v1", "ordernumber", "", "A-1001", 1)),
                    List.of(),
                    List.of());

    private SomeCalls() {}

    public static Delivery delivery(String id, Outcome outcome) {
        return new Delivery(id, outcome, "PJSIP/anna", "", "Chrome", 80);
    }

    public static CallEvent ringing(String id, String uniqueid) {
        return ringing(id, uniqueid, "Sales", "Maria Rossi");
    }

    public static CallEvent ringing(String id, String uniqueid, String queue, String caller) {
        return new CallEvent.Ringing(
                new CallEvent.Head(id, Instant.now(), false),
                call(uniqueid, queue, caller),
                agent(uniqueid),
                1);
    }

    public static CallEvent hangup(String id, String uniqueid) {
        return new CallEvent.Hangup(
                new CallEvent.Head(id, Instant.now(), false),
                call(uniqueid, "Sales", "Maria Rossi"),
                agent(uniqueid),
                Seconds.of(9),
                Seconds.of(2),
                Seconds.of(75),
                "caller");
    }

    public static CallEvent abandon(String id, String uniqueid) {
        return new CallEvent.Abandon(
                new CallEvent.Head(id, Instant.now(), false),
                call(uniqueid, "Sales", "Maria Rossi"),
                Seconds.of(9),
                "caller");
    }

    private static Call call(String uniqueid, String queue, String caller) {
        return new Call(
                new CallId("pbx1", uniqueid),
                uniqueid,
                queue,
                "PJSIP/trunk-1",
                "from-trunk",
                "6000",
                new Caller("0255512345", caller),
                Map.of("ordernumber", "A-1001"));
    }

    private static AgentLeg agent(String uniqueid) {
        return new AgentLeg("Anna Bianchi", "1007", "PJSIP/anna", "", uniqueid + "2");
    }
}
