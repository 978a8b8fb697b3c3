package io.belfry.core.agent;

import java.util.Locale;
import java.util.Optional;

/** Where a page shall open; a wish, the browser has the last word and says what it did. */
public enum OpenMode {
    NEW_TAB,
    NEW_WINDOW,
    NEW_FRAME,
    WORK_WINDOW;

    /** The word of the public interfaces, {@code new_tab}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OpenMode> of(String word) {
        for (OpenMode mode : values()) {
            if (mode.word().equals(word)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
