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
    /**
     * Best first: a page that said it can not open anything is asked last; then the one that had
     * the focus last, then one that can open for certain, then the one that came last.
     */
    private static final Comparator<Window> FITTEST_LAST =
            Comparator.<Window, Boolean>comparing(window -> window.popups() != Popups.BLOCKED)
                    .thenComparing(Window::focused)
                    .thenComparing(window -> window.popups().opens())
                    .thenComparing(Window::greeted)
                    .thenComparing(Window::number);

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
        private Window focusedAt(Instant now) {
            return new Window(id, browser, product, popups, lastSeq, greeted, now, number);
        }

        private Window thatCan(Popups more) {
            return new Window(id, browser, product, more, lastSeq, greeted, focused, number);
        }

        /** Two tabs of one browser know from each other what was opened already. */
        boolean knowsWhatWasOpenedBy(Window other) {
            return browser.equals(other.browser);
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

    /** When the last page went away; {@link Instant#EPOCH} for never. */
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
