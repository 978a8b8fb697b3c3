package io.belfry.core.engine;

import io.belfry.core.agent.Delivery.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counted by the engine, read by whoever wants to know, on any thread. */
final class EngineCounters {
    final AtomicLong version = new AtomicLong();
    final LongAdder events = new LongAdder();
    final LongAdder repeated = new LongAdder();
    final LongAdder yes = new LongAdder();
    final LongAdder no = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder left = new LongAdder();
    final AtomicLong liveCalls = new AtomicLong();
    final LongAdder underWay = new LongAdder();
    private final Map<Outcome, LongAdder> pages = outcomes();
    private final Map<Outcome, LongAdder> notices = outcomes();

    private static Map<Outcome, LongAdder> outcomes() {
        Map<Outcome, LongAdder> all = new EnumMap<>(Outcome.class);
        Arrays.stream(Outcome.values()).forEach(each -> all.put(each, new LongAdder()));
        return all;
    }

    void page(Outcome outcome) {
        pages.get(outcome).increment();
    }

    void notice(Outcome outcome) {
        notices.get(outcome).increment();
    }

    EngineFigures figures() {
        return new EngineFigures(
                version.get(),
                events.sum(),
                repeated.sum(),
                yes.sum(),
                no.sum(),
                sums(pages),
                sums(notices),
                rows.sum(),
                failures.sum(),
                dropped.sum(),
                left.sum(),
                liveCalls.get(),
                underWay.sum());
    }

    private static Map<Outcome, Long> sums(Map<Outcome, LongAdder> counted) {
        return counted.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
    }
}
