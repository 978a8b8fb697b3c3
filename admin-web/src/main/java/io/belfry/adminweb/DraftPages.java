package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** From a draft to what calls see: what would change, publish, or throw it away. */
final class DraftPages {
    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final Undo undo;
    private final ScriptDesk scripts;
    private final IntegrationEditor editor;

    /**
     * @param editor shows a draft again that can not be published
     */
    DraftPages(
            Vertx vertx,
            Views views,
            SettingsDesk desk,
            Undo undo,
            ScriptDesk scripts,
            IntegrationEditor editor) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.undo = undo;
        this.scripts = scripts;
        this.editor = editor;
    }

    void mount(Site site) {
        site.get(LIST + "/:id/publish", Access.ADMIN, this::look);
        site.post(LIST + "/:id/publish", Access.ADMIN, this::publish);
        site.post(LIST + "/:id/discard", Access.ADMIN, this::discard);
        site.post(LIST + "/:id/resume", Access.ADMIN, this::resume);
    }

    private void look(RoutingContext rc) {
        String id = rc.pathParam("id");
        Future<JsonObject> published = desk.document(Thing.INTEGRATION, id);
        Future<Optional<JsonObject>> draft = desk.draft(id);
        Future.all(published, draft)
                .onSuccess(
                        both -> {
                            if (draft.result().isEmpty()) {
                                Flash.good(rc, "admin.draft.none");
                                Saving.redirect(rc, LIST + "/" + id);
                            } else {
                                show(rc, id, published.result(), draft.result().get());
                            }
                        })
                .onFailure(rc::fail);
    }

    private void show(RoutingContext rc, String id, JsonObject published, JsonObject draft) {
        RuleWords words = new RuleWords(views.messages(), Views.locale(rc));
        vertx.executeBlocking(() -> VersionDiff.between(published, draft, words), false)
                .onSuccess(
                        difference -> {
                            Map<String, Object> model = new HashMap<>();
                            model.put("id", id);
                            model.put("name", Saving.name(draft));
                            model.put("difference", difference);
                            model.put("draft", DraftView.of(draft));
                            model.put("published", published.getLong("version"));
                            model.put("publishedBy", published.getString("updatedBy", ""));
                            model.put("publishedAt", published.getString("updatedAt", ""));
                            model.put(
                                    "labels", new FieldLabels(views.messages(), Views.locale(rc)));
                            views.show(rc, "admin/publish", model);
                        })
                .onFailure(rc::fail);
    }

    /** The page says which draft it showed and what it would replace: nothing else is published. */
    private void publish(RoutingContext rc) {
        String id = rc.pathParam("id");
        FormFields fields = new FormFields(rc.request().formAttributes());
        JsonObject more = new JsonObject().put("replaces", fields.number("replaces"));
        desk.publish(id, fields.number("version"), more, Actor.of(rc))
                .onSuccess(answer -> published(rc, id, answer))
                .onFailure(rc::fail);
    }

    private void published(RoutingContext rc, String id, ConfigAnswer answer) {
        if (answer instanceof ConfigAnswer.Saved saved) {
            String name = Saving.name(saved.document());
            boolean checked = !saved.document().getJsonObject("warnings").containsKey("script");
            Flash.good(
                    rc,
                    checked ? "admin.published" : "admin.published.unchecked",
                    name,
                    Long.toString(saved.version()));
            Saving.redirect(rc, LIST);
        } else if (answer instanceof ConfigAnswer.Refused refused) {
            again(rc, id, refused);
        } else if (answer instanceof ConfigAnswer.Conflict other) {
            // the page that comes shows what is there now
            Flash.bad(rc, "admin.publish.conflict", other.who());
            Saving.redirect(rc, LIST + "/" + id + "/publish");
        } else {
            Flash.good(rc, "admin.draft.none");
            Saving.redirect(rc, LIST + "/" + id);
        }
    }

    private void again(RoutingContext rc, String id, ConfigAnswer.Refused refused) {
        desk.draft(id)
                .onSuccess(
                        draft -> {
                            Site.status(rc, 422);
                            editor.show(
                                    rc,
                                    id,
                                    IntegrationForm.of(
                                            draft.orElseThrow(() -> SettingsDesk.missing(id))),
                                    "",
                                    Problems.of(rc, views, refused),
                                    Map.of());
                        })
                .onFailure(rc::fail);
    }

    private void discard(RoutingContext rc) {
        String id = rc.pathParam("id");
        long version = new FormFields(rc.request().formAttributes()).number("version");
        desk.delete(Thing.DRAFT, id, version, Actor.of(rc))
                .onSuccess(
                        answer -> {
                            if (answer instanceof ConfigAnswer.Saved gone) {
                                String name =
                                        Texts.of(
                                                rc,
                                                views,
                                                "admin.draft.of",
                                                Saving.name(gone.document()));
                                String key = undo.remember(Thing.DRAFT, id, name, Actor.of(rc));
                                Saving.redirect(rc, LIST + "?deleted=" + key);
                            } else {
                                Flash.bad(rc, "admin.draft.kept");
                                Saving.redirect(rc, LIST + "/" + id);
                            }
                        })
                .onFailure(rc::fail);
    }

    private void resume(RoutingContext rc) {
        String id = rc.pathParam("id");
        scripts.resume(id)
                .onSuccess(
                        state -> {
                            if (state.filter(each -> !each.state().equals("paused")).isPresent()) {
                                Flash.good(rc, "admin.script.resumed");
                            } else {
                                Flash.bad(rc, "admin.script.resumed.not");
                            }
                            Saving.redirect(rc, LIST + "/" + id);
                        })
                .onFailure(rc::fail);
    }
}
