package io.belfry.core.store;

import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is remembered of a call.
 *
 * @param direction {@code inbound} or {@code outbound}
 * @param queues all that it was in, the last one last
 * @param callednum the number that was sent out; empty for an inbound call
 * @param started when its first event was read
 * @param answered {@link Instant#EPOCH} while nobody has
 * @param ended {@link Instant#EPOCH} while it goes on
 * @param outcome {@code answered}, {@code abandoned}, {@code left}, or of an unanswered outbound
 *     call {@code busy}, {@code noanswer}, {@code cancel}, {@code congestion}; {@code unknown} when
 *     its end was not seen; empty while it is open
 * @param reason who ended it, or why it was abandoned or left
 * @param lastEvent the newest public event; must not be changed
 */
public record CallRecord(
        CallId id,
        String linkedid,
        String direction,
        List<String> queues,
        Caller caller,
        String extension,
        String callednum,
        Instant started,
        Instant answered,
        Instant ended,
        State state,
        String outcome,
        Seconds holdtime,
        Seconds ringtime,
        Seconds talktime,
        String reason,
        List<CallAgent> agents,
        Map<String, String> variables,
        JsonObject lastEvent) {
    public CallRecord {
        queues = List.copyOf(queues);
        agents = List.copyOf(agents);
        variables = Map.copyOf(variables);
    }

    /** Where a call is. */
    public enum State {
        WAITING,
        RINGING,
        DIALLING,
        TALKING,
        ENDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The queue it is in or was in last; empty for a call without one. */
    public String queue() {
        return queues.isEmpty() ? "" : queues.get(queues.size() - 1);
    }

    /** As REST shows it and as it is stored; times and seconds that are not known are empty. */
    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("pbx", id.pbx())
                .put("uniqueid", id.uniqueid())
                .put("linkedid", linkedid)
                .put("direction", direction)
                .put("queue", queue())
                .put("queues", new JsonArray(List.copyOf(queues)))
                .put("callernum", caller.number())
                .put("callername", caller.name())
                .put("extension", extension)
                .put("callednum", callednum)
                .put("started", time(started))
                .put("answered", time(answered))
                .put("ended", time(ended))
                .put("state", state.word())
                .put("outcome", outcome)
                .put("holdtime", holdtime.text())
                .put("ringtime", ringtime.text())
                .put("talktime", talktime.text())
                .put("reason", reason)
                .put("agents", new JsonArray(agents.stream().map(CallAgent::json).toList()))
                .put("variables", new JsonObject(Map.copyOf(variables)))
                .put("event", lastEvent);
    }

    static CallRecord of(JsonObject json) {
        return new CallRecord(
                new CallId(json.getString("pbx"), json.getString("uniqueid")),
                json.getString("linkedid"),
                json.getString("direction"),
                list(json, "queues", String::valueOf),
                new Caller(json.getString("callernum"), json.getString("callername")),
                json.getString("extension"),
                json.getString("callednum"),
                time(json.getString("started")),
                time(json.getString("answered")),
                time(json.getString("ended")),
                State.valueOf(json.getString("state").toUpperCase(Locale.ROOT)),
                json.getString("outcome"),
                seconds(json.getString("holdtime")),
                seconds(json.getString("ringtime")),
                seconds(json.getString("talktime")),
                json.getString("reason"),
                list(json, "agents", each -> CallAgent.of((JsonObject) each)),
                json.getJsonObject("variables").stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        each -> String.valueOf(each.getValue()))),
                json.getJsonObject("event"));
    }

    private static <T> List<T> list(JsonObject json, String name, Function<Object, T> reader) {
        return json.getJsonArray(name).stream().map(reader).toList();
    }

    private static String time(Instant at) {
        return at.equals(Instant.EPOCH) ? "" : at.toString();
    }

    private static Instant time(String text) {
        return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    }

    private static Seconds seconds(String text) {
        return text.isEmpty() ? Seconds.UNKNOWN : Seconds.of(Long.parseLong(text));
    }
}
