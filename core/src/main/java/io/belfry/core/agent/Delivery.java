package io.belfry.core.agent;

import java.util.Locale;

/**
 * What became of a pop or a notice.
 *
 * @param popId id of the {@link ScreenPop} or {@link Notice}
 * @param agent peer or user of the agent as known to the directory
 * @param detail in words, for the trace: "work window instead of new tab", "offline 45 s"
 * @param browser short name of the browser, empty when no page was reached
 * @param millis from command to answer; negative when there was none
 */
public record Delivery(
        String popId, Outcome outcome, String agent, String detail, String browser, long millis) {
    /** In the words of the agents' socket and of the Realtime table. */
    public enum Outcome {
        /** The browser opened the page, or showed the notification. */
        OPENED,
        /** The browser refused; the agent has a card with a link. */
        BLOCKED,
        /** Shown as a card with a link, by choice and not because something refused. */
        CARD,
        /** The agent put the card away without opening it. */
        DISMISSED,
        /** The agent had no page open, or it did not answer in time; it is listed as missed. */
        MISSED,
        /** There is no such agent, or the address is not allowed. */
        REFUSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The outcome as traces tell it: {@code John Doe (1007), Chrome, work window: opened (84 ms)}.
     *
     * @param who label of the agent
     * @param message whether it was a message, which is shown and not opened
     */
    public String sentence(String who, boolean message) {
        boolean opened = outcome == Outcome.OPENED;
        StringBuilder text = new StringBuilder(who);
        add(text, ", ", browser);
        add(text, ", ", opened ? detail : "");
        text.append(": ");
        text.append(message && opened ? "message shown" : outcome.word());
        add(text, " – ", opened ? "" : detail);
        if (millis >= 0) {
            text.append(" (").append(millis).append(" ms)");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String before, String part) {
        if (!part.isEmpty()) {
            text.append(before).append(part);
        }
    }
}
