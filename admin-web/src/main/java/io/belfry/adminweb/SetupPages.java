package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.belfry.core.account.Accounts;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** The first start: whoever holds the one-time link makes the administrator. */
final class SetupPages {
    private static final int FORBIDDEN = 403;
    private static final int UNPROCESSABLE = 422;

    private final Site site;
    private final Views views;
    private final Accounts accounts;

    SetupPages(Site site, Accounts accounts) {
        this.site = site;
        this.views = site.views();
        this.accounts = accounts;
    }

    void mount() {
        site.get("/setup", Access.PUBLIC, this::ask);
        site.post("/setup", Access.PUBLIC, this::create);
    }

    private void ask(RoutingContext rc) {
        String token = rc.request().getParam("token", "");
        accounts.isEmpty()
                .compose(
                        empty ->
                                accounts.setup()
                                        .isGood(token)
                                        .map(good -> empty ? state(token, good) : "done"))
                .onSuccess(state -> show(rc, state, token))
                .onFailure(rc::fail);
    }

    private static String state(String token, boolean good) {
        return token.isEmpty() ? "needed" : good ? "" : "wrong";
    }

    private void show(RoutingContext rc, String why, String token) {
        if (why.isEmpty()) {
            show(rc, token, "", "", Problems.NONE);
        } else {
            explain(rc, why);
        }
    }

    /** Without a usable link there is only an explanation. */
    private void explain(RoutingContext rc, String why) {
        Site.status(rc, why.equals("needed") ? 200 : FORBIDDEN);
        Map<String, Object> model = new HashMap<>();
        model.put("usable", false);
        model.put("why", "admin.setup." + why);
        views.show(rc, "admin/setup", model);
    }

    private void create(RoutingContext rc) {
        FormFields fields = new FormFields(rc.request().formAttributes());
        String password = fields.raw("password");
        if (!password.equals(fields.raw("again"))) {
            again(rc, Map.of("again", Texts.of(rc, views, "admin.setup.differ")));
            return;
        }
        JsonObject document =
                new JsonObject()
                        .put("user", fields.text("user"))
                        .put("name", fields.text("name"))
                        .put("password", password);
        accounts.setUp(fields.text("token"), document, Site.address(rc))
                .onSuccess(account -> enter(rc, account))
                .onFailure(failure -> refused(rc, failure));
    }

    private void enter(RoutingContext rc, Account account) {
        site.logIn(rc, account.principal())
                .onSuccess(session -> Saving.redirect(rc, "/"))
                .onFailure(rc::fail);
    }

    private void refused(RoutingContext rc, Throwable failure) {
        if (failure instanceof Problem problem && !problem.fields().isEmpty()) {
            again(rc, problem.fields());
        } else if (failure instanceof Problem problem && problem.status() == FORBIDDEN) {
            accounts.isEmpty()
                    .onSuccess(empty -> explain(rc, empty ? "wrong" : "done"))
                    .onFailure(rc::fail);
        } else {
            rc.fail(failure);
        }
    }

    private void again(RoutingContext rc, Map<String, String> wrong) {
        FormFields fields = new FormFields(rc.request().formAttributes());
        Site.status(rc, UNPROCESSABLE);
        show(
                rc,
                fields.text("token"),
                fields.text("user"),
                fields.text("name"),
                Problems.of(rc, views, "", wrong));
    }

    private void show(
            RoutingContext rc, String token, String user, String name, Problems problems) {
        Map<String, Object> model = new HashMap<>();
        model.put("usable", true);
        model.put("token", token);
        model.put("user", user);
        model.put("name", name);
        model.put("problems", problems);
        views.show(rc, "admin/setup", model);
    }
}
