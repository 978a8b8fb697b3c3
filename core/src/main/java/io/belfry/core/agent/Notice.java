package io.belfry.core.agent;

import java.time.Instant;
import java.util.Locale;

/** A message to an agent's screen, plain text. */
public record Notice(
        String id,
        String agent,
        Level level,
        String title,
        String body,
        String integration,
        String call,
        Instant at) {
    /** How loud; the original's {@code type}. */
    public enum Level {
        INFO,
        SUCCESS,
        WARNING,
        ERROR;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Unknown words are {@code info}: a notification is never refused for its looks. */
        public static Level of(String word) {
            for (Level level : values()) {
                if (level.word().equalsIgnoreCase(word)) {
                    return level;
                }
            }
            return INFO;
        }
    }
}
