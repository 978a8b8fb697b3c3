package io.belfry.agentgateway;

import io.belfry.core.web.Access;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What agents load: log-in, their page, and the two small pages that it opens itself. */
final class AgentPages {
    /** Texts with this beginning are for the scripts of the page. */
    private static final String FOR_SCRIPTS = "agentpage.js.";

    /** And with this one for the script in the customer's page. */
    private static final String FOR_EMBED = "agentpage.embed.";

    private static final int LONGEST_FIELD = 200;

    private final AgentLogins logins;
    private final Duration keep;
    private Site site;

    /**
     * @param keep how long a page in the work window is safe from the page of another call
     */
    AgentPages(AgentLogins logins, Duration keep) {
        this.logins = logins;
        this.keep = keep;
    }

    void mount(Site site) {
        this.site = site;
        site.get("/agent/login", Access.PUBLIC, this::loginForm);
        site.post("/agent/login", Access.PUBLIC, this::login);
        site.post("/agent/logout", Access.AGENT, this::logout);
        site.get("/agent", Access.AGENT, this::page);
        site.post("/agent/ticket", Access.AGENT, this::ticket);
        site.get("/agent/embed.js", Access.PUBLIC, this::embed);
        site.get("/agent/work", Access.AGENT, rc -> small(rc, "agent/work"));
        site.get("/agent/test-pop", Access.AGENT, rc -> small(rc, "agent/test-pop"));
    }

    private void loginForm(RoutingContext rc) {
        if (Site.findPrincipal(rc).isPresent()) {
            redirect(rc, "/agent");
            return;
        }
        showLogin(rc, "", "");
    }

    private void login(RoutingContext rc) {
        String user = field(rc, "username").strip();
        logins.check(user, field(rc, "password"), Site.address(rc))
                .onSuccess(answer -> answered(rc, user, answer))
                .onFailure(rc::fail);
    }

    private void answered(RoutingContext rc, String user, AgentLogins.Answer answer) {
        if (answer instanceof AgentLogins.Answer.Welcome welcome) {
            site.logIn(rc, welcome.agent())
                    .onSuccess(session -> redirect(rc, "/agent"))
                    .onFailure(rc::fail);
        } else if (answer instanceof AgentLogins.Answer.Wait wait) {
            Site.status(rc, 429);
            Site.header(rc, "Retry-After", Long.toString(wait.forAtLeast().toSeconds() + 1));
            showLogin(rc, user, "agentpage.login.wait");
        } else {
            Site.status(rc, 401);
            showLogin(rc, user, "agentpage.login.wrong");
        }
    }

    private void showLogin(RoutingContext rc, String user, String error) {
        site.views().show(rc, "agent/login", Map.of("user", user, "error", error));
    }

    private void logout(RoutingContext rc) {
        site.logOut(rc, Sessions.Kind.AGENT)
                .onSuccess(done -> redirect(rc, "/agent/login"))
                .onFailure(rc::fail);
    }

    private void page(RoutingContext rc) {
        Site.allowFrames(rc);
        Principal who = Site.principal(rc);
        JsonObject settings =
                new JsonObject()
                        .put("agent", who.agentId())
                        .put("keepSeconds", keep.toSeconds())
                        .put("language", Views.locale(rc).getLanguage())
                        .put("texts", texts(Views.locale(rc), FOR_SCRIPTS));
        site.views().show(rc, "agent/page", Map.of("settings", settings.encode()));
    }

    private void ticket(RoutingContext rc) {
        Principal who = Site.principal(rc);
        site.ticket(who, who)
                .onSuccess(ticket -> Rest.json(rc, 200, new JsonObject().put("ticket", ticket)))
                .onFailure(rc::fail);
    }

    /** For the customer's own page; with its texts, because it can not ask for more. */
    private void embed(RoutingContext rc) {
        rc.vertx()
                .fileSystem()
                .readFile("webroot/agent/embed.js")
                .onSuccess(script -> sendEmbed(rc, script.toString()))
                .onFailure(rc::fail);
    }

    private void sendEmbed(RoutingContext rc, String script) {
        if (Site.isAnswered(rc)) {
            return;
        }
        rc.response()
                .putHeader("Content-Type", "text/javascript; charset=utf-8")
                .putHeader("Cache-Control", "private, max-age=300")
                .putHeader("Vary", "Accept-Language, Cookie")
                .end(script.replace("{/* texts */}", texts(Views.locale(rc), FOR_EMBED).encode()));
    }

    /**
     * A page that ours opens to be replaced by a customer's. Browsers would cut the handle to it at
     * that moment if it had the opener policy of the others.
     */
    private void small(RoutingContext rc, String template) {
        rc.response().headers().remove("Cross-Origin-Opener-Policy");
        site.views().show(rc, template, Map.of());
    }

    private JsonObject texts(Locale locale, String beginning) {
        Map<String, Object> texts = new TreeMap<>();
        Messages messages = site.views().messages();
        Messages.bundle("agent", Messages.LANGUAGES.get(0)).keySet().stream()
                .filter(key -> key.startsWith(beginning))
                .forEach(
                        key ->
                                texts.put(
                                        key.substring(beginning.length()),
                                        messages.text(locale, key)));
        return new JsonObject(texts);
    }

    private static String field(RoutingContext rc, String name) {
        String value = rc.request().getFormAttribute(name);
        return value == null ? "" : value.substring(0, Math.min(value.length(), LONGEST_FIELD));
    }

    private static void redirect(RoutingContext rc, String path) {
        Site.redirect(rc, path);
    }
}
