package io.belfry.bench.pop;

import io.belfry.bench.Percentiles;
import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.truth.CallTruth;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps book of each page: when the PBX said that a telephone rings, when the command to open it
 * reached that agent's socket, and in the end whether the telephones themselves agree.
 */
final class Ledger {
    private record Ringing(String call, String device) {}

    private final Map<Ringing, Deque<Long>> said = new HashMap<>();
    private final Map<Ringing, Integer> arrived = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Long> sinceWritten = new ArrayList<>();
    private final List<Long> sinceRead = new ArrayList<>();
    private long from = Long.MAX_VALUE;
    private long until = Long.MAX_VALUE;
    private long arrivals;
    private long repeated;

    /** Events that are written from now on are measured. */
    synchronized void begin() {
        from = System.nanoTime();
    }

    /** Events that are written from now on are not. */
    synchronized void end() {
        until = System.nanoTime();
    }

    /** Just before the PBX writes it. */
    synchronized void written(AmiEvent event) {
        if (event.type().equals("AgentCalled")) {
            said.computeIfAbsent(
                            new Ringing(event.get("Uniqueid"), event.get("Interface")),
                            any -> new ArrayDeque<>())
                    .add(System.nanoTime());
        }
    }

    /**
     * A command to open a page has reached an agent's socket.
     *
     * @return nanoseconds since the event was read, when it is one of those that are measured
     */
    synchronized Optional<Long> arrived(Seat seat, JsonObject pop, long nanos) {
        Instant now = Instant.now().minusNanos(System.nanoTime() - nanos);
        if (!ids.add(pop.getString("id"))) {
            repeated++;
            return Optional.empty();
        }
        arrivals++;
        String call = pop.getString("call");
        Ringing ringing = new Ringing(call.substring(call.indexOf(':') + 1), seat.device());
        arrived.merge(ringing, 1, Integer::sum);
        Deque<Long> moments = said.get(ringing);
        if (moments == null || moments.isEmpty()) {
            return Optional.empty();
        }
        long written = moments.poll();
        if (written < from || written >= until) {
            return Optional.empty();
        }
        long read = Duration.between(Instant.parse(pop.getString("at")), now).toNanos();
        sinceWritten.add(nanos - written);
        sinceRead.add(read);
        return Optional.of(read);
    }

    synchronized long arrivals() {
        return arrivals;
    }

    /** How many pages there must be: one for each time that a telephone rang for a queue. */
    static long wanted(Collection<CallTruth> calls) {
        return rings(calls).values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What came of it, measured against what the telephones wrote down. */
    synchronized Balance balance(Collection<CallTruth> calls) {
        Map<Ringing, Integer> wanted = rings(calls);
        long lost = 0;
        for (Map.Entry<Ringing, Integer> each : wanted.entrySet()) {
            lost += Math.max(0, each.getValue() - arrived.getOrDefault(each.getKey(), 0));
        }
        long unwanted = 0;
        for (Map.Entry<Ringing, Integer> each : arrived.entrySet()) {
            unwanted += Math.max(0, each.getValue() - wanted.getOrDefault(each.getKey(), 0));
        }
        return new Balance(
                calls.size(),
                wanted(calls),
                arrivals,
                lost,
                repeated,
                unwanted,
                new Percentiles(sinceRead),
                new Percentiles(sinceWritten));
    }

    private static Map<Ringing, Integer> rings(Collection<CallTruth> calls) {
        Map<Ringing, Integer> rings = new HashMap<>();
        for (CallTruth call : calls) {
            for (CallTruth.Ring ring : call.rings()) {
                if (!ring.queue().isEmpty()) {
                    rings.merge(new Ringing(call.uniqueid(), ring.address()), 1, Integer::sum);
                }
            }
        }
        return rings;
    }

    /**
     * @param wanted times that a telephone rang for a queue, as the telephones tell it
     * @param arrived commands that reached a socket, each counted once
     * @param lost rings without a command at that agent
     * @param twice commands that came again with the same id
     * @param unwanted commands for which no telephone rang
     */
    record Balance(
            long calls,
            long wanted,
            long arrived,
            long lost,
            long twice,
            long unwanted,
            Percentiles sinceRead,
            Percentiles sinceWritten) {
        boolean isEven() {
            return lost == 0 && twice == 0 && unwanted == 0 && wanted > 0;
        }
    }
}
