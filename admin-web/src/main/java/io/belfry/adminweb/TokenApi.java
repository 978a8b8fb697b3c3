package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.account.ApiToken;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.account.TokenDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.Grant;
import io.belfry.core.web.ListPage;
import io.belfry.core.web.Permit;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /tokens}: make, list and revoke tokens of programs. */
final class TokenApi {
    private static final String PATH = RestApi.BASE + "/tokens";
    private static final int CONFLICT = 409;

    private final ApiTokens tokens;
    private boolean configured;

    TokenApi(ApiTokens tokens) {
        this.tokens = tokens;
    }

    void mount(Site site) {
        Permit permit = Access.ADMIN.andTokens(Scope.SETTINGS);
        configured = site.hasConfiguredToken();
        site.get(PATH, permit, this::list);
        site.post(PATH, permit, Rest.withBody(this::create));
        site.get(PATH + "/:id", permit, this::read);
        site.delete(PATH + "/:id", permit, this::revoke);
    }

    private void list(RoutingContext rc) {
        ListPage page = RestApi.page(rc);
        tokens.list().onSuccess(made -> page.answer(rc, documents(made))).onFailure(rc::fail);
    }

    private List<JsonObject> documents(List<ApiToken> made) {
        Stream<JsonObject> first = configured ? Stream.of(ofConfiguration()) : Stream.empty();
        return Stream.concat(first, made.stream().map(TokenApi::json)).toList();
    }

    private static JsonObject json(ApiToken token) {
        return TokenDocument.json(token).put("source", "settings");
    }

    /** Nothing is known of it but that it may everything. */
    private static JsonObject ofConfiguration() {
        return new JsonObject()
                .put("id", Grant.CONFIGURED)
                .put("name", "api.token")
                .put("prefix", "")
                .put(
                        "scopes",
                        new JsonArray(Arrays.stream(Scope.values()).map(Scope::word).toList()))
                .put("queues", new JsonArray())
                .put("events", new JsonArray())
                .put("created", null)
                .put("createdBy", "")
                .put("expires", null)
                .put("lastUsed", null)
                .put("source", "api.token");
    }

    private void read(RoutingContext rc) {
        String id = rc.pathParam("id");
        (isConfigured(id) ? Future.succeededFuture(ofConfiguration()) : found(id))
                .onSuccess(document -> Rest.json(rc, 200, document))
                .onFailure(rc::fail);
    }

    private Future<JsonObject> found(String id) {
        return tokens.byId(id)
                .map(
                        found ->
                                found.map(TokenApi::json)
                                        .orElseThrow(() -> SettingsDesk.missing(id)));
    }

    private boolean isConfigured(String id) {
        return configured && id.equals(Grant.CONFIGURED);
    }

    /** The one answer that has the secret. */
    private void create(RoutingContext rc, JsonObject document) {
        tokens.create(document, Actor.of(rc))
                .onSuccess(
                        made ->
                                Rest.createdOnce(
                                        rc,
                                        PATH + "/" + made.token().id(),
                                        json(made.token()).put("secret", made.secret()),
                                        "secret"))
                .onFailure(rc::fail);
    }

    private void revoke(RoutingContext rc) {
        String id = rc.pathParam("id");
        if (isConfigured(id)) {
            throw new Problem(
                    CONFLICT,
                    "read_only",
                    "It comes from the configuration (api.token); change it there.",
                    Map.of());
        }
        tokens.revoke(id, Actor.of(rc)).onSuccess(gone -> Rest.noContent(rc)).onFailure(rc::fail);
    }
}
