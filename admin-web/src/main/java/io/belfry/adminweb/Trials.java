package io.belfry.adminweb;

import io.belfry.core.bus.ScriptReport;
import io.belfry.core.integration.AgentAddress;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.EventFields;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.RuleTest;
import io.belfry.core.integration.RuleTester;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tries an integration, saved or not, on an event: its rules and its script. */
final class Trials {
    private final Vertx vertx;
    private final ScriptDesk scripts;
    private final Clock clock;
    private final ZoneId zone;

    Trials(Vertx vertx, ScriptDesk scripts, Clock clock, ZoneId zone) {
        this.vertx = vertx;
        this.scripts = scripts;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * @param send whether to really do what the rules and the script ask for
     * @param who does it
     */
    Future<Trial> run(
            Integration integration,
            JsonObject event,
            Configuration all,
            boolean send,
            String who) {
        RuleTest rules = RuleTester.test(integration, event, all.directory(), zone);
        boolean scripted = !integration.script().isEmpty();
        Future<Optional<ScriptReport>> script =
                scripted
                        ? scripts.attempt(integration, event, all)
                        : Future.succeededFuture(Optional.empty());
        return script.compose(
                report ->
                        sent(integration, event, all, send, who, rules, report)
                                .map(
                                        outcomes ->
                                                new Trial(
                                                        rules, scripted, report, send, outcomes)));
    }

    private Future<Map<String, String>> sent(
            Integration integration,
            JsonObject event,
            Configuration all,
            boolean send,
            String who,
            RuleTest rules,
            Optional<ScriptReport> report) {
        if (!send) {
            return Future.succeededFuture(Map.of());
        }
        EventFields fields = new EventFields(event, zone);
        String agent =
                fields.text("peer").isEmpty()
                        ? ""
                        : AgentAddress.of(fields, all.directory()).address();
        return new TestSender(vertx, clock, integration, event, agent, who)
                .send(rules, report.map(List::of).orElse(List.of()));
    }
}
