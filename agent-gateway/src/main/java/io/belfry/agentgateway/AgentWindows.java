package io.belfry.agentgateway;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The open pages of one agent, and which one of them acts: however many tabs and browsers there
 * are, each pop is opened once. Plain rules; the clock is handed in.
 */
final class AgentWindows {
    /** Of two alike the one that came last. */
    private static final Comparator<Window> FITTEST_LAST =
            Comparator.comparing(Window::fitness).thenComparing(Window::number);

    private final Map<String, Window> windows = new LinkedHashMap<>();
    private long numbers;
    private Instant lastGone = Instant.EPOCH;

    /**
     * @param browser a name that all tabs of one browser profile share; empty when not told
     * @param product short name of the browser, for the trace
     * @param lastSeq what it had handled when it said hello
     * @param focused when it last had the focus; {@link Instant#EPOCH} for never
     * @param number counts windows, so that two of the same moment have an order
     */
    record Window(
            String id,
            String browser,
            String product,
            Popups popups,
            long lastSeq,
            Instant greeted,
            Instant focused,
            long number) {
        /** One that was at another node and is no more. */
        static Window elsewhere(String browser) {
            return new Window("", browser, "", Popups.UNKNOWN, 0, Instant.EPOCH, Instant.EPOCH, 0);
        }

        private Fitness fitness() {
            return new Fitness(popups, focused, greeted);
        }

        private Window focusedAt(Instant now) {
            return new Window(id, browser, product, popups, lastSeq, greeted, now, number);
        }

        private Window thatCan(Popups more) {
            return new Window(id, browser, product, more, lastSeq, greeted, focused, number);
        }

        /**
         * Two tabs of one browser know from each other what was opened already. Who does not say
         * which browser it is may be at another computer.
         */
        boolean knowsWhatWasOpenedBy(Window other) {
            return !browser.isEmpty() && browser.equals(other.browser);
        }
    }

    void greeted(String id, PageMessage.Hello hello, String product, Instant now) {
        Instant focused = find(id).map(Window::focused).orElse(Instant.EPOCH);
        windows.put(
                id,
                new Window(
                        id,
                        hello.browser(),
                        product,
                        hello.popups(),
                        hello.lastSeq(),
                        now,
                        focused,
                        numbers++));
    }

    void focused(String id, Instant now) {
        windows.computeIfPresent(id, (same, window) -> window.focusedAt(now));
    }

    void can(String id, Popups popups) {
        windows.computeIfPresent(id, (same, window) -> window.thatCan(popups));
    }

    Optional<Window> gone(String id, Instant now) {
        Optional<Window> window = Optional.ofNullable(windows.remove(id));
        window.ifPresent(was -> lastGone = now);
        return window;
    }

    Optional<Window> find(String id) {
        return Optional.ofNullable(windows.get(id));
    }

    /** The one that acts; none when no page is open. */
    Optional<Window> acting() {
        return acting(anyWindow -> true);
    }

    /**
     * The one that acts among those that can be reached.
     *
     * @param reachable by the id of the window
     */
    Optional<Window> acting(Predicate<String> reachable) {
        return windows.values().stream()
                .filter(window -> reachable.test(window.id()))
                .max(FITTEST_LAST);
    }

    /** The best any page of this agent can do. */
    Popups popups() {
        return acting().map(Window::popups).orElse(Popups.UNKNOWN);
    }

    /** The last page at another node went away. */
    void goneElsewhere(Instant when) {
        if (when.isAfter(lastGone)) {
            lastGone = when;
        }
    }

    /** When the last page went away, wherever that was; {@link Instant#EPOCH} for never. */
    Instant lastGone() {
        return lastGone;
    }

    Collection<Window> all() {
        return windows.values();
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }
}
