package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.ScriptMistake;
import io.belfry.core.integration.Templates;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The editor of an integration. What is saved of an existing one is a draft until it is published.
 * Every button that changes the form's shape posts the form; it comes back changed and nothing is
 * saved. So the builder needs no script; with htmx only the rules are exchanged and the sample's
 * verdicts come while one types.
 */
final class IntegrationEditor {
    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;
    private final EditorModel model;
    private final ScriptDesk scripts;
    private final Trials trials;
    private final Templates templates;

    IntegrationEditor(
            Views views,
            SettingsDesk desk,
            Saving saving,
            EditorModel model,
            ScriptDesk scripts,
            Trials trials,
            Templates templates) {
        this.views = views;
        this.desk = desk;
        this.saving = saving;
        this.model = model;
        this.scripts = scripts;
        this.trials = trials;
        this.templates = templates;
    }

    void mount(Site site) {
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, rc -> posted(rc, ""));
        site.post(LIST + "/preview", Access.ADMIN, this::preview);
        site.post(LIST + "/sample", Access.ADMIN, this::otherSample);
        site.post(LIST + "/test", Access.ADMIN, this::testInPage);
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
        Future<JsonObject> published = desk.document(Thing.INTEGRATION, id);
        Future<Optional<JsonObject>> draft = desk.draft(id);
        Future.all(published, draft)
                .map(
                        both ->
                                draft.result()
                                        .map(IntegrationForm::of)
                                        .orElseGet(
                                                () ->
                                                        IntegrationForm.published(
                                                                published.result())))
                .onSuccess(form -> show(rc, id, form, "", Problems.NONE, marked(rc)))
                .onFailure(rc::fail);
    }

    /**
     * The line of the script that keeps a draft, which was saved just now, from being published.
     */
    private static Map<String, Object> marked(RoutingContext rc) {
        String line = rc.request().getParam("line", "");
        return line.matches("\\d{1,6}")
                ? Map.of("mistake", new ScriptMistake(Integer.parseInt(line), 0, ""))
                : Map.of();
    }

    private void posted(RoutingContext rc, String id) {
        IntegrationForm form = IntegrationForm.read(rc.request().formAttributes());
        desk.configuration()
                .onSuccess(all -> posted(rc, id, form.using(all.variableNames()), all))
                .onFailure(rc::fail);
    }

    private void posted(RoutingContext rc, String id, IntegrationForm form, Configuration all) {
        String button = new FormFields(rc.request().formAttributes()).text("step");
        Optional<FormStep> step = FormStep.parse(button);
        if (step.isPresent()) {
            IntegrationForm changed = step.get().apply(form, ruleName(rc));
            show(rc, id, changed, step.get().focus(changed), Problems.NONE, Map.of());
            return;
        }
        switch (button) {
            case "sample" -> show(rc, id, form, "sample", Problems.NONE, Map.of());
            case "example" ->
                    show(rc, id, withExample(rc, form), "script", Problems.NONE, Map.of());
            case "test" ->
                    test(rc, id, form, all)
                            .onSuccess(
                                    test ->
                                            show(
                                                    rc,
                                                    id,
                                                    form,
                                                    "test-result",
                                                    Problems.NONE,
                                                    Map.of("test", test)))
                            .onFailure(rc::fail);
            default -> save(rc, id, form, button);
        }
    }

    private static IntegrationForm withExample(RoutingContext rc, IntegrationForm form) {
        String key = new FormFields(rc.request().formAttributes()).text("example");
        return ScriptExamples.find(key)
                .map(example -> form.withScript(ScriptExamples.added(form.script(), example)))
                .orElse(form);
    }

    /**
     * A new integration may go live at once; what changes in one that is there waits for Publish.
     */
    private void save(RoutingContext rc, String id, IntegrationForm form, String button) {
        Saving.Again again = (problems, more) -> show(rc, id, form, "", problems, more);
        if (id.isEmpty() && !button.equals("draft")) {
            saving.save(rc, Thing.INTEGRATION, "", -1, form.document(), LIST, again);
            return;
        }
        boolean overwrite = rc.request().formAttributes().contains("overwrite");
        saving.save(
                rc,
                Thing.DRAFT,
                id,
                form.version(),
                overwrite || id.isEmpty() ? form.document() : form.draft(),
                saved -> savedAsDraft(rc, saved, form, button),
                again);
    }

    private void savedAsDraft(
            RoutingContext rc, ConfigAnswer.Saved saved, IntegrationForm form, String button) {
        String page = LIST + "/" + saved.id();
        if (button.equals("publish")) {
            Saving.redirect(rc, page + "/publish");
            return;
        }
        // it is saved: no trouble of the database is told any more, but the script may take long
        Site.takesLong(rc);
        compiled(form, saved.id())
                .onSuccess(
                        mistake -> {
                            if (mistake.isEmpty()) {
                                Flash.good(rc, "admin.draft.saved", Saving.name(saved.document()));
                            } else {
                                Flash.bad(
                                        rc, "admin.draft.saved.mistake", mistake.get().toString());
                            }
                            Saving.redirect(
                                    rc,
                                    page + mistake.map(each -> "?line=" + each.line()).orElse(""));
                        })
                .onFailure(rc::fail);
    }

    /** What keeps the script from being published; none also when nobody can say. */
    private Future<Optional<ScriptMistake>> compiled(IntegrationForm form, String id) {
        if (form.script().isBlank()) {
            return Future.succeededFuture(Optional.empty());
        }
        return desk.configuration()
                .compose(all -> scripts.attempt(integration(form, id, all), new JsonObject(), all))
                .map(
                        report ->
                                report.filter(each -> each.state().equals("failed"))
                                        .map(IntegrationEditor::mistake));
    }

    private static ScriptMistake mistake(ScriptReport report) {
        return new ScriptMistake(report.line(), report.column(), report.failure());
    }

    /** As typed, right or wrong. */
    private Integration integration(IntegrationForm form, String id, Configuration all) {
        return IntegrationDocument.check(
                        form.using(all.variableNames()).document(), id, all, templates)
                .value();
    }

    private Future<TestView> test(
            RoutingContext rc, String id, IntegrationForm form, Configuration all) {
        JsonObject event = model.samples(all).event(rc.request().formAttributes());
        boolean send = new FormFields(rc.request().formAttributes()).on("send");
        String who = Site.principal(rc).user();
        Site.takesLong(rc);
        return trials.run(integration(form, id, all), event, all, send, who)
                .map(trial -> TestView.of(trial, views.messages(), Views.locale(rc)));
    }

    /** The result alone, to be put into the page. */
    private void testInPage(RoutingContext rc) {
        IntegrationForm form = IntegrationForm.read(rc.request().formAttributes());
        String id = new FormFields(rc.request().formAttributes()).text("id");
        desk.configuration()
                .compose(all -> test(rc, id, form, all))
                .onSuccess(
                        test ->
                                views.show(
                                        rc,
                                        "admin/test :: result",
                                        Map.of("test", test, "focus", "")))
                .onFailure(rc::fail);
    }

    /** Verdicts of all rules and what is wrong with the templates, to be put at their places. */
    private void preview(RoutingContext rc) {
        IntegrationForm form = IntegrationForm.read(rc.request().formAttributes());
        String id = new FormFields(rc.request().formAttributes()).text("id");
        desk.configuration()
                .onSuccess(
                        all -> {
                            JsonObject event =
                                    model.samples(all).event(rc.request().formAttributes());
                            Previews.Result result =
                                    model.previews(rc)
                                            .of(form.using(all.variableNames()), id, event, all);
                            Map<String, Object> shown = new HashMap<>();
                            shown.put("choices", model.choices(rc, all));
                            shown.put("preview", result);
                            shown.put("problems", new Problems("", result.problems(), Map.of()));
                            views.show(rc, "admin/preview", shown);
                        })
                .onFailure(rc::fail);
    }

    private void otherSample(RoutingContext rc) {
        String key = new FormFields(rc.request().formAttributes()).text("sample", Samples.USUAL);
        desk.configuration()
                .onSuccess(
                        all -> {
                            Map<String, Object> shown = new HashMap<>();
                            model.putSample(rc, shown, all, key, model.samples(all).event(key));
                            shown.put("focus", "sample");
                            views.show(rc, "admin/sample :: panel", shown);
                        })
                .onFailure(rc::fail);
    }

    /** Shows the form as it is given, whatever is saved. */
    void show(
            RoutingContext rc,
            String id,
            IntegrationForm form,
            String focus,
            Problems problems,
            Map<String, Object> more) {
        Future<Configuration> all = desk.configuration();
        Future<EditorModel.Standing> standing = all.compose(now -> standing(id, now));
        Future.all(all, standing)
                .onSuccess(
                        both -> {
                            Map<String, Object> shown =
                                    model.page(
                                            rc,
                                            id,
                                            form,
                                            focus,
                                            problems,
                                            all.result(),
                                            standing.result());
                            shown.putAll(more);
                            views.show(rc, "admin/integration", shown);
                        })
                .onFailure(rc::fail);
    }

    private Future<EditorModel.Standing> standing(String id, Configuration all) {
        if (id.isEmpty()) {
            return Future.succeededFuture(EditorModel.Standing.NEW);
        }
        Future<Optional<JsonObject>> draft = desk.draft(id);
        Future<Map<String, ScriptState>> troubled = scripts.troubled();
        long version = all.integration(id).map(Integration::version).orElse(0L);
        return Future.all(draft, troubled)
                .map(
                        both ->
                                new EditorModel.Standing(
                                        version,
                                        draft.result(),
                                        Optional.ofNullable(troubled.result().get(id))));
    }
}
