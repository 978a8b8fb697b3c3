package io.belfry.core.engine;

import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.script.ScriptEnd;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a script did with an event, as lines of the call's story. */
final class ScriptStory {
    private final Vertx vertx;
    private final Clock clock;
    private final CallEvent event;
    private final Integration integration;

    ScriptStory(Vertx vertx, Clock clock, CallEvent event, Integration integration) {
        this.vertx = vertx;
        this.clock = clock;
        this.event = event;
        this.integration = integration;
    }

    void said(ScriptLine line) {
        Map<String, String> data = data();
        data.put("level", line.level());
        String level = line.level().equals("log") ? "" : line.level() + ": ";
        tell("console: " + level + line.text(), data);
    }

    /** {@code script handled up (0.4 ms running, 120 ms in all)}. */
    void ended(ScriptEnd end) {
        Map<String, String> data = data();
        data.put("state", end.state().name().toLowerCase(Locale.ROOT));
        data.put("micros", Long.toString(end.running().toNanos() / 1_000));
        data.put("millis", Long.toString(end.inAll().toMillis()));
        if (end.line() > 0) {
            data.put("line", Integer.toString(end.line()));
            data.put("column", Integer.toString(end.column()));
        }
        if (!end.why().isEmpty()) {
            data.put("problem", end.why());
        }
        tell(words(end), data);
    }

    private String words(ScriptEnd end) {
        String handler = event.kind().word();
        String times =
                " ("
                        + millis(end.running())
                        + " ms running, "
                        + end.inAll().toMillis()
                        + " ms in all)";
        return switch (end.state()) {
            case DONE -> "script handled " + handler + times;
            case NO_HANDLER -> "script has no handler for " + handler;
            case FAILED -> "script failed at " + handler + " – " + end.place() + end.why() + times;
            case STOPPED -> "script was stopped at " + handler + " – " + end.why() + times;
            case PAUSED -> "script is paused, " + handler + " was not handled – " + end.why();
            case DROPPED -> "script did not handle " + handler + " – " + end.why();
        };
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toNanos() / 1e6);
    }

    void remarks(String command, String words) {
        Map<String, String> data = data();
        data.put("command", command);
        tell(command + ": " + words, data);
    }

    void refused(String command, String why) {
        Map<String, String> data = data();
        data.put("command", command);
        data.put("problem", why);
        tell(command + " was refused – " + why, data);
    }

    private Map<String, String> data() {
        Map<String, String> data = new HashMap<>();
        data.put("integration", integration.appname());
        data.put("integrationId", integration.id());
        data.put("event", event.kind().word());
        data.put("eventId", event.id());
        return data;
    }

    private void tell(String text, Map<String, String> data) {
        String words = integration.appname() + ": " + text;
        Topic.TRACE.publishHere(
                vertx,
                new TraceLine(
                        event.callId().toString(), clock.instant(), Step.SCRIPT, words, data));
    }
}
