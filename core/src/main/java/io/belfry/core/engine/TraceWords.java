package io.belfry.core.engine;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.integration.EventFields;
import io.belfry.core.integration.Verdict;
import io.vertx.core.eventbus.ReplyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trace's sentences. */
final class TraceWords {
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
            List.of("event", "id", "agentname", "agentnum", "peer", "device", "callernum");

    private TraceWords() {}

    /** {@code up John Doe (1007), queue Sales, waited 9 s, rang 2 s}. */
    static String event(EventFields event, AgentDirectory agents) {
        List<String> parts = new ArrayList<>();
        parts.add((event.text("event") + " " + agent(event)).strip());
        for (Map.Entry<String, String> detail : DETAILS) {
            String value = event.readable(detail.getKey());
            if (detail.getKey().equals("by")) {
                value = person(value, agents);
            }
            if (!value.isEmpty()) {
                parts.add(detail.getValue().formatted(value));
            }
        }
        if (event.text("recovered").equals("true")) {
            parts.add("learnt after a gap");
        }
        return String.join(", ", parts);
    }

    private static String person(String peer, AgentDirectory agents) {
        return agents.ofDevice(peer)
                .map(agent -> person(agent.name(), agent.number(), peer))
                .orElse(peer);
    }

    private static String agent(EventFields event) {
        return person(
                event.readable("agentname"), event.readable("agentnum"), event.readable("peer"));
    }

    private static String person(String name, String number, String peer) {
        if (name.isEmpty() && number.isEmpty()) {
            return peer;
        }
        return name.isEmpty() || number.isEmpty() ? name + number : name + " (" + number + ")";
    }

    static Map<String, String> data(EventFields event) {
        Map<String, String> data = new HashMap<>();
        WHO.forEach(field -> data.put(field, event.readable(field)));
        DETAILS.forEach(detail -> data.put(detail.getKey(), event.readable(detail.getKey())));
        data.values().removeIf(String::isEmpty);
        return data;
    }

    static String verdict(Verdict verdict) {
        if (verdict instanceof Verdict.No no) {
            return "no – " + no.because();
        }
        String because = ((Verdict.Yes) verdict).because();
        return because.isEmpty() ? "yes" : "yes – " + because;
    }

    /** {@code John Doe (1007), Chrome, work window: opened (84 ms)}. */
    static String delivered(String agent, Delivery delivery) {
        boolean opened = delivery.outcome() == Outcome.OPENED;
        StringBuilder text = new StringBuilder(agent);
        add(text, ", ", delivery.browser());
        add(text, ", ", opened ? delivery.detail() : "");
        text.append(": ").append(delivery.outcome().word());
        add(text, " – ", opened ? "" : delivery.detail());
        if (delivery.millis() >= 0) {
            text.append(" (").append(delivery.millis()).append(" ms)");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String before, String part) {
        if (!part.isEmpty()) {
            text.append(before).append(part);
        }
    }

    /** Why a question got no answer. */
    static String failure(Throwable e) {
        if (e instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case NO_HANDLERS -> "nobody is there to do it";
                case TIMEOUT -> "no answer in time";
                case RECIPIENT_FAILURE, ERROR -> String.valueOf(reply.getMessage());
            };
        }
        return String.valueOf(e.getMessage());
    }
}
