package io.belfry.realtimepush;

import io.belfry.core.call.Seconds;
import io.belfry.core.store.CallAgent;
import io.belfry.core.store.CallRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A call as the pages show it.
 *
 * @param time when it began, UTC
 * @param state key of its word: {@code waiting}, {@code ringing}, {@code dialling}, {@code
 *     talking}, {@code ended}, {@code abandoned} …
 * @param look badge that goes with it
 * @param name of the caller; of an outbound call empty
 * @param number of the caller, or the one that was called
 * @param waited as {@code 1:05}; empty when not known, like the next two
 */
public record CallView(
        String id,
        String href,
        String time,
        boolean outbound,
        boolean live,
        String state,
        String look,
        String name,
        String number,
        List<String> queues,
        List<String> agents,
        String waited,
        String rang,
        String talked,
        String reason,
        Map<String, String> variables,
        Map<String, String> fields) {
    private static final Map<String, String> LOOKS =
            Map.of(
                    "waiting", "ringing",
                    "ringing", "ringing",
                    "dialling", "accent",
                    "talking", "talking",
                    "answered", "ended",
                    "abandoned", "trouble",
                    "busy", "trouble",
                    "noanswer", "trouble",
                    "congestion", "trouble");

    static CallView of(CallRecord call) {
        boolean outbound = call.direction().equals("outbound");
        boolean live = call.state() != CallRecord.State.ENDED;
        String state =
                live ? call.state().word() : call.outcome().isEmpty() ? "ended" : call.outcome();
        Map<String, String> fields = new TreeMap<>();
        call.lastEvent()
                .forEach(each -> fields.put(each.getKey(), String.valueOf(each.getValue())));
        fields.values().removeIf(String::isEmpty);
        Map<String, String> variables = new TreeMap<>(call.variables());
        variables.values().removeIf(String::isEmpty);
        return new CallView(
                call.id().toString(),
                "/calls/"
                        + URLEncoder.encode(call.id().toString(), StandardCharsets.UTF_8)
                                .replace("+", "%20"),
                RowJson.time(call.started()),
                outbound,
                live,
                state,
                LOOKS.getOrDefault(state, "ended"),
                outbound ? "" : call.caller().name(),
                outbound ? call.callednum() : call.caller().number(),
                call.queues(),
                call.agents().stream().map(CallView::agent).toList(),
                clock(call.holdtime()),
                clock(call.ringtime()),
                clock(call.talktime()),
                call.reason(),
                variables,
                fields);
    }

    /** Whom the call is about, with everything that is known of him. */
    private static String agent(CallAgent agent) {
        String name = agent.name().isEmpty() ? agent.peer() : agent.name();
        return agent.number().isEmpty() || agent.number().equals(name)
                ? name
                : name + " " + agent.number();
    }

    /** Of the badge: the house has one for each of its states. */
    public String icon() {
        return look.equals("accent") ? "phone" : look;
    }

    /** The agent who has or had it last. */
    public String agent() {
        return agents.isEmpty() ? "" : agents.get(agents.size() - 1);
    }

    public String queue() {
        return queues.isEmpty() ? "" : queues.get(queues.size() - 1);
    }

    private static String clock(Seconds seconds) {
        long all = seconds.value();
        if (!seconds.isKnown()) {
            return "";
        }
        return all < 3600
                ? "%d:%02d".formatted(all / 60, all % 60)
                : "%d:%02d:%02d".formatted(all / 3600, all / 60 % 60, all % 60);
    }
}
