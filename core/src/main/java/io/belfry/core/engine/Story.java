package io.belfry.core.engine;

import io.belfry.core.agent.Delivery;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Effect;
import io.belfry.core.integration.EventWords;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.integration.Verdict;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** Tells what happened to a call and why, line by line. */
final class Story {
    private final Vertx vertx;
    private final Clock clock;

    Story(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    void happened(CallEvent event) {
        Topic.TRACE.publishHere(vertx, EventWords.line(event));
    }

    void judged(Cause cause, Verdict verdict) {
        Map<String, String> data = cause.data();
        data.put("verdict", verdict.holds() ? "yes" : "no");
        if (verdict instanceof Verdict.No no) {
            data.put("field", no.field());
            data.put("actual", no.actual());
            data.put("wanted", no.wanted());
        }
        line(cause.call(), Step.RULE, cause.name() + ": " + TraceWords.verdict(verdict), data);
    }

    void switchedOff(CallEvent event, Integration integration) {
        line(
                event.callId().toString(),
                Step.RULE,
                integration.appname() + ": no – the integration is switched off",
                Map.of(
                        "integration",
                        integration.appname(),
                        "integrationId",
                        integration.id(),
                        "verdict",
                        "no",
                        "field",
                        "enabled",
                        "actual",
                        "off",
                        "wanted",
                        "on"));
    }

    void opens(Cause cause, String popId, Effect.OpenPage page) {
        Map<String, String> data = cause.data();
        data.put("popId", popId);
        data.put("url", page.url());
        data.put("mode", page.mode().word());
        data.put("agent", cause.agent().address());
        line(cause.call(), Step.OPEN, page.url() + " for " + cause.agent().label(), data);
    }

    void notifies(Cause cause, String id, Effect.ShowNotice notice) {
        Map<String, String> data = cause.data();
        data.put("popId", id);
        data.put("level", notice.level().word());
        data.put("agent", cause.agent().address());
        String text = notice.title().isEmpty() ? notice.body() : notice.title();
        line(cause.call(), Step.NOTIFY, cause.agent().label() + ": " + text, data);
    }

    void delivered(Pop pop, Delivery delivery) {
        Map<String, String> data = new HashMap<>(pop.data());
        data.put("popId", delivery.popId());
        data.put("outcome", delivery.outcome().word());
        data.put("browser", delivery.browser());
        data.put("detail", delivery.detail());
        if (delivery.millis() >= 0) {
            data.put("millis", Long.toString(delivery.millis()));
        }
        line(pop.call(), Step.AGENT, delivery.sentence(pop.agent(), pop.isMessage()), data);
    }

    void rowWritten(Cause cause, String rowId, Effect.WriteRow row) {
        Map<String, String> data = cause.data();
        data.put("row", rowId);
        data.put("reference", row.reference());
        data.put("url", row.url());
        String what =
                row.reference().isEmpty() ? "without reference" : "reference " + row.reference();
        String missing = row.missing().isEmpty() ? "" : ", without link: " + row.missing();
        line(cause.call(), Step.ROW, what + " in the Realtime table" + missing, data);
    }

    void nothing(Cause cause, Effect.Nothing nothing) {
        Step step =
                switch (nothing.type()) {
                    case "notify" -> Step.NOTIFY;
                    case "realtime" -> Step.ROW;
                    default -> Step.OPEN;
                };
        Map<String, String> data = cause.data();
        data.put("problem", nothing.because());
        line(cause.call(), step, cause.name() + ": " + nothing.because(), data);
    }

    /** Something of ours went wrong, or a limit was hit. */
    void trouble(Cause cause, String text) {
        Map<String, String> data = cause.data();
        data.put("problem", text);
        line(cause.call(), Step.SYSTEM, cause.name() + ": " + text, data);
    }

    void trouble(CallEvent event, Integration integration, String text) {
        line(
                event.callId().toString(),
                Step.SYSTEM,
                integration.appname() + ": " + text,
                Map.of(
                        "integration",
                        integration.appname(),
                        "integrationId",
                        integration.id(),
                        "problem",
                        text));
    }

    private void line(String call, Step step, String text, Map<String, String> data) {
        Topic.TRACE.publishHere(vertx, new TraceLine(call, clock.instant(), step, text, data));
    }
}
