package io.belfry.ami;

import io.belfry.ami.VerifiedEvents.Line;
import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Are the events that a recording makes exactly those that the telephones confirm? */
final class Comparison {
    static final List<String> VARIABLES = List.of("ordernumber", "customerid");

    private static final long TOLERANCE_MILLIS = 150;
    private static final Set<String> REASONS = Set.of("caller", "timeout", "withdrawn");

    private final AgentDirectory agents;

    Comparison(AgentDirectory agents) {
        this.agents = agents;
    }

    /**
     * @param derived public events with {@code t_ms}
     * @return in words, empty when all is exact
     */
    List<String> differences(List<Line> wanted, List<JsonObject> derived) {
        List<JsonObject> left = new ArrayList<>(derived);
        List<String> differences = new ArrayList<>();
        for (Line line : wanted) {
            Optional<JsonObject> match =
                    left.stream()
                            .filter(event -> fits(line, event))
                            .min(Comparator.comparing(event -> distance(line, event)));
            if (match.isEmpty()) {
                differences.add("missing " + line);
                continue;
            }
            left.remove(match.get());
            differences.addAll(differences(line, match.get()));
        }
        // what a snapshot proved is no line of the table, which lists what the stream itself says
        left.stream()
                .filter(event -> !event.containsKey("recovered"))
                .forEach(event -> differences.add("extra " + event.encode()));
        return differences;
    }

    private static boolean fits(Line line, JsonObject event) {
        return line.get("event").equals(event.getString("event"))
                && line.get("uniqueid").equals(event.getString("uniqueid"))
                && line.get("queue").equals(event.getString("queue"))
                && line.get("peer").equals(event.getString("peer", ""));
    }

    private static long distance(Line line, JsonObject event) {
        return Math.abs(line.millis() - event.getLong("t_ms"));
    }

    private List<String> differences(Line line, JsonObject event) {
        List<String> differences = new ArrayList<>();
        wanted(line)
                .forEach(
                        (field, value) -> {
                            String actual = event.getString(field);
                            if (!value.equals(actual)) {
                                differences.add(
                                        line + ": " + field + " is " + actual + ", not " + value);
                            }
                        });
        if (distance(line, event) > TOLERANCE_MILLIS) {
            differences.add(line + ": came at " + event.getLong("t_ms"));
        }
        return differences;
    }

    private Map<String, String> wanted(Line line) {
        Map<String, String> wanted = new HashMap<>();
        Kind kind = Kind.valueOf(line.get("event").toUpperCase(Locale.ROOT));
        if (kind != Kind.ABANDON) {
            String agent =
                    agents.ofDevice(line.get("peer")).map(Agent::name).orElse(line.get("agent"));
            wanted.put("agentname", agent);
        }
        if (!line.get("caller").isEmpty()) {
            wanted.put("callernum", line.get("caller"));
        }
        for (String figure : List.of("holdtime", "ringtime", "talktime")) {
            String column = figure.equals("ringtime") ? figure : figure + "_s";
            if (!line.get(column).isEmpty()) {
                wanted.put(figure, line.get(column));
            }
        }
        if (kind == Kind.HANGUP) {
            wanted.put("reason", line.get("reason"));
        }
        if (kind == Kind.ABANDON && !line.get("reason").isEmpty()) {
            String reason = line.get("reason");
            wanted.put("abandonreason", REASONS.contains(reason) ? reason : "other");
        }
        for (String variable : VARIABLES) {
            if (kind == Kind.RINGING || !line.get(variable).isEmpty()) {
                wanted.put(variable, AmiText.unescaped(line.get(variable)));
            }
        }
        return wanted;
    }
}
