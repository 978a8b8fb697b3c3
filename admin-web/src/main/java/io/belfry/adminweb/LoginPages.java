package io.belfry.adminweb;

import io.belfry.core.account.Account;
import io.belfry.core.account.Accounts;
import io.belfry.core.account.Login;
import io.belfry.core.web.Access;
import io.belfry.core.web.Preferences;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** In and out. What was wrong with a log-in is not said: a guesser learns nothing. */
final class LoginPages {
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;

    private final Site site;
    private final Views views;
    private final Accounts accounts;

    LoginPages(Site site, Accounts accounts) {
        this.site = site;
        this.views = site.views();
        this.accounts = accounts;
    }

    void mount() {
        site.get("/login", Access.PUBLIC, this::ask);
        site.post("/login", Access.PUBLIC, this::logIn);
        site.post("/logout", Access.PUBLIC, this::logOut);
        site.get("/account/session", Access.SUPERVISOR, this::session);
    }

    private void ask(RoutingContext rc) {
        String next = Preferences.localPath(rc.request().getParam("next", "/"));
        if (Site.findPrincipal(rc).isPresent()) {
            Saving.redirect(rc, next);
            return;
        }
        accounts.isEmpty()
                .onSuccess(
                        empty -> {
                            if (empty) {
                                Saving.redirect(rc, "/setup");
                            } else {
                                show(rc, next, "", "");
                            }
                        })
                .onFailure(rc::fail);
    }

    private void logIn(RoutingContext rc) {
        FormFields fields = new FormFields(rc.request().formAttributes());
        String user = fields.text("username");
        accounts.login(user, fields.raw("password"), Site.address(rc))
                .onSuccess(login -> answer(rc, user, login))
                .onFailure(rc::fail);
    }

    private void answer(RoutingContext rc, String user, Login<Account> login) {
        if (login instanceof Login.In<Account> in) {
            enter(rc, in.who());
        } else if (login instanceof Login.TooMany<Account> wait) {
            Site.header(rc, "Retry-After", Long.toString(wait.seconds()));
            refuse(rc, TOO_MANY, user, Texts.of(rc, views, "admin.login.wait", wait.seconds()));
        } else {
            refuse(rc, UNAUTHORIZED, user, Texts.of(rc, views, "admin.login.wrong"));
        }
    }

    private void enter(RoutingContext rc, Account account) {
        site.logIn(rc, account.principal())
                .onSuccess(
                        session -> {
                            if (!account.language().isEmpty()) {
                                Preferences.language(rc, account.language(), rc.request().isSSL());
                            }
                            if (wantsJson(rc)) {
                                Rest.noContent(rc);
                            } else {
                                Saving.redirect(rc, next(rc));
                            }
                        })
                .onFailure(rc::fail);
    }

    private void refuse(RoutingContext rc, int status, String user, String message) {
        if (wantsJson(rc)) {
            rc.fail(new Problem(status, "login", message, Map.of()));
            return;
        }
        Site.status(rc, status);
        show(rc, next(rc), user, message);
    }

    private static String next(RoutingContext rc) {
        return Preferences.localPath(new FormFields(rc.request().formAttributes()).text("next"));
    }

    /** The box that asks again in the middle of a form wants no page. */
    private static boolean wantsJson(RoutingContext rc) {
        return rc.request().getHeader("Accept") != null
                && rc.request().getHeader("Accept").startsWith("application/json");
    }

    private void show(RoutingContext rc, String next, String user, String message) {
        Map<String, Object> model = new HashMap<>();
        model.put("next", next);
        model.put("username", user);
        model.put("message", message);
        views.show(rc, "admin/login", model);
    }

    /** Also for who is logged out already: the way out always works. */
    private void logOut(RoutingContext rc) {
        site.logOut(rc, Sessions.Kind.STAFF)
                .onSuccess(done -> Saving.redirect(rc, "/login"))
                .onFailure(rc::fail);
    }

    /**
     * Whether the session of an open form still lives, and the word that its changes must carry.
     */
    private void session(RoutingContext rc) {
        Rest.json(
                rc,
                200,
                new JsonObject().put("user", Site.principal(rc).user()).put("csrf", Site.csrf(rc)));
    }
}
