package io.belfry.core.engine;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.AgentAddress;
import io.belfry.core.integration.EventFields;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import java.util.HashMap;
import java.util.Map;

/**
 * Why something is done: which rule said yes to which event.
 *
 * @param agent of the event; with an empty address when there is none
 * @param place of the rule in its integration, from 0
 * @param version of the settings
 */
record Cause(
        CallEvent event,
        EventFields fields,
        AgentAddress agent,
        Integration integration,
        Rule rule,
        int place,
        long version) {
    String call() {
        return event.callId().toString();
    }

    /** In whose owner's name it is carried out. */
    String pbx() {
        return event.callId().pbx();
    }

    /** The same whenever the same event meets the same rule: receivers drop what they have seen. */
    String id(int action) {
        return event.id() + "/" + integration.id() + "/" + place + "/" + action;
    }

    /** The rule in a sentence. */
    String name() {
        String name = rule.name().isBlank() ? "rule " + (place + 1) : "\"" + rule.name() + "\"";
        return name + " of " + integration.appname();
    }

    /** What every line of the trace about this rule carries; may be added to. */
    Map<String, String> data() {
        Map<String, String> data = new HashMap<>();
        data.put("integration", integration.appname());
        data.put("integrationId", integration.id());
        data.put("rule", rule.name());
        data.put("event", event.kind().word());
        data.put("eventId", event.id());
        data.put("version", Long.toString(version));
        return data;
    }
}
