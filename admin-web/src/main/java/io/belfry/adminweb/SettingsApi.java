package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.web.Access;
import io.belfry.core.web.ListPage;
import io.belfry.core.web.Permit;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/**
 * One kind of settings as a REST resource: list, create, read, replace, delete. What is right and
 * what is wrong is decided by the owner of the settings, as for the pages.
 */
final class SettingsApi {
    private final SettingsDesk desk;
    private final Thing thing;
    private final String path;
    private final Permit readers;

    /**
     * @param name of the resource, {@code integrations}
     * @param readers who may see it; only administrators may change it
     */
    SettingsApi(SettingsDesk desk, Thing thing, String name, Permit readers) {
        this.desk = desk;
        this.thing = thing;
        this.path = RestApi.BASE + "/" + name;
        this.readers = readers;
    }

    void mount(Site site) {
        site.get(path, readers, this::list);
        site.post(path, Access.ADMIN.andTokens(Scope.SETTINGS), Rest.withBody(this::create));
        site.get(path + "/:id", readers, this::read);
        site.put(
                path + "/:id",
                Access.ADMIN.andTokens(Scope.SETTINGS),
                Rest.withBody(this::replace));
        site.delete(path + "/:id", Access.ADMIN.andTokens(Scope.SETTINGS), this::delete);
    }

    private void list(RoutingContext rc) {
        ListPage page = RestApi.page(rc);
        desk.documents(thing).onSuccess(all -> page.answer(rc, all)).onFailure(rc::fail);
    }

    private void read(RoutingContext rc) {
        desk.document(thing, rc.pathParam("id"))
                .onSuccess(found -> Rest.json(rc, 200, found))
                .onFailure(rc::fail);
    }

    private void create(RoutingContext rc, JsonObject document) {
        desk.create(thing, document, Actor.of(rc))
                .onSuccess(
                        answer -> {
                            if (answer instanceof ConfigAnswer.Saved saved) {
                                Rest.created(rc, path + "/" + saved.id(), saved.document());
                            } else {
                                rc.fail(Saving.problem(answer));
                            }
                        })
                .onFailure(rc::fail);
    }

    /** Without a version whatever is there is replaced. */
    private void replace(RoutingContext rc, JsonObject document) {
        desk.update(thing, rc.pathParam("id"), version(document), document, Actor.of(rc))
                .onSuccess(answer -> answer(rc, 200, answer))
                .onFailure(rc::fail);
    }

    /** The version that a document was based on; negative when it does not say. */
    static long version(JsonObject document) {
        Object version = document.getValue("version");
        if (version == null) {
            return -1;
        }
        if (version instanceof Integer || version instanceof Long) {
            return Math.max(0, ((Number) version).longValue());
        }
        throw Problem.invalid(Map.of("version", "must be a whole number"));
    }

    private void delete(RoutingContext rc) {
        desk.delete(thing, rc.pathParam("id"), version(rc), Actor.of(rc))
                .onSuccess(answer -> answer(rc, 204, answer))
                .onFailure(rc::fail);
    }

    /** The version in the query; negative when there is none. */
    static long version(RoutingContext rc) {
        String version = Rest.query(rc, "version");
        if (!version.matches("\\d{0,15}")) {
            throw Problem.badRequest("version must be a whole number.");
        }
        return version.isEmpty() ? -1 : Long.parseLong(version);
    }

    static void answer(RoutingContext rc, int status, ConfigAnswer answer) {
        if (!(answer instanceof ConfigAnswer.Saved saved)) {
            rc.fail(Saving.problem(answer));
        } else if (status == 204) {
            Rest.noContent(rc);
        } else {
            Rest.json(rc, status, saved.document());
        }
    }
}
