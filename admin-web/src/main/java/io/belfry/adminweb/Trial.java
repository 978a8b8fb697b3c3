package io.belfry.adminweb;

import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.integration.RuleTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a test of an integration showed.
 *
 * @param scripted whether it has a script
 * @param script what the script did; none when there is none, or nobody answered who runs scripts
 * @param outcomes what became of what was really sent, in words, by place: {@code
 *     rules[0].actions[1]}, {@code script[2]}; empty when nothing was sent
 */
record Trial(
        RuleTest rules,
        boolean scripted,
        Optional<ScriptReport> script,
        boolean sent,
        Map<String, String> outcomes) {
    /** Of JavaScript that runs, for one event; waiting does not count. */
    static final int LIMIT_MILLIS = 250;

    private static final int MICROS = 1000;

    /** Rounded up: what ran is never shown as nothing. */
    static long millis(ScriptReport report) {
        return (report.micros() + MICROS - 1) / MICROS;
    }

    String outcome(String place) {
        return outcomes.getOrDefault(place, "");
    }

    static String ruleAction(int rule, int action) {
        return "rules[" + rule + "].actions[" + action + "]";
    }

    static String scriptCommand(int command) {
        return "script[" + command + "]";
    }

    /** As REST answers. */
    JsonObject json() {
        JsonObject json = rules.toJson().put("sent", sent);
        JsonArray all = json.getJsonArray("rules");
        for (int i = 0; i < all.size(); i++) {
            JsonArray actions = all.getJsonObject(i).getJsonArray("actions");
            for (int j = 0; j < actions.size(); j++) {
                putOutcome(actions.getJsonObject(j), ruleAction(i, j));
            }
        }
        if (scripted) {
            json.put("script", script.map(this::json).orElseGet(Trial::unavailable));
        }
        return json;
    }

    private void putOutcome(JsonObject json, String place) {
        if (!outcome(place).isEmpty()) {
            json.put("outcome", outcome(place));
        }
    }

    private static JsonObject unavailable() {
        return new JsonObject()
                .put("state", "unavailable")
                .put("failure", "scripts can not be tried right now");
    }

    private JsonObject json(ScriptReport report) {
        JsonArray commands = new JsonArray();
        List<ScriptCommand> all = report.commands();
        for (int i = 0; i < all.size(); i++) {
            ScriptCommand command = all.get(i);
            JsonObject json =
                    new JsonObject().put("name", command.name()).put("data", command.data());
            if (!command.refused().isEmpty()) {
                json.put("refused", command.refused());
            }
            putOutcome(json, scriptCommand(i));
            commands.add(json);
        }
        JsonArray console = new JsonArray();
        for (ScriptLine line : report.console()) {
            console.add(new JsonObject().put("level", line.level()).put("text", line.text()));
        }
        return new JsonObject()
                .put("state", report.state())
                .put("commands", commands)
                .put("console", console)
                .put("failure", report.failure())
                .put("line", report.line())
                .put("column", report.column())
                .put("micros", report.micros())
                .put("limitMicros", LIMIT_MILLIS * MICROS);
    }
}
