package io.belfry.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All callers that are known, whose leg is whose, and what changed since it was last kept. Who is
 * gone stays for a while, because late facts still name him. Bounded: when there are too many, the
 * oldest is forgotten.
 */
final class Callers {
    /** AgentComplete can come after the Hangup of caller and agent; longer than any seen delay. */
    private static final Duration TOMBSTONE = Duration.ofSeconds(30);

    private static final int MAX_CALLS = 100_000;

    private final Map<String, CallerState> byUniqueid = new LinkedHashMap<>();
    private final Map<String, String> callerOfLeg = new HashMap<>();

    /** By the channel that takes the place of theirs; several Local channels can lead to one. */
    private final Map<String, Set<String>> successors = new HashMap<>();

    private final Deque<Ended> ended = new ArrayDeque<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private int gone;
    private long facts;

    /** By his channel, or by the one that took its place. */
    Optional<CallerState> find(String uniqueid) {
        CallerState caller = byUniqueid.get(uniqueid);
        return caller != null || !successors.containsKey(uniqueid)
                ? Optional.ofNullable(caller)
                : on(uniqueid).stream().reduce((first, last) -> last);
    }

    /**
     * Everybody who is on this channel: whose own it is, and for whom it took the place of another.
     * One who comes through a Local channel and goes on to a queue himself is both.
     */
    List<CallerState> on(String channel) {
        return Stream.concat(
                        Stream.of(channel), successors.getOrDefault(channel, Set.of()).stream())
                .map(byUniqueid::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Another channel takes the place of his own. */
    void moves(CallerState caller, String channel) {
        forgetSuccessor(caller);
        caller.moves(channel);
        rememberSuccessor(caller);
    }

    private void rememberSuccessor(CallerState caller) {
        successors
                .computeIfAbsent(caller.successor(), first -> new LinkedHashSet<>(1))
                .add(caller.uniqueid());
    }

    private void forgetSuccessor(CallerState caller) {
        successors.computeIfPresent(
                caller.successor(),
                (channel, callers) -> {
                    callers.remove(caller.uniqueid());
                    return callers.isEmpty() ? null : callers;
                });
    }

    Optional<CallerState> ofLeg(String leg) {
        String uniqueid = callerOfLeg.get(leg);
        return uniqueid == null ? Optional.empty() : find(uniqueid);
    }

    Collection<CallerState> all() {
        return List.copyOf(byUniqueid.values());
    }

    /** The caller of this call, made when he was not seen before; something is told of him. */
    CallerState of(Call call) {
        String uniqueid = call.id().uniqueid();
        CallerState caller = byUniqueid.get(uniqueid);
        if (caller == null) {
            if (byUniqueid.size() >= MAX_CALLS) {
                forget(byUniqueid.keySet().iterator().next());
            }
            caller = new CallerState(uniqueid);
            byUniqueid.put(uniqueid, caller);
        }
        touch(caller);
        return caller;
    }

    void own(String leg, CallerState caller) {
        callerOfLeg.put(leg, caller.uniqueid());
        String old = caller.addLeg(leg);
        if (!old.isEmpty()) {
            callerOfLeg.remove(old);
        }
    }

    /** Number of a fact that changes nothing which is kept. */
    long passingFact() {
        return ++facts;
    }

    void touch(CallerState caller) {
        caller.touch(passingFact());
        touched.add(caller.uniqueid());
    }

    /** How many facts were told: what is newer than a number had not happened then. */
    long facts() {
        return facts;
    }

    void leave(CallerState caller, Instant at) {
        caller.leave();
        gone++;
        touch(caller);
        ended.add(new Ended(caller.uniqueid(), at.plus(TOMBSTONE)));
    }

    void tick(Instant now) {
        while (!ended.isEmpty() && !ended.peek().until().isAfter(now)) {
            String uniqueid = ended.poll().uniqueid();
            find(uniqueid).filter(CallerState::isGone).ifPresent(caller -> forget(uniqueid));
        }
    }

    private void forget(String uniqueid) {
        CallerState caller = byUniqueid.remove(uniqueid);
        if (caller != null) {
            caller.legs().forEach(callerOfLeg::remove);
            forgetSuccessor(caller);
            gone -= caller.isGone() ? 1 : 0;
        }
        touched.add(uniqueid);
    }

    int live() {
        return byUniqueid.size() - gone;
    }

    /**
     * With their memory, or empty when there is nothing to keep any more.
     *
     * @param undecided of whom something is still to be told, which must be told after a restart as
     *     well: he stays as he was kept before
     */
    Map<String, Optional<CallMemory>> changes(Predicate<String> undecided) {
        Map<String, Optional<CallMemory>> changes = new LinkedHashMap<>();
        List<String> later = touched.stream().filter(undecided).toList();
        later.forEach(touched::remove);
        for (String uniqueid : touched) {
            changes.put(
                    uniqueid,
                    find(uniqueid).filter(caller -> !caller.isOver()).map(CallerState::memory));
        }
        touched.clear();
        touched.addAll(later);
        return changes;
    }

    void restore(CallMemory memory) {
        CallerState caller = CallerState.of(memory);
        if (byUniqueid.putIfAbsent(memory.uniqueid(), caller) == null) {
            caller.legs().forEach(leg -> callerOfLeg.put(leg, memory.uniqueid()));
            if (caller.hasMoved()) {
                rememberSuccessor(caller);
            }
        }
    }

    private record Ended(String uniqueid, Instant until) {}
}
