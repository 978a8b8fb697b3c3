package io.belfry.core.integration;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.wire.CallEventJson;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call event as the line of a story. */
public final class EventWords {
    /** What is worth saying of an event, in this order, where it has it. */
    private static final List<Map.Entry<String, String>> DETAILS =
            List.of(
                    Map.entry("queue", "queue %s"),
                    Map.entry("callednum", "to %s"),
                    Map.entry("mode", "%s"),
                    Map.entry("to", "to %s"),
                    Map.entry("toagent", "%s"),
                    Map.entry("by", "by %s"),
                    Map.entry("position", "position %s"),
                    Map.entry("attempt", "attempt %s"),
                    Map.entry("holdtime", "waited %s s"),
                    Map.entry("ringtime", "rang %s s"),
                    Map.entry("talktime", "talked %s s"),
                    Map.entry("reason", "reason %s"),
                    Map.entry("abandonreason", "%s"),
                    Map.entry("leavereason", "%s"),
                    Map.entry("pausereason", "%s"),
                    Map.entry("from", "from %s"),
                    Map.entry("until", "until %s"),
                    Map.entry("calls", "%s calls known"));

    private static final List<String> WHO =
            List.of(
                    "event",
                    "id",
                    "agentname",
                    "agentnum",
                    "peer",
                    "device",
                    "callernum",
                    "recovered");

    private EventWords() {}

    /**
     * The same line whenever it is asked for, so that who shows it and who writes it need not talk.
     */
    public static TraceLine line(CallEvent event) {
        // no detail depends on the clock of the contact centre
        EventFields fields = new EventFields(CallEventJson.of(event), ZoneOffset.UTC);
        return new TraceLine(
                event.callId().toString(), event.at(), Step.PBX, text(fields), data(fields));
    }

    /** {@code up John Doe (1007), queue Sales, waited 9 s, rang 2 s}. */
    private static String text(EventFields event) {
        List<String> parts = new ArrayList<>();
        parts.add((event.text("event") + " " + agent(event)).strip());
        for (Map.Entry<String, String> detail : DETAILS) {
            String value = event.readable(detail.getKey());
            if (!value.isEmpty()) {
                parts.add(detail.getValue().formatted(value));
            }
        }
        if (event.text("recovered").equals("true")) {
            parts.add("learnt after a gap");
        }
        return String.join(", ", parts);
    }

    private static String agent(EventFields event) {
        String name = event.readable("agentname");
        String number = event.readable("agentnum");
        if (name.isEmpty() && number.isEmpty()) {
            return event.readable("peer");
        }
        return name.isEmpty() || number.isEmpty() ? name + number : name + " (" + number + ")";
    }

    private static Map<String, String> data(EventFields event) {
        Map<String, String> data = new HashMap<>();
        WHO.forEach(field -> data.put(field, event.readable(field)));
        DETAILS.forEach(detail -> data.put(detail.getKey(), event.readable(detail.getKey())));
        data.values().removeIf(String::isEmpty);
        return data;
    }
}
