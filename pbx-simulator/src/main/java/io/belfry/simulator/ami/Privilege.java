package io.belfry.simulator.ami;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The classes of the manager interface: what a user may read, what an action needs, what an event
 * belongs to.
 */
public enum Privilege {
    SYSTEM,
    CALL,
    LOG,
    VERBOSE,
    AGENT,
    USER,
    CONFIG,
    COMMAND,
    DTMF,
    REPORTING,
    CDR,
    DIALPLAN,
    ORIGINATE,
    AGI,
    CC,
    AOC,
    TEST,
    SECURITY,
    MESSAGE;

    public static Set<Privilege> all() {
        return EnumSet.allOf(Privilege.class);
    }

    /**
     * Reads a list as manager.conf and the Events header write it: {@code call,agent}, {@code all},
     * {@code on}, {@code off}; unknown words are ignored.
     */
    public static Set<Privilege> parse(String text) {
        Set<Privilege> found = EnumSet.noneOf(Privilege.class);
        for (String word : text.split(",")) {
            switch (word.trim().toLowerCase(Locale.ROOT)) {
                case "all", "on", "yes", "true", "-1" -> found.addAll(all());
                default -> of(word).ifPresent(found::add);
            }
        }
        return found;
    }

    /** The class that a Privilege header names first ({@code call,all} is CALL). */
    public static Optional<Privilege> ofHeader(String header) {
        int comma = header.indexOf(',');
        return of(comma < 0 ? header : header.substring(0, comma));
    }

    private static Optional<Privilege> of(String word) {
        for (Privilege privilege : values()) {
            if (privilege.name().equalsIgnoreCase(word.trim())) {
                return Optional.of(privilege);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
