package io.belfry.core.web;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a program with a token may do. Each REST route names the scopes that open it; a token that
 * has none of them is refused, and a route that names none is closed to every token that somebody
 * made.
 */
public enum Scope {
    /**
     * Calls, their stories and recordings, rows of the Realtime table, events; of its queues. Also
     * the figures of the server, which know no queues.
     */
    READ,
    /** Open pages at agents. */
    POP,
    /** Show messages to agents. */
    NOTIFY,
    /** Write rows of the Realtime table. */
    PUSH,
    /** Everything else that an administrator can do by REST: all settings, users, tokens. */
    SETTINGS;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As REST, the description and the database have it. */
    public String word() {
        return word;
    }

    /** Of the text that tells people what it means; with {@code .help}, a sentence more. */
    public String key() {
        return "scope." + word;
    }

    public static Optional<Scope> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
