package io.belfry.core.integration;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * What an integration would do with an event, rule by rule. Nothing was sent.
 *
 * @param agent who would get pages and messages: name and number, the peer when nobody in the
 *     settings has it, empty when the event is about nobody
 * @param took how long judging and filling in took
 */
public record RuleTest(
        String integration, boolean enabled, String agent, List<Result> rules, Duration took) {
    private static final int NANOS_PER_MICRO = 1000;

    public RuleTest {
        rules = List.copyOf(rules);
    }

    /**
     * @param effects what the actions come to, also where the verdict is no: so that the address
     *     can be seen while the conditions are still being written
     */
    public record Result(String rule, Verdict verdict, List<Effect> effects) {
        public Result {
            effects = List.copyOf(effects);
        }
    }

    /** As REST answers: per rule the verdict and what each action would do. */
    public JsonObject toJson() {
        JsonArray all = new JsonArray();
        rules.forEach(result -> all.add(json(result)));
        return new JsonObject()
                .put("integration", integration)
                .put("enabled", enabled)
                .put("agent", agent)
                .put("rules", all)
                .put("micros", took.toNanos() / NANOS_PER_MICRO)
                .put("sent", false);
    }

    private static JsonObject json(Result result) {
        JsonArray actions = new JsonArray();
        result.effects().forEach(effect -> actions.add(json(effect)));
        JsonObject verdict = new JsonObject().put("holds", result.verdict().holds());
        if (result.verdict() instanceof Verdict.No no) {
            verdict.put("because", no.because())
                    .put("field", no.field())
                    .put("actual", no.actual())
                    .put("wanted", no.wanted());
        } else if (result.verdict() instanceof Verdict.Yes yes) {
            verdict.put("because", yes.because());
        }
        return new JsonObject()
                .put("name", result.rule())
                .put("verdict", verdict)
                .put("actions", actions);
    }

    private static JsonObject json(Effect effect) {
        JsonObject json = new JsonObject().put("type", effect.type());
        if (effect instanceof Effect.OpenPage page) {
            json.put("url", page.url()).put("mode", page.mode().word());
        } else if (effect instanceof Effect.ShowNotice notice) {
            json.put("level", notice.level().word())
                    .put("title", notice.title())
                    .put("body", notice.body());
        } else if (effect instanceof Effect.WriteRow row) {
            json.put("reference", row.reference()).put("url", row.url());
            if (!row.missing().isEmpty()) {
                json.put("problem", row.missing());
            }
        } else if (effect instanceof Effect.Nothing nothing) {
            json.put("problem", nothing.because());
        }
        return json;
    }
}
