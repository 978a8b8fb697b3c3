package io.belfry.launcher;

import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the journal of the simulated people and phones with the calls and stories of a server
 * that was blind for a while, stay by stay: a stay is one caller in one queue until nobody has him
 * any more, or one call that an agent makes.
 */
final class TruthComparison {
    private static final Set<String> ENDS = Set.of("hangup", "abandon", "leave", "outboundhangup");
    private static final Map<Outcome, String> REASONS =
            Map.of(
                    Outcome.ABANDONED, "caller",
                    Outcome.TIMEOUT, "timeout",
                    Outcome.WITHDRAWN, "withdrawn",
                    Outcome.BUSY, "busy",
                    Outcome.NO_ANSWER, "noanswer",
                    Outcome.CANCELLED, "cancel");

    /** From the last moment of which the server has written everything, to when it was in step. */
    record Blind(Instant from, Instant until) {
        boolean hides(Instant at) {
            return !at.isBefore(from) && !at.isAfter(until);
        }
    }

    /**
     * @param end the line of the story that ends it, as one word: kind, agent, reason
     * @param latest the queue may tell the end of a transferred talk as late as this
     */
    private record Stay(
            String queue,
            Instant from,
            Instant until,
            Instant latest,
            String end,
            String outcome) {}

    private final List<Blind> blind;
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> recovered = new HashMap<>();
    private boolean open;
    private int exact;
    private int survivors;

    private TruthComparison(List<Blind> blind) {
        this.blind = blind;
    }

    static TruthComparison of(List<CallTruth> truth, List<Blind> blind, ChildServer server) {
        TruthComparison comparison = new TruthComparison(blind);
        Map<String, JsonObject> calls = new HashMap<>();
        for (JsonObject call : server.calls()) {
            if (calls.put(call.getString("uniqueid"), call) != null) {
                comparison.differences.add("twice: " + call);
            }
        }
        Set<String> ghosts = new HashSet<>(calls.keySet());
        for (CallTruth each : truth) {
            ghosts.remove(each.uniqueid());
            comparison.compare(each, Optional.ofNullable(calls.get(each.uniqueid())), server);
        }
        ghosts.forEach(id -> comparison.differences.add("ghost: " + calls.get(id)));
        return comparison;
    }

    /** No call is open any more: what is different now stays so. */
    boolean isSettled() {
        return !open;
    }

    List<String> differences() {
        return differences;
    }

    /** Ends that are exactly as the journal has them. */
    int exact() {
        return exact;
    }

    /** Ends of this kind that were learnt after the gap. */
    int recovered(String kind) {
        return recovered.getOrDefault(kind, 0);
    }

    /** Stays that began before the server was blind and ended after it. */
    int survivors() {
        return survivors;
    }

    private void compare(CallTruth truth, Optional<JsonObject> call, ChildServer server) {
        List<Stay> stays = stays(truth);
        if (call.isEmpty()) {
            stays.stream()
                    .filter(stay -> !isUnseen(stay))
                    .forEach(stay -> differences.add("missing: " + stay + " of " + truth));
            return;
        }
        if (!call.get().getString("state").equals("ended")) {
            open = true;
            differences.add("open: " + call.get() + " of " + truth);
            return;
        }
        List<JsonObject> ends =
                new ArrayList<>(
                        server.events(call.get().getString("id")).stream()
                                .filter(event -> ENDS.contains(event.getString("event")))
                                .toList());
        stays.forEach(stay -> compare(stay, ends, truth));
        ends.forEach(end -> differences.add("too many: " + end + " of " + truth));
        compareOutcome(stays, call.get().getString("outcome"), truth);
    }

    private void compare(Stay stay, List<JsonObject> ends, CallTruth truth) {
        Optional<JsonObject> told =
                ends.stream().filter(end -> word(end).equals(stay.end())).findFirst();
        if (told.isPresent()) {
            exact++;
            survivors += blind.stream().anyMatch(each -> spans(stay, each)) ? 1 : 0;
        } else if (isEndUnseen(stay)) {
            told =
                    ends.stream()
                            .filter(end -> end.getString("queue", "").equals(stay.queue()))
                            .filter(end -> isRecovered(end) || isHalfHeard(stay, end))
                            .findFirst();
            told.filter(TruthComparison::isRecovered)
                    .ifPresent(end -> recovered.merge(end.getString("event"), 1, Integer::sum));
        }
        if (told.isPresent()) {
            ends.remove(told.get());
        } else if (!isUnseen(stay)) {
            differences.add("no end: " + stay + " among " + ends + " of " + truth);
        }
    }

    private static boolean isRecovered(JsonObject end) {
        return end.getString("recovered", "").equals("true");
    }

    /**
     * The connection broke in the midst of one moment: the queue's word was heard, and what says
     * why (the caller's hang-up before it, the variable after it) was not. No list tells that.
     */
    private static boolean isHalfHeard(Stay stay, JsonObject end) {
        return stay.end().startsWith("abandon ")
                && end.getString("event").equals("abandon")
                && end.getString("abandonreason").equals("other");
    }

    private void compareOutcome(List<Stay> stays, String outcome, CallTruth truth) {
        List<Stay> seen = stays.stream().filter(stay -> !isUnseen(stay)).toList();
        if (seen.isEmpty()) {
            return;
        }
        Stay last = seen.get(seen.size() - 1);
        boolean right = outcome.equals(last.outcome());
        boolean honest =
                isEndUnseen(last)
                        && (outcome.equals("unknown")
                                || seen.stream().anyMatch(stay -> stay.outcome().equals(outcome)));
        if (!right && !honest) {
            differences.add("outcome " + outcome + ", not " + last + " of " + truth);
        }
    }

    /** It began and ended while the server could not see: nothing of it can be known. */
    private boolean isUnseen(Stay stay) {
        return blind.stream().anyMatch(each -> each.hides(stay.from()) && each.hides(stay.until()));
    }

    private boolean isEndUnseen(Stay stay) {
        return blind.stream()
                .anyMatch(
                        each ->
                                !stay.latest().isBefore(each.from())
                                        && !stay.until().isAfter(each.until()));
    }

    private static boolean spans(Stay stay, Blind blind) {
        return stay.from().isBefore(blind.from()) && stay.until().isAfter(blind.until());
    }

    /** {@code hangup support PJSIP/anna caller}. */
    private static String word(JsonObject event) {
        return String.join(
                " ",
                event.getString("event"),
                event.getString("queue", ""),
                event.getString("peer", ""),
                event.getString("reason", event.getString("abandonreason", "")));
    }

    private static List<Stay> stays(CallTruth call) {
        List<Stay> stays = new ArrayList<>();
        if (call.type() == CallTruth.Type.OUTBOUND) {
            stays.add(outbound(call));
        }
        List<CallTruth.Talk> talks =
                new ArrayList<>(
                        call.talks().stream()
                                .filter(talk -> !talk.queue().isEmpty())
                                .sorted(Comparator.comparing(CallTruth.Talk::from))
                                .toList());
        call.waits().stream()
                .sorted(Comparator.comparing(CallTruth.Wait::from))
                .forEach(
                        wait ->
                                stays.add(
                                        wait.result() == Outcome.ANSWERED
                                                ? answered(call, wait, talks)
                                                : unanswered(wait)));
        return stays;
    }

    private static Stay outbound(CallTruth call) {
        boolean answered = call.outcome() == Outcome.ANSWERED;
        String reason = answered ? call.hungUpBy() : REASONS.get(call.outcome());
        return new Stay(
                "",
                call.placedAt(),
                call.endedAt(),
                call.endedAt(),
                "outboundhangup  " + call.agent() + " " + reason,
                answered ? "answered" : reason);
    }

    private static Stay unanswered(CallTruth.Wait wait) {
        return new Stay(
                wait.queue(),
                wait.from(),
                wait.until(),
                wait.until(),
                "abandon " + wait.queue() + "  " + REASONS.get(wait.result()),
                "abandoned");
    }

    private static Stay answered(CallTruth call, CallTruth.Wait wait, List<CallTruth.Talk> talks) {
        CallTruth.Talk talk =
                talks.stream()
                        .filter(each -> each.queue().equals(wait.queue()))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("answered by nobody: " + call));
        talks.remove(talk);
        return new Stay(
                wait.queue(),
                wait.from(),
                talk.until(),
                talk.endedBy().equals("transfer") ? call.endedAt() : talk.until(),
                "hangup " + wait.queue() + " " + talk.address() + " " + talk.endedBy(),
                "answered");
    }
}
