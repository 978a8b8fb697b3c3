package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.belfry.core.account.Accounts;
import io.belfry.core.account.Actor;
import io.belfry.core.account.UserDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.ListPage;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /users}: administrators and supervisors. */
final class UserApi {
    private static final String PATH = RestApi.BASE + "/users";

    private final Accounts accounts;

    UserApi(Accounts accounts) {
        this.accounts = accounts;
    }

    void mount(Site site) {
        site.get(PATH, Access.ADMIN.andTokens(Scope.SETTINGS), this::list);
        site.post(PATH, Access.ADMIN.andTokens(Scope.SETTINGS), Rest.withBody(this::create));
        site.get(PATH + "/:id", Access.ADMIN.andTokens(Scope.SETTINGS), this::read);
        site.put(
                PATH + "/:id",
                Access.ADMIN.andTokens(Scope.SETTINGS),
                Rest.withBody(this::replace));
        site.delete(PATH + "/:id", Access.ADMIN.andTokens(Scope.SETTINGS), this::delete);
    }

    private void list(RoutingContext rc) {
        ListPage page = RestApi.page(rc);
        accounts.list()
                .onSuccess(all -> page.answer(rc, all.stream().map(this::json).toList()))
                .onFailure(rc::fail);
    }

    private JsonObject json(Account account) {
        return UserDocument.json(account)
                .put("source", accounts.isConfigured(account) ? "admin.user" : "settings");
    }

    private void read(RoutingContext rc) {
        found(rc.pathParam("id"))
                .onSuccess(account -> Rest.json(rc, 200, json(account)))
                .onFailure(rc::fail);
    }

    private Future<Account> found(String id) {
        return accounts.find(id).map(found -> found.orElseThrow(() -> SettingsDesk.missing(id)));
    }

    private void create(RoutingContext rc, JsonObject document) {
        accounts.create(document, Actor.of(rc))
                .onSuccess(account -> Rest.created(rc, PATH + "/" + account.id(), json(account)))
                .onFailure(rc::fail);
    }

    private void replace(RoutingContext rc, JsonObject document) {
        String id = rc.pathParam("id");
        version(id, SettingsApi.version(document))
                .compose(version -> accounts.update(id, version, document, Actor.of(rc)))
                .onSuccess(account -> Rest.json(rc, 200, json(account)))
                .onFailure(rc::fail);
    }

    /** Who sends no version changes whatever is there. */
    private Future<Long> version(String id, long asked) {
        return asked >= 0 ? Future.succeededFuture(asked) : found(id).map(Account::version);
    }

    private void delete(RoutingContext rc) {
        String id = rc.pathParam("id");
        version(id, SettingsApi.version(rc))
                .compose(version -> accounts.delete(id, version, Actor.of(rc)))
                .onSuccess(gone -> Rest.noContent(rc))
                .onFailure(rc::fail);
    }
}
