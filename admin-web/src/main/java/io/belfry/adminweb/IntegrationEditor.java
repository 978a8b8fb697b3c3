package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Templates;
import io.belfry.core.web.Access;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The editor of an integration. Every button that changes the form's shape posts the form; it comes
 * back changed and nothing is saved. So the builder needs no script; with htmx only the rules are
 * exchanged and the sample's verdicts come while one types.
 */
final class IntegrationEditor {
    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;
    private final Today today;
    private final RecentCalls recent;
    private final Templates templates;
    private final Clock clock;
    private final ZoneId zone;

    IntegrationEditor(
            Views views,
            SettingsDesk desk,
            Saving saving,
            Today today,
            RecentCalls recent,
            Templates templates,
            Clock clock,
            ZoneId zone) {
        this.views = views;
        this.desk = desk;
        this.saving = saving;
        this.today = today;
        this.recent = recent;
        this.templates = templates;
        this.clock = clock;
        this.zone = zone;
    }

    void mount(Site site) {
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, rc -> posted(rc, ""));
        site.post(LIST + "/preview", Access.ADMIN, this::preview);
        site.post(LIST + "/sample", Access.ADMIN, this::otherSample);
        site.get(LIST + "/:id", Access.ADMIN, this::edit);
        site.post(LIST + "/:id", Access.ADMIN, rc -> posted(rc, rc.pathParam("id")));
    }

    private void fresh(RoutingContext rc) {
        show(rc, "", IntegrationForm.fresh(ruleName(rc)), "", Problems.NONE, Map.of());
    }

    private String ruleName(RoutingContext rc) {
        return Texts.of(rc, views, "admin.rule.usual");
    }

    private void edit(RoutingContext rc) {
        String id = rc.pathParam("id");
        desk.document(Thing.INTEGRATION, id)
                .onSuccess(
                        found ->
                                show(
                                        rc,
                                        id,
                                        IntegrationForm.of(found),
                                        "",
                                        Problems.NONE,
                                        Map.of()))
                .onFailure(rc::fail);
    }

    private void posted(RoutingContext rc, String id) {
        IntegrationForm form = IntegrationForm.read(rc.request().formAttributes());
        desk.configuration()
                .onSuccess(all -> posted(rc, id, form.using(all.variableNames())))
                .onFailure(rc::fail);
    }

    private void posted(RoutingContext rc, String id, IntegrationForm form) {
        String button = new FormFields(rc.request().formAttributes()).text("step");
        Optional<FormStep> step = FormStep.parse(button);
        if (step.isPresent()) {
            IntegrationForm changed = step.get().apply(form, ruleName(rc));
            show(rc, id, changed, step.get().focus(changed), Problems.NONE, Map.of());
        } else if (button.equals("sample")) {
            show(rc, id, form, "sample", Problems.NONE, Map.of());
        } else {
            saving.save(
                    rc,
                    Thing.INTEGRATION,
                    id,
                    form.version(),
                    form.document(),
                    LIST,
                    (problems, more) -> show(rc, id, form, "", problems, more));
        }
    }

    /** Verdicts of all rules and what is wrong with the templates, to be put at their places. */
    private void preview(RoutingContext rc) {
        IntegrationForm form = IntegrationForm.read(rc.request().formAttributes());
        String id = new FormFields(rc.request().formAttributes()).text("id");
        desk.configuration()
                .onSuccess(
                        all -> {
                            JsonObject event = samples(all).event(rc.request().formAttributes());
                            Previews.Result result =
                                    previews(rc)
                                            .of(form.using(all.variableNames()), id, event, all);
                            Map<String, Object> model = new HashMap<>();
                            model.put("choices", choices(rc, all));
                            model.put("preview", result);
                            model.put("problems", new Problems("", result.problems(), Map.of()));
                            views.show(rc, "admin/preview", model);
                        })
                .onFailure(rc::fail);
    }

    private void otherSample(RoutingContext rc) {
        String key = new FormFields(rc.request().formAttributes()).text("sample", Samples.USUAL);
        desk.configuration()
                .onSuccess(
                        all -> {
                            Map<String, Object> model = new HashMap<>();
                            putSample(rc, model, all, key, samples(all).event(key));
                            model.put("focus", "sample");
                            views.show(rc, "admin/sample :: panel", model);
                        })
                .onFailure(rc::fail);
    }

    private void show(
            RoutingContext rc,
            String id,
            IntegrationForm form,
            String focus,
            Problems problems,
            Map<String, Object> more) {
        desk.configuration()
                .onSuccess(
                        all -> {
                            Map<String, Object> model = new HashMap<>(more);
                            putForm(rc, model, id, form);
                            putVerdicts(rc, model, id, form, focus, all);
                            model.put("choices", choices(rc, all));
                            model.put("focus", focus);
                            model.put("problems", problems);
                            views.show(rc, "admin/integration", model);
                        })
                .onFailure(rc::fail);
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

    private void putVerdicts(
            RoutingContext rc,
            Map<String, Object> model,
            String id,
            IntegrationForm form,
            String focus,
            Configuration all) {
        Samples samples = samples(all);
        FormFields fields = new FormFields(rc.request().formAttributes());
        String key = fields.text("sample", Samples.USUAL);
        // another sample was chosen: what was changed in the one before is not for this one
        JsonObject event =
                focus.equals("sample")
                        ? samples.event(key)
                        : samples.event(rc.request().formAttributes());
        putSample(rc, model, all, key, event);
        Previews.Result result = previews(rc).of(form.using(all.variableNames()), id, event, all);
        model.put("previews", result.rules());
        model.put("warning", result.warning());
    }

    private void putSample(
            RoutingContext rc,
            Map<String, Object> model,
            Configuration all,
            String key,
            JsonObject event) {
        model.put("samples", samples(all).groups(views.messages(), Views.locale(rc)));
        model.put("sample", Samples.view(key, event));
    }

    private Samples samples(Configuration all) {
        return new Samples(all, recent, clock);
    }

    private Previews previews(RoutingContext rc) {
        return new Previews(templates, zone, views.messages(), Views.locale(rc));
    }

    private Choices choices(RoutingContext rc, Configuration all) {
        return new Choices(all, views.messages(), Views.locale(rc));
    }
}
