package io.belfry.core.integration;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;

/**
 * What an action comes to for one event, with every value filled in. Making one sends nothing: the
 * engine carries it out, a preview shows it.
 */
public sealed interface Effect {
    /** The action's word. */
    String type();

    /**
     * @param url checked address
     */
    record OpenPage(String url, OpenMode mode) implements Effect {
        @Override
        public String type() {
            return "open";
        }
    }

    record ShowNotice(Notice.Level level, String title, String body) implements Effect {
        @Override
        public String type() {
            return "notify";
        }
    }

    /**
     * @param url checked link, or empty
     * @param missing why there is no link although one was wanted; empty when there is nothing to
     *     say
     */
    record WriteRow(String reference, String url, String missing) implements Effect {
        @Override
        public String type() {
            return "realtime";
        }
    }

    /** The action can do nothing for this event. */
    record Nothing(String type, String because) implements Effect {}
}
