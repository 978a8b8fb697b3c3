package io.belfry.agentgateway;

import io.belfry.core.bus.Seat;
import java.time.Instant;
import java.util.Comparator;

/**
 * How well a page can act, worst first: a page that said it can not open anything is asked last;
 * then the one that had the focus last, then one that can open for certain, then the one that came
 * last. Compares the pages of one node as well as those of several.
 */
record Fitness(Popups popups, Instant focused, Instant greeted) implements Comparable<Fitness> {
    private static final Comparator<Fitness> WORST_FIRST =
            Comparator.<Fitness, Boolean>comparing(page -> page.popups != Popups.BLOCKED)
                    .thenComparing(Fitness::focused)
                    .thenComparing(page -> page.popups.opens())
                    .thenComparing(Fitness::greeted);

    static Fitness of(Seat seat) {
        return new Fitness(
                Popups.of(seat.popups()).orElse(Popups.UNKNOWN), seat.focused(), seat.greeted());
    }

    @Override
    public int compareTo(Fitness other) {
        return WORST_FIRST.compare(this, other);
    }
}
