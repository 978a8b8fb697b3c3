package io.belfry.core.engine;

import io.belfry.core.agent.Delivery.Outcome;
import java.util.Map;

/**
 * A page or message that was sent, and what was last told of it. Kept small: many are remembered.
 */
final class Pop {
    private final String call;
    private final String agent;
    private final Map<String, String> data;
    private final boolean message;
    private String latest = "";

    /**
     * @param message not a page
     */
    Pop(Cause cause, boolean message) {
        this.message = message;
        this.call = cause.call();
        this.agent = cause.agent().label();
        Map<String, String> all = cause.data();
        all.put("agent", cause.agent().address());
        this.data = Map.copyOf(all);
    }

    String call() {
        return call;
    }

    String agent() {
        return agent;
    }

    boolean isMessage() {
        return message;
    }

    Map<String, String> data() {
        return data;
    }

    /** False for what was told already: the answer and the topic both bring the first outcome. */
    boolean isNews(Outcome outcome) {
        boolean news = !outcome.word().equals(latest);
        latest = outcome.word();
        return news;
    }
}
