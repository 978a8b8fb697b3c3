package io.belfry.core.command;

import io.belfry.core.agent.Delivery;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The lines that a command leaves in the trace of its call; none without a call. */
final class CommandStory {
    private final Vertx vertx;
    private final Clock clock;

    CommandStory(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    void asked(Command command, Origin origin) {
        Map<String, String> data = data(origin);
        data.put("command", command.name());
        if (command instanceof Command.OpenPage page) {
            data.put("url", page.url());
            data.put("mode", page.mode().word());
            data.put("agent", page.agent());
            line(origin, Step.OPEN, page.url() + " for " + page.agent(), data);
        } else if (command instanceof Command.Notify message) {
            data.put("level", message.level().word());
            data.put("agent", message.agent());
            String text = message.title().isEmpty() ? message.body() : message.title();
            line(origin, Step.NOTIFY, message.agent() + ": " + text, data);
        } else if (command instanceof Command.PushRow row) {
            data.put("reference", row.reference());
            data.put("url", row.url());
            String what =
                    row.reference().isEmpty()
                            ? "without reference"
                            : "reference " + row.reference();
            line(origin, Step.ROW, what + " in the Realtime table", data);
        }
    }

    void delivered(Delivery delivery, Origin origin, boolean message) {
        Map<String, String> data = data(origin);
        data.put("outcome", delivery.outcome().word());
        data.put("browser", delivery.browser());
        data.put("detail", delivery.detail());
        if (delivery.millis() >= 0) {
            data.put("millis", Long.toString(delivery.millis()));
        }
        line(origin, Step.AGENT, delivery.sentence(delivery.agent(), message), data);
    }

    void failed(String why, Origin origin) {
        Map<String, String> data = data(origin);
        data.put("problem", why);
        line(origin, Step.SYSTEM, why, data);
    }

    private static Map<String, String> data(Origin origin) {
        Map<String, String> data = new HashMap<>();
        data.put("popId", origin.id());
        data.put("integration", origin.integration());
        return data;
    }

    private void line(Origin origin, Step step, String text, Map<String, String> data) {
        if (!origin.call().isEmpty()) {
            String who = origin.integration().isEmpty() ? "" : origin.integration() + ": ";
            Topic.TRACE.publishHere(
                    vertx, new TraceLine(origin.call(), clock.instant(), step, who + text, data));
        }
    }
}
