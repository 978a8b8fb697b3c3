package io.belfry.realtimepush;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows whose call still goes on follow that call by themselves: a row that a rule has made on the
 * answer must not say talking for ever, only because no rule asks for the end. Bounded; what is
 * forgotten stays as its rules have left it.
 */
final class LiveRows {
    private static final int CALLS = 10_000;
    private static final int ROWS_OF_A_CALL = 100;

    private static final Set<Kind> BEFORE_THE_ANSWER = EnumSet.of(Kind.QUEUED, Kind.RINGING);
    private static final Set<Kind> LIVE =
            EnumSet.of(
                    Kind.QUEUED,
                    Kind.RINGING,
                    Kind.UP,
                    Kind.HOLD,
                    Kind.UNHOLD,
                    Kind.TRANSFER,
                    Kind.OUTBOUND,
                    Kind.OUTBOUNDUP);

    /** From which states of a row each event leads on; all others change no row. */
    private static final Map<Kind, Set<Kind>> LEADS_ON_FROM =
            Map.of(
                    Kind.UP, BEFORE_THE_ANSWER,
                    Kind.OUTBOUNDUP, EnumSet.of(Kind.OUTBOUND),
                    Kind.NOANSWER, EnumSet.of(Kind.RINGING),
                    Kind.REJECT, EnumSet.of(Kind.RINGING),
                    Kind.TAKEN, EnumSet.of(Kind.RINGING),
                    Kind.ABANDON, BEFORE_THE_ANSWER,
                    Kind.LEAVE, BEFORE_THE_ANSWER,
                    Kind.HANGUP, LIVE,
                    Kind.OUTBOUNDHANGUP, LIVE);

    /** The ids of the rows of each call. */
    private final Bounded<String, Set<String>> rows = new Bounded<>(CALLS);

    /** The last event of each agent in each call: a rule's row may come after it. */
    private final Bounded<String, CallEvent> latest = new Bounded<>(CALLS);

    void remember(RealtimeRow row) {
        String call = new CallFields(row.channel()).call();
        if (!call.isEmpty()) {
            Set<String> all = rows.computeIfAbsent(call, none -> new LinkedHashSet<>());
            if (all.size() < ROWS_OF_A_CALL) {
                all.add(row.id());
            }
        }
    }

    /**
     * @return ids of rows that the event may lead on
     */
    List<String> happened(CallEvent event) {
        if (!LEADS_ON_FROM.containsKey(event.kind())) {
            return List.of();
        }
        String call = event.callId().toString();
        latest.renew(call + " " + event.agent().peer(), event);
        return List.copyOf(rows.getOrDefault(call, Set.of()));
    }

    /** The row as the call is by now, should its end have overtaken the rule that wrote it. */
    RealtimeRow caughtUp(RealtimeRow row) {
        CallFields fields = new CallFields(row.channel());
        return Stream.of(fields.text("peer"), "")
                .distinct()
                .map(peer -> latest.get(fields.call() + " " + peer))
                .filter(event -> event != null)
                .flatMap(event -> ledOn(row, event).stream())
                .findFirst()
                .orElse(row);
    }

    /** Empty when the event is not about the row, or is nothing new to it. */
    static Optional<RealtimeRow> ledOn(RealtimeRow row, CallEvent event) {
        CallFields now = new CallFields(row.channel());
        Set<Kind> from = LEADS_ON_FROM.getOrDefault(event.kind(), Set.of());
        boolean fits = from.stream().anyMatch(kind -> kind.word().equals(now.text("event")));
        if (!fits || !isAbout(now, event)) {
            return Optional.empty();
        }
        JsonObject later = CallEventJson.of(event);
        return later.getString("time").compareTo(now.text("time")) < 0
                ? Optional.empty()
                : Optional.of(row.withChannel(merged(row.channel(), later)));
    }

    private static boolean isAbout(CallFields row, CallEvent event) {
        String agent = row.text("peer");
        String peer = event.agent().peer();
        return row.call().equals(event.callId().toString())
                && (agent.isEmpty() || peer.isEmpty() || agent.equals(peer));
    }

    /**
     * What the later event does not know stays: the agent of a caller who gave up, what a program
     * added. The queue stays too, it decides who may see the row.
     */
    private static JsonObject merged(JsonObject before, JsonObject later) {
        JsonObject all = before.copy();
        boolean hasQueue = !new CallFields(before).text("queue").isEmpty();
        for (Kind kind : Kind.values()) {
            all.remove(kind.word());
        }
        later.forEach(
                field -> {
                    boolean keeps = hasQueue && field.getKey().equals("queue");
                    if (!keeps && !"".equals(field.getValue())) {
                        all.put(field.getKey(), field.getValue());
                    }
                });
        return all;
    }
}
