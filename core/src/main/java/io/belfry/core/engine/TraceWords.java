package io.belfry.core.engine;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.integration.Verdict;
import io.vertx.core.eventbus.ReplyException;

/** The trace's sentences. */
final class TraceWords {
    private TraceWords() {}

    static String verdict(Verdict verdict) {
        if (verdict instanceof Verdict.No no) {
            return "no – " + no.because();
        }
        String because = ((Verdict.Yes) verdict).because();
        return because.isEmpty() ? "yes" : "yes – " + because;
    }

    /**
     * {@code John Doe (1007), Chrome, work window: opened (84 ms)}.
     *
     * @param message whether it was a message, which is shown and not opened
     */
    static String delivered(String agent, Delivery delivery, boolean message) {
        boolean opened = delivery.outcome() == Outcome.OPENED;
        StringBuilder text = new StringBuilder(agent);
        add(text, ", ", delivery.browser());
        add(text, ", ", opened ? delivery.detail() : "");
        text.append(": ");
        text.append(message && opened ? "message shown" : delivery.outcome().word());
        add(text, " – ", opened ? "" : delivery.detail());
        if (delivery.millis() >= 0) {
            text.append(" (").append(delivery.millis()).append(" ms)");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String before, String part) {
        if (!part.isEmpty()) {
            text.append(before).append(part);
        }
    }

    /** Why a question got no answer. */
    static String failure(Throwable e) {
        if (e instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case NO_HANDLERS -> "nobody is there to do it";
                case TIMEOUT -> "no answer in time";
                case RECIPIENT_FAILURE, ERROR -> String.valueOf(reply.getMessage());
            };
        }
        return String.valueOf(e.getMessage());
    }
}
