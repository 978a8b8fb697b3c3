package io.belfry.agentgateway;

import java.util.Locale;
import java.util.Optional;

/** What a page found out about opening other pages without a click. */
enum Popups {
    /** The site may open tabs and windows. */
    ALLOWED,
    /** One window was prepared by a click and is re-used. */
    WORK_WINDOW,
    /** Neither: only cards and frames. */
    BLOCKED,
    /** Not tried yet. */
    UNKNOWN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Popups> of(String word) {
        for (Popups each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    boolean opens() {
        return this == ALLOWED || this == WORK_WINDOW;
    }
}
