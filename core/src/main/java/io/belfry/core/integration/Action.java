package io.belfry.core.integration;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;

/** What a rule does when it holds. The texts are templates, checked when they were saved. */
public sealed interface Action {
    /** The word of the public interface. */
    String type();

    /** Opens a page at the agent of the event; an empty url means the integration's own. */
    record Open(String url, OpenMode mode) implements Action {
        @Override
        public String type() {
            return "open";
        }
    }

    /** Shows a message to the agent of the event. */
    record Notify(Notice.Level level, String title, String body) implements Action {
        @Override
        public String type() {
            return "notify";
        }
    }

    /**
     * Adds a row to the supervisors' Realtime table, or updates the one with the same reference.
     */
    record Realtime(String reference, String url) implements Action {
        @Override
        public String type() {
            return "realtime";
        }
    }
}
