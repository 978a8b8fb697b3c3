package io.belfry.core.bus;

import java.util.List;

/** Agents with at least one page open. */
public record Presence(List<Online> agents) {
    public Presence {
        agents = List.copyOf(agents);
    }

    /**
     * @param agent id of the agent
     * @param pages open agent pages
     * @param popups what opens at his screen: {@code allowed}, {@code work_window}, {@code blocked}
     *     or {@code unknown}
     */
    public record Online(String agent, String name, int pages, String popups) {}
}
