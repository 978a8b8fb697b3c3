package io.belfry.core.integration;

import io.belfry.core.agent.AgentDirectory;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** Tries an integration, saved or still a draft, on an event. Sends nothing. */
public final class RuleTester {
    private RuleTester() {}

    /**
     * @param event public form of an event, for example of {@link SampleCalls} or of an old call;
     *     may be incomplete, a missing field is empty
     * @param zone where the contact centre's clock hangs
     */
    public static RuleTest test(
            Integration integration, JsonObject event, AgentDirectory directory, ZoneId zone) {
        long began = System.nanoTime();
        EventFields fields = new EventFields(event, zone);
        List<RuleTest.Result> results =
                integration.rules().stream()
                        .map(rule -> result(rule, integration.url(), fields))
                        .toList();
        return new RuleTest(
                integration.appname(),
                integration.enabled(),
                agent(fields, directory),
                results,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static RuleTest.Result result(Rule rule, String home, EventFields event) {
        RulePlan plan = RulePlan.of(rule, home);
        return new RuleTest.Result(rule.name(), plan.judge(event), plan.effects(event));
    }

    private static String agent(EventFields event, AgentDirectory directory) {
        return event.text("peer").isEmpty() ? "" : AgentAddress.of(event, directory).label();
    }
}
