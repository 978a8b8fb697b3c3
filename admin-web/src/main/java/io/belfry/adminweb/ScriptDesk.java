package io.belfry.adminweb;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ResumeScript;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptStates;
import io.belfry.core.bus.ScriptStatesQuery;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks whoever runs scripts. That nobody answers is no failure: pages say so and go on. */
final class ScriptDesk {
    private final Vertx vertx;

    ScriptDesk(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Tries the script of an integration; none when nobody answers.
     *
     * @param event empty to ask only whether it can be compiled
     */
    Future<Optional<ScriptReport>> attempt(
            Integration integration, JsonObject event, Configuration all) {
        ScriptTrial trial =
                new ScriptTrial(
                        integration.appname(), integration.script(), all.variableNames(), event);
        return Ask.TRY_SCRIPT
                .put(vertx, trial)
                .map(Optional::of)
                .otherwise(silence -> Optional.empty());
    }

    /** How the scripts are that somebody should look at, by integration. */
    Future<Map<String, ScriptState>> troubled() {
        return Ask.SCRIPT_STATES
                .put(vertx, new ScriptStatesQuery())
                .map(ScriptStates::states)
                .otherwise(List.of())
                .map(
                        states ->
                                states.stream()
                                        .filter(each -> !each.state().equals("running"))
                                        .collect(
                                                Collectors.toMap(
                                                        ScriptState::integrationId,
                                                        Function.identity(),
                                                        (one, other) -> one)));
    }

    /** Lets a paused script run again; none when nobody answers. */
    Future<Optional<ScriptState>> resume(String integration) {
        return Ask.RESUME_SCRIPT
                .put(vertx, new ResumeScript(integration))
                .map(Optional::of)
                .otherwise(silence -> Optional.empty());
    }
}
