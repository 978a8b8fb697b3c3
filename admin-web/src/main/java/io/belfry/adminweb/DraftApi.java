package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.store.PublishedVersion;
import io.belfry.core.store.VersionStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Permit;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** {@code /integrations/{id}/draft}, {@code /publish} and {@code /versions}. */
final class DraftApi {
    private static final String ONE = RestApi.BASE + "/integrations/:id";
    private static final Permit EDITORS = Access.ADMIN.andTokens(Scope.SETTINGS);

    private final Vertx vertx;
    private final SettingsDesk desk;
    private final VersionStore versions;
    private final RuleWords words;

    /**
     * @param words tell differences of rules
     */
    DraftApi(Vertx vertx, SettingsDesk desk, VersionStore versions, RuleWords words) {
        this.vertx = vertx;
        this.desk = desk;
        this.versions = versions;
        this.words = words;
    }

    void mount(Site site) {
        site.get(ONE + "/draft", EDITORS, this::read);
        site.put(ONE + "/draft", EDITORS, Rest.withBody(this::save));
        site.delete(ONE + "/draft", EDITORS, this::discard);
        site.post(ONE + "/publish", EDITORS, this::publish);
        site.get(ONE + "/versions", EDITORS, this::list);
        site.get(ONE + "/versions/:number", EDITORS, this::version);
    }

    private void read(RoutingContext rc) {
        draft(rc.pathParam("id")).onSuccess(found -> Rest.json(rc, 200, found)).onFailure(rc::fail);
    }

    private Future<JsonObject> draft(String id) {
        return desk.draft(id)
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                Problem.notFound(
                                                        "There is no draft of this integration.")));
    }

    private void save(RoutingContext rc, JsonObject document) {
        long version = SettingsApi.version(document);
        desk.update(Thing.DRAFT, rc.pathParam("id"), version, document, Actor.of(rc))
                .onSuccess(answer -> SettingsApi.answer(rc, 200, answer))
                .onFailure(rc::fail);
    }

    private void discard(RoutingContext rc) {
        desk.delete(Thing.DRAFT, rc.pathParam("id"), SettingsApi.version(rc), Actor.of(rc))
                .onSuccess(answer -> SettingsApi.answer(rc, 204, answer))
                .onFailure(rc::fail);
    }

    /** The body may be left out: then whatever the draft is now is published. */
    private void publish(RoutingContext rc) {
        if (rc.body().length() <= 0) {
            publish(rc, new JsonObject());
        } else {
            Rest.withBody(this::publish).handle(rc);
        }
    }

    private void publish(RoutingContext rc, JsonObject body) {
        for (String name : body.fieldNames()) {
            if (!List.of("version", "replaces").contains(name)) {
                throw Problem.invalid(Map.of(name, "unknown field; known: version, replaces"));
            }
        }
        if (body.getValue("replaces") != null && !(body.getValue("replaces") instanceof Number)) {
            throw Problem.invalid(Map.of("replaces", "must be a whole number"));
        }
        desk.publish(rc.pathParam("id"), SettingsApi.version(body), body, Actor.of(rc))
                .onSuccess(answer -> SettingsApi.answer(rc, 200, answer))
                .onFailure(rc::fail);
    }

    /** The cursor is the version behind which the page begins. */
    private void list(RoutingContext rc) {
        String id = rc.pathParam("id");
        int limit = Rest.limit(rc, VersionStore.KEPT, VersionStore.KEPT);
        String cursor = Rest.query(rc, "cursor");
        if (!cursor.matches("\\d{0,15}")) {
            throw Problem.badRequest("cursor must be the next of another page of this list.");
        }
        long before = cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
        desk.document(Thing.INTEGRATION, id)
                .compose(there -> versions.list(id, before, limit + 1))
                .onSuccess(
                        found -> {
                            List<PublishedVersion> shown =
                                    found.subList(0, Math.min(limit, found.size()));
                            Rest.page(
                                    rc,
                                    shown.stream().map(DraftApi::summary).toList(),
                                    found.size() <= limit
                                            ? ""
                                            : Long.toString(shown.get(limit - 1).version()));
                        })
                .onFailure(rc::fail);
    }

    private static JsonObject summary(PublishedVersion version) {
        return new JsonObject()
                .put("version", version.version())
                .put("publishedBy", version.publishedBy())
                .put("publishedAt", version.publishedAt().toString());
    }

    /**
     * With {@code against}, also what differs from another version, from what is live or the draft.
     */
    private void version(RoutingContext rc) {
        String id = rc.pathParam("id");
        VersionPages.find(versions, id, rc.pathParam("number"))
                .compose(
                        found -> {
                            // its number is no version of a draft, as which it may be sent back
                            JsonObject document = found.document();
                            document.remove("version");
                            JsonObject whole = summary(found).put("document", document);
                            String against = Rest.query(rc, "against");
                            return against.isEmpty()
                                    ? Future.succeededFuture(whole)
                                    : other(id, against).compose(other -> compared(whole, other));
                        })
                .onSuccess(found -> Rest.json(rc, 200, found))
                .onFailure(rc::fail);
    }

    private Future<JsonObject> other(String id, String against) {
        return switch (against) {
            case "live" -> desk.document(Thing.INTEGRATION, id);
            case "draft" -> draft(id);
            default -> VersionPages.find(versions, id, against).map(PublishedVersion::document);
        };
    }

    private Future<JsonObject> compared(JsonObject whole, JsonObject other) {
        JsonObject document = whole.getJsonObject("document");
        return vertx.executeBlocking(() -> VersionDiff.between(document, other, words), false)
                .map(difference -> whole.put("difference", difference.json()));
    }
}
