package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.account.ApiToken;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.belfry.core.web.Tokens;
import io.belfry.core.web.Views;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Settings → Tokens: what programs show. A secret is on one page, once. */
final class TokenPages {
    private static final String LIST = "/settings/tokens";
    private static final int MOST_ONCE = 1_000;

    private final Views views;
    private final ApiTokens tokens;
    private final SeenQueues seen;
    private final Clock clock;
    private final ZoneId zone;
    private final Used used = new Used(MOST_ONCE);
    private boolean configured;

    /**
     * A line of the list. Times are ISO, empty for never.
     *
     * @param scopes keys of their texts
     * @param fixed whether it comes from the configuration
     */
    public record Item(
            String id,
            String name,
            String prefix,
            List<String> scopes,
            List<String> queues,
            List<String> events,
            String createdBy,
            String lastUsed,
            String expires,
            boolean over,
            boolean fixed) {
        public boolean mayAll() {
            return scopes.size() == Scope.values().length;
        }
    }

    TokenPages(Views views, ApiTokens tokens, SeenQueues seen, Clock clock, ZoneId zone) {
        this.views = views;
        this.tokens = tokens;
        this.seen = seen;
        this.clock = clock;
        this.zone = zone;
    }

    void mount(Site site) {
        configured = site.hasConfiguredToken();
        site.get(LIST, Access.ADMIN, this::list);
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, this::create);
        site.post(LIST + "/:id/delete", Access.ADMIN, this::revoke);
    }

    private void list(RoutingContext rc) {
        tokens.list()
                .onSuccess(all -> views.show(rc, "admin/tokens", Map.of("items", items(all))))
                .onFailure(rc::fail);
    }

    private List<Item> items(List<ApiToken> made) {
        Stream<Item> first = configured ? Stream.of(ofConfiguration()) : Stream.empty();
        return Stream.concat(first, made.stream().map(this::item)).toList();
    }

    private Item item(ApiToken token) {
        return new Item(
                token.id(),
                token.name(),
                token.prefix(),
                token.scopes().stream().sorted().map(Scope::key).toList(),
                token.queues(),
                token.events().stream().sorted().map(Kind::word).toList(),
                token.createdBy(),
                token.lastUsed().equals(Instant.EPOCH) ? "" : token.lastUsed().toString(),
                token.expires().equals(Instant.MAX) ? "" : token.expires().toString(),
                token.isOver(clock.instant()),
                false);
    }

    private static Item ofConfiguration() {
        List<String> all = Arrays.stream(Scope.values()).map(Scope::key).toList();
        return new Item("", "api.token", "", all, List.of(), List.of(), "", "", "", false, true);
    }

    private void fresh(RoutingContext rc) {
        show(rc, TokenForm.fresh(Tokens.random()), Problems.NONE);
    }

    /** Answers with the secret itself: a redirect would have to keep it for a moment. */
    private void create(RoutingContext rc) {
        TokenForm form = TokenForm.read(rc.request().formAttributes());
        if (used.isUsed(form.once())) {
            Flash.bad(rc, "admin.token.once");
            Saving.redirect(rc, LIST);
            return;
        }
        tokens.create(form.document(zone), Actor.of(rc))
                .onSuccess(
                        made -> {
                            used.use(form.once());
                            made(rc, made);
                        })
                .onFailure(failure -> refused(rc, form, failure));
    }

    private void made(RoutingContext rc, ApiTokens.Made made) {
        Site.header(rc, "Cache-Control", "no-store");
        views.show(
                rc,
                "admin/tokenmade",
                Map.of(
                        "item",
                        item(made.token()),
                        "secret",
                        made.secret(),
                        "origin",
                        RestApi.origin(rc)));
    }

    private void refused(RoutingContext rc, TokenForm form, Throwable failure) {
        if (!(failure instanceof Problem problem)) {
            rc.fail(failure);
            return;
        }
        Site.status(rc, problem.status());
        Problems problems =
                Problems.of(rc, views, problem.getMessage(), problem.fields())
                        .gathered("queues")
                        .gathered("scopes")
                        .gathered("events");
        show(rc, form, problems);
    }

    private void show(RoutingContext rc, TokenForm form, Problems problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("form", form);
        model.put("scopes", Arrays.stream(Scope.values()).map(Scope::word).toList());
        model.put("events", Arrays.stream(Kind.values()).map(Kind::word).toList());
        model.put("known", seen.all());
        model.put("problems", problems);
        views.show(rc, "admin/token", model);
    }

    private void revoke(RoutingContext rc) {
        tokens.revoke(rc.pathParam("id"), Actor.of(rc))
                .onSuccess(
                        gone -> {
                            Flash.good(rc, "admin.token.revoked");
                            Saving.redirect(rc, LIST);
                        })
                .onFailure(rc::fail);
    }
}
