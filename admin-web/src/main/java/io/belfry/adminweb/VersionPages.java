package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.store.PublishedVersion;
import io.belfry.core.store.VersionStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was published before: who, when, what differs, and the way back. */
final class VersionPages {
    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final VersionStore versions;
    private final IntegrationEditor editor;

    /**
     * A line of the list.
     *
     * @param at when it was published, ISO-8601
     * @param live whether calls see it
     */
    public record Item(long version, String who, String at, boolean live) {}

    VersionPages(
            Vertx vertx,
            Views views,
            SettingsDesk desk,
            VersionStore versions,
            IntegrationEditor editor) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.versions = versions;
        this.editor = editor;
    }

    void mount(Site site) {
        site.get(LIST + "/:id/versions", Access.ADMIN, this::list);
        site.get(LIST + "/:id/versions/:number", Access.ADMIN, this::look);
        site.post(LIST + "/:id/versions/:number/restore", Access.ADMIN, this::restore);
    }

    private void list(RoutingContext rc) {
        String id = rc.pathParam("id");
        Future<JsonObject> published = desk.document(Thing.INTEGRATION, id);
        Future<List<PublishedVersion>> kept = versions.list(id, Long.MAX_VALUE, VersionStore.KEPT);
        Future.all(published, kept)
                .onSuccess(
                        both -> {
                            long live = published.result().getLong("version");
                            Map<String, Object> model = new HashMap<>();
                            model.put("id", id);
                            model.put("name", Saving.name(published.result()));
                            model.put("most", VersionStore.KEPT);
                            model.put(
                                    "items",
                                    kept.result().stream().map(each -> item(each, live)).toList());
                            views.show(rc, "admin/versions", model);
                        })
                .onFailure(rc::fail);
    }

    private static Item item(PublishedVersion version, long live) {
        return new Item(
                version.version(),
                version.publishedBy(),
                version.publishedAt().toString(),
                version.version() == live);
    }

    private void look(RoutingContext rc) {
        String id = rc.pathParam("id");
        Future<JsonObject> published = desk.document(Thing.INTEGRATION, id);
        Future<PublishedVersion> asked = find(rc, id, rc.pathParam("number"));
        Future<Optional<JsonObject>> draft = desk.draft(id);
        Future<JsonObject> other = asked.compose(version -> other(rc, id, version));
        Future.all(published, asked, draft, other)
                .compose(
                        all -> {
                            RuleWords words = new RuleWords(views.messages(), Views.locale(rc));
                            JsonObject before = other.result();
                            JsonObject after = asked.result().document();
                            return vertx.executeBlocking(
                                    () -> VersionDiff.between(before, after, words), false);
                        })
                .onSuccess(
                        difference -> {
                            Map<String, Object> model = new HashMap<>();
                            long live = published.result().getLong("version");
                            model.put("id", id);
                            model.put("name", Saving.name(published.result()));
                            model.put("item", item(asked.result(), live));
                            model.put("against", other.result().getLong("version", 0L));
                            model.put("difference", difference);
                            model.put(
                                    "labels", new FieldLabels(views.messages(), Views.locale(rc)));
                            draft.result()
                                    .ifPresent(each -> model.put("draft", DraftView.of(each)));
                            model.put("script", asked.result().document().getString("script", ""));
                            views.show(rc, "admin/version", model);
                        })
                .onFailure(rc::fail);
    }

    /** What it is compared with: as asked for, else the one before it; nothing before the first. */
    private Future<JsonObject> other(RoutingContext rc, String id, PublishedVersion version) {
        String against = rc.request().getParam("against", "");
        if (!against.isEmpty()) {
            return find(rc, id, against).map(PublishedVersion::document);
        }
        return versions.list(id, version.version(), 1)
                .map(found -> found.isEmpty() ? new JsonObject() : found.get(0).document());
    }

    private Future<PublishedVersion> find(RoutingContext rc, String id, String number) {
        return find(versions, id, number);
    }

    /**
     * @throws Problem 404 (as a failure) when it is not kept
     */
    static Future<PublishedVersion> find(VersionStore versions, String id, String number) {
        if (!number.matches("\\d{1,15}")) {
            return Future.failedFuture(SettingsDesk.missing(number));
        }
        return versions.find(id, Long.parseLong(number))
                .map(found -> found.orElseThrow(() -> SettingsDesk.missing(number)));
    }

    /**
     * It becomes the draft. What it names and is gone since is shown in the editor, to be mended.
     */
    private void restore(RoutingContext rc) {
        String id = rc.pathParam("id");
        long replaced = new FormFields(rc.request().formAttributes()).number("draft");
        find(rc, id, rc.pathParam("number"))
                .compose(
                        version ->
                                desk.update(
                                                Thing.DRAFT,
                                                id,
                                                replaced,
                                                version.document(),
                                                Actor.of(rc))
                                        .onSuccess(
                                                answer ->
                                                        restored(
                                                                rc, id, version, replaced, answer)))
                .onFailure(rc::fail);
    }

    private void restored(
            RoutingContext rc,
            String id,
            PublishedVersion version,
            long replaced,
            ConfigAnswer answer) {
        String number = Long.toString(version.version());
        if (answer instanceof ConfigAnswer.Saved) {
            Flash.good(rc, "admin.version.restored", number);
            Saving.redirect(rc, LIST + "/" + id + "/publish");
        } else if (answer instanceof ConfigAnswer.Conflict other) {
            Flash.bad(rc, "admin.version.conflict", other.who());
            Saving.redirect(rc, LIST + "/" + id + "/versions/" + number);
        } else if (answer instanceof ConfigAnswer.Refused refused) {
            Site.status(rc, 422);
            IntegrationForm form =
                    IntegrationForm.of(version.document().copy().put("version", replaced));
            editor.show(rc, id, form, "", Problems.of(rc, views, refused), Map.of());
        } else {
            rc.fail(Saving.problem(answer));
        }
    }
}
