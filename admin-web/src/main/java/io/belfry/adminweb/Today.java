package io.belfry.adminweb;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.PopId;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Rule;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Figures of the day so far, as heard on the bus since this server started, by queue: a supervisor
 * is told those of his queues. Any thread may ask.
 */
final class Today {
    /** Beyond it the oldest is forgotten and counts again when it changes. */
    private static final int MOST_KEPT = 50_000;

    private static final int MOST_QUEUES = 1000;

    private final Clock clock;
    private final ZoneId zone;
    private final Set<CallId> calls = Collections.newSetFromMap(bounded());
    private final Map<String, String> queues = bounded();
    private final Map<String, Outcome> pops = bounded();
    private final Map<String, Counts> counts = new HashMap<>();
    private final Map<String, Long> popsOf = new HashMap<>();
    private LocalDate day = LocalDate.MIN;
    private Configuration configuration = Configuration.EMPTY;
    private boolean popped;

    /**
     * @param calls in all, in or out
     * @param opened pages that the browser opened
     * @param cards pages that are a card with a link by choice
     * @param blocked pages that the browser refused
     * @param missed pages for agents who had none open
     */
    record Figures(
            long calls,
            long answered,
            long abandoned,
            long outbound,
            long opened,
            long cards,
            long blocked,
            long missed) {
        static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0, 0);

        Figures plus(Figures other) {
            return new Figures(
                    calls + other.calls,
                    answered + other.answered,
                    abandoned + other.abandoned,
                    outbound + other.outbound,
                    opened + other.opened,
                    cards + other.cards,
                    blocked + other.blocked,
                    missed + other.missed);
        }
    }

    Today(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** Which integrations there are; says what a delivery was about. */
    synchronized void use(Configuration newer) {
        configuration = newer;
    }

    synchronized void add(CallEvent event) {
        turnPage();
        if (event.kind().isOriginal()) {
            queues.put(event.id(), event.call().queue());
            of(event.call().queue()).add(event.kind(), calls.add(event.callId()));
        }
    }

    /** The same pop is told again when its outcome changes; it is counted once, with its latest. */
    synchronized void add(Delivery delivery) {
        turnPage();
        PopId.of(delivery.popId()).filter(this::opensPage).ifPresent(id -> add(id, delivery));
    }

    private void add(PopId id, Delivery delivery) {
        Counts counted = of(queues.getOrDefault(id.event(), ""));
        Outcome before = pops.put(delivery.popId(), delivery.outcome());
        if (before == null) {
            popsOf.merge(id.sender(), 1L, Long::sum);
        } else {
            counted.add(before, -1);
        }
        counted.add(delivery.outcome(), 1);
        popped |= delivery.outcome() == Outcome.OPENED;
    }

    /** Notices of rules have ids of the same form. */
    private boolean opensPage(PopId id) {
        if (id.isOf(PopId.Source.PROGRAM)) {
            return true;
        }
        return configuration
                .integration(id.sender())
                .map(each -> id.isOf(PopId.Source.SCRIPT) || opensPage(id, each.rules()))
                .orElse(false);
    }

    private static boolean opensPage(PopId id, List<Rule> rules) {
        return id.rule() < rules.size() && isOpen(id, rules.get(id.rule()).actions());
    }

    private static boolean isOpen(PopId id, List<Action> actions) {
        return id.action() < actions.size() && actions.get(id.action()) instanceof Action.Open;
    }

    synchronized long popsOf(String integration) {
        turnPage();
        return popsOf.getOrDefault(integration, 0L);
    }

    /** Whether a page has ever opened as far as this server knows. */
    synchronized boolean hasPopped() {
        return popped;
    }

    /** What an earlier run of the server has seen. */
    synchronized void hasPoppedBefore(boolean before) {
        popped |= before;
    }

    /**
     * @param visible which queues the reader may see
     */
    synchronized Figures figures(Predicate<String> visible) {
        turnPage();
        return counts.entrySet().stream()
                .filter(each -> visible.test(each.getKey()))
                .map(each -> each.getValue().figures())
                .reduce(Figures.NONE, Figures::plus);
    }

    /** Of too many queues the further ones are counted together. */
    private Counts of(String queue) {
        boolean full = counts.size() >= MOST_QUEUES && !counts.containsKey(queue);
        return counts.computeIfAbsent(full ? "" : queue, name -> new Counts());
    }

    private void turnPage() {
        LocalDate now = LocalDate.ofInstant(clock.instant(), zone);
        if (!now.equals(day)) {
            day = now;
            calls.clear();
            queues.clear();
            pops.clear();
            counts.clear();
            popsOf.clear();
        }
    }

    /** {@code pbx:uniqueid}, as the calls are called everywhere outside. */
    static String key(CallId id) {
        return id.pbx() + ":" + id.uniqueid();
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }
}
