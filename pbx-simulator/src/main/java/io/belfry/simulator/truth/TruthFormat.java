package io.belfry.simulator.truth;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The journal as text: a line of CSV or of JSON per call. Times are ISO-8601 in UTC. */
public final class TruthFormat {
    private TruthFormat() {}

    public static String csvHeader() {
        return "id,type,scenario,number,name,dialled,agent,variables,uniqueid,placed,ended,outcome,hung_up_by,"
                + "waits,rings,talks";
    }

    /** Lists stand in one cell, their items separated by blanks. */
    public static String csv(CallTruth call) {
        return String.join(
                ",",
                Long.toString(call.id()),
                call.type().name(),
                cell(call.scenario()),
                cell(call.number()),
                cell(call.name()),
                cell(call.dialled()),
                cell(call.agent()),
                cell(joined(call.variables())),
                cell(call.uniqueid()),
                call.placedAt().toString(),
                call.endedAt().toString(),
                call.outcome().name(),
                call.hungUpBy(),
                cell(call.waits().stream().map(TruthFormat::text).collect(Collectors.joining(" "))),
                cell(call.rings().stream().map(TruthFormat::text).collect(Collectors.joining(" "))),
                cell(
                        call.talks().stream()
                                .map(TruthFormat::text)
                                .collect(Collectors.joining(" "))));
    }

    private static String joined(Map<String, String> variables) {
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .map(v -> v.getKey() + "=" + v.getValue())
                        .collect(Collectors.joining(";"));
    }

    private static String text(CallTruth.Wait wait) {
        return wait.queue() + ":" + wait.result() + "@" + wait.from() + "/" + wait.until();
    }

    private static String text(CallTruth.Ring ring) {
        return ring.device()
                + ":"
                + ring.queue()
                + ":"
                + ring.result()
                + "@"
                + ring.from()
                + "/"
                + ring.until();
    }

    private static String text(CallTruth.Talk talk) {
        return talk.device()
                + ":"
                + talk.queue()
                + ":"
                + talk.endedBy()
                + "@"
                + talk.from()
                + "/"
                + talk.until();
    }

    /** Quoted if need be (RFC 4180). */
    private static String cell(String value) {
        boolean plain =
                value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    public static String json(CallTruth call) {
        return object(
                "id", Long.toString(call.id()),
                "type", quoted(call.type().name()),
                "scenario", quoted(call.scenario()),
                "number", quoted(call.number()),
                "name", quoted(call.name()),
                "dialled", quoted(call.dialled()),
                "agent", quoted(call.agent()),
                "variables", variables(call.variables()),
                "uniqueid", quoted(call.uniqueid()),
                "placed", quoted(call.placedAt().toString()),
                "ended", quoted(call.endedAt().toString()),
                "outcome", quoted(call.outcome().name()),
                "hungUpBy", quoted(call.hungUpBy()),
                "waits", array(call.waits().stream().map(TruthFormat::json).toList()),
                "rings", array(call.rings().stream().map(TruthFormat::json).toList()),
                "talks", array(call.talks().stream().map(TruthFormat::json).toList()));
    }

    private static String json(CallTruth.Wait wait) {
        return object(
                "queue", quoted(wait.queue()),
                "result", quoted(wait.result().name()),
                "from", time(wait.from()),
                "until", time(wait.until()));
    }

    private static String json(CallTruth.Ring ring) {
        return object(
                "device", quoted(ring.device()),
                "address", quoted(ring.address()),
                "queue", quoted(ring.queue()),
                "result", quoted(ring.result().name()),
                "from", time(ring.from()),
                "until", time(ring.until()));
    }

    private static String json(CallTruth.Talk talk) {
        return object(
                "device", quoted(talk.device()),
                "address", quoted(talk.address()),
                "queue", quoted(talk.queue()),
                "endedBy", quoted(talk.endedBy()),
                "from", time(talk.from()),
                "until", time(talk.until()));
    }

    private static String variables(Map<String, String> variables) {
        return new TreeMap<>(variables)
                .entrySet().stream()
                        .map(v -> quoted(v.getKey()) + ":" + quoted(v.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String time(Instant instant) {
        return quoted(instant.toString());
    }

    private static String object(String... pairs) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            text.append(i == 0 ? "" : ",")
                    .append(quoted(pairs[i]))
                    .append(':')
                    .append(pairs[i + 1]);
        }
        return text.append('}').toString();
    }

    private static String array(List<String> items) {
        return items.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append("\\u%04x".formatted((int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }
}
