package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.bus.ScriptState;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.ScriptMistake;
import io.belfry.core.integration.Templates;
import io.belfry.core.web.Views;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the editor's page shows: the form, the sample call, and what the rules would do with it. */
final class EditorModel {
    private final Views views;
    private final Today today;
    private final RecentCalls recent;
    private final Templates templates;
    private final Clock clock;
    private final ZoneId zone;

    /**
     * How the draft stands.
     *
     * @param published version that calls see; 0 for a new integration
     * @param draft as it is saved; none when nothing waits to be published
     * @param trouble of its script; none when there is none
     */
    record Standing(long published, Optional<JsonObject> draft, Optional<ScriptState> trouble) {
        static final Standing NEW = new Standing(0, Optional.empty(), Optional.empty());
    }

    EditorModel(
            Views views,
            Today today,
            RecentCalls recent,
            Templates templates,
            Clock clock,
            ZoneId zone) {
        this.views = views;
        this.today = today;
        this.recent = recent;
        this.templates = templates;
        this.clock = clock;
        this.zone = zone;
    }

    Map<String, Object> page(
            RoutingContext rc,
            String id,
            IntegrationForm form,
            String focus,
            Problems problems,
            Configuration all,
            Standing standing) {
        Map<String, Object> model = new HashMap<>();
        putForm(rc, model, id, form);
        putVerdicts(rc, model, id, form, focus, all);
        putStanding(model, standing);
        model.put("choices", choices(rc, all));
        model.put("focus", focus);
        model.put("problems", problems.gathered("scriptHosts"));
        model.put("examples", ScriptExamples.ALL);
        model.put(
                "mistake",
                problems.has("script")
                        ? ScriptMistake.parse(problems.at("script"))
                        : new ScriptMistake(0, 0, ""));
        return model;
    }

    private void putForm(
            RoutingContext rc, Map<String, Object> model, String id, IntegrationForm form) {
        model.put("id", id);
        model.put("title", Texts.title(rc, views, id, "admin.integrations.new", form.appname()));
        model.put("action", id.isEmpty() ? LIST : LIST + "/" + id);
        model.put("form", form);
        model.put(
                "impact",
                IntegrationPages.impact(rc, views, form.rules().size(), today.popsOf(id)));
    }

    private static void putStanding(Map<String, Object> model, Standing standing) {
        model.put("published", standing.published());
        standing.draft().ifPresent(draft -> model.put("draft", DraftView.of(draft)));
        standing.trouble().ifPresent(state -> model.put("trouble", state));
    }

    private void putVerdicts(
            RoutingContext rc,
            Map<String, Object> model,
            String id,
            IntegrationForm form,
            String focus,
            Configuration all) {
        Samples samples = samples(all);
        MultiMap sent = rc.request().formAttributes();
        String key = new FormFields(sent).text("sample", Samples.USUAL);
        // another sample was chosen: what was changed in the one before is not for this one
        JsonObject event = focus.equals("sample") ? samples.event(key) : samples.event(sent);
        putSample(rc, model, all, key, event);
        Previews.Result result = previews(rc).of(form.using(all.variableNames()), id, event, all);
        model.put("previews", result.rules());
        model.put("warning", result.warning());
    }

    void putSample(
            RoutingContext rc,
            Map<String, Object> model,
            Configuration all,
            String key,
            JsonObject event) {
        model.put("samples", samples(all).groups(views.messages(), Views.locale(rc)));
        model.put("sample", Samples.view(key, event));
    }

    Samples samples(Configuration all) {
        return new Samples(all, recent, clock);
    }

    Previews previews(RoutingContext rc) {
        return new Previews(templates, zone, views.messages(), Views.locale(rc));
    }

    Choices choices(RoutingContext rc, Configuration all) {
        return new Choices(all, views.messages(), Views.locale(rc));
    }
}
