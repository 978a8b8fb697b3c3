package io.belfry.simulator.calls;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Which scenarios happen how often, and how long their people take.
 *
 * @param weights how often each scenario comes, relative to the others; those not named never come
 * @param hostileNames share of callers with a name that means to do harm
 */
public record CallMix(
        Map<Scenario, Integer> weights, Span ring, Span talk, Span patience, double hostileNames) {
    public CallMix {
        weights = Map.copyOf(weights);
        if (weights.values().stream().anyMatch(weight -> weight < 0)
                || weights.values().stream().mapToInt(Integer::intValue).sum() == 0) {
            throw new IllegalArgumentException(
                    "weights must not be negative, and one must be more than 0");
        }
        if (hostileNames < 0 || hostileNames > 1) {
            throw new IllegalArgumentException("the share of hostile names is between 0 and 1");
        }
    }

    /** A time between two bounds, both included. */
    public record Span(Duration from, Duration to) {
        public Span {
            if (from.isNegative() || to.compareTo(from) < 0) {
                throw new IllegalArgumentException("not a span of time: " + from + " to " + to);
            }
        }

        public static Span seconds(double from, double to) {
            return new Span(
                    Duration.ofMillis((long) (from * 1000)), Duration.ofMillis((long) (to * 1000)));
        }

        Duration pick(Random random) {
            long width = to.minus(from).toMillis();
            return from.plusMillis(width == 0 ? 0 : Math.floorMod(random.nextLong(), width + 1));
        }
    }

    /** A day in a contact centre: most calls are answered, a few of everything else. */
    public static CallMix standard() {
        Map<Scenario, Integer> weights = new EnumMap<>(Scenario.class);
        for (Scenario scenario : Scenario.values()) {
            weights.put(scenario, 3);
        }
        weights.put(Scenario.ANSWERED_CALLER_HANGS_UP, 20);
        weights.put(Scenario.ANSWERED_AGENT_HANGS_UP, 12);
        weights.put(Scenario.RING_ALL, 10);
        weights.put(Scenario.OUTBOUND_ANSWERED, 6);
        weights.put(Scenario.QUEUE_TIMEOUT, 1);
        return new CallMix(
                weights, Span.seconds(1, 3.5), Span.seconds(3, 20), Span.seconds(4, 12), 0.02);
    }

    public static CallMix only(Scenario scenario) {
        return standard().withWeights(Map.of(scenario, 1));
    }

    public CallMix withWeights(Map<Scenario, Integer> others) {
        return new CallMix(others, ring, talk, patience, hostileNames);
    }

    public CallMix withTalk(Span other) {
        return new CallMix(weights, ring, other, patience, hostileNames);
    }

    public CallMix withRing(Span other) {
        return new CallMix(weights, other, talk, patience, hostileNames);
    }

    public CallMix withHostileNames(double share) {
        return new CallMix(weights, ring, talk, patience, share);
    }

    Scenario pick(Random random) {
        int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
        int ticket = random.nextInt(sum);
        for (Scenario scenario : Scenario.values()) {
            ticket -= weights.getOrDefault(scenario, 0);
            if (ticket < 0) {
                return scenario;
            }
        }
        throw new IllegalStateException("the ticket is smaller than the sum");
    }
}
