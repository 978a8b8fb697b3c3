package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Stands before every handler: who is asking, may he, and was it his own page that asked. */
final class Guard {
    static final String PRINCIPAL = "belfry.principal";
    static final String CSRF = "belfry.csrf";

    /** Header of requests that are no sign of life. */
    static final String BY_ITSELF = "X-Belfry-By-Itself";

    private static final String TICKET = "ticket";
    private static final String CSRF_FIELD = "_csrf";
    private static final String CSRF_HEADER = "X-CSRF-Token";
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Sessions sessions;
    private final SessionCookies cookies;
    private final Origins origins;
    private final BearerDoor bearers;

    Guard(Sessions sessions, SessionCookies cookies, Origins origins, BearerDoor bearers) {
        this.sessions = sessions;
        this.cookies = cookies;
        this.origins = origins;
        this.bearers = bearers;
    }

    /** Before the body is read: strangers can not make us read megabytes. */
    void admit(RoutingContext rc, Permit permit) {
        if (permit.access() == Access.AGENT
                && isUpgrade(rc)
                && rc.request().getParam(TICKET) != null) {
            admitByTicket(rc);
        } else {
            whenKnown(rc, identify(rc, permit), who -> decide(rc, permit, who));
        }
    }

    /** Finding out may have to wait for the database; until then nothing more is read. */
    private static <T> void whenKnown(RoutingContext rc, Future<T> asked, Consumer<T> then) {
        HttpServerRequest request = rc.request();
        if (!request.isEnded()) {
            request.pause();
        }
        asked.onComplete(
                known -> {
                    if (!request.isEnded()) {
                        request.resume();
                    }
                    if (known.failed()) {
                        rc.fail(known.cause());
                    } else {
                        then.accept(known.result());
                    }
                });
    }

    /** A page of the customer's that may be one: it has no cookie of ours, and needs none. */
    private void admitByTicket(RoutingContext rc) {
        if (!origins.mayEmbed(rc.request()) && !origins.isOwn(rc.request())) {
            rc.fail(Problem.forbidden("This socket was opened by a site that is not listed."));
            return;
        }
        Future<Optional<Principal>> holder =
                sessions.tickets()
                        .take(rc.request().getParam(TICKET))
                        .compose(this::unlessIssuerIsGone);
        whenKnown(rc, holder, who -> enterWithTicket(rc, who));
    }

    private static void enterWithTicket(RoutingContext rc, Optional<Principal> holder) {
        if (holder.isEmpty()) {
            rc.fail(
                    new Problem(
                            401,
                            "unauthorized",
                            "This ticket is not known, was used or is too old.",
                            Map.of()));
            return;
        }
        rc.put(PRINCIPAL, holder.get());
        rc.next();
    }

    /** A session or token that has ended since takes its tickets along. */
    private Future<Optional<Principal>> unlessIssuerIsGone(Optional<Principal> holder) {
        return holder.map(who -> stillThere(who).map(there -> holder.filter(each -> there)))
                .orElseGet(() -> Future.succeededFuture(holder));
    }

    /** Whether somebody who came in some time ago would still come in. */
    Future<Boolean> stillThere(Principal who) {
        if (!who.session().isEmpty()) {
            return sessions.touch(who.session());
        }
        return who.grant().isProgram() && !who.grant().isConfigured()
                ? bearers.lives(who.grant().token())
                : Future.succeededFuture(true);
    }

    /** After the body is read: a page of ours knows the word that belongs to its session. */
    void checkToken(RoutingContext rc, Access access) {
        if (access == Access.PUBLIC || isSafe(rc) || isProgram(rc)) {
            rc.next();
            return;
        }
        String header = rc.request().getHeader(CSRF_HEADER);
        String field = rc.request().formAttributes().get(CSRF_FIELD);
        String shown = header != null ? header : field == null ? "" : field;
        String expected = rc.get(CSRF, "");
        if (expected.isEmpty() || !Tokens.same(expected, shown)) {
            rc.fail(
                    new Problem(
                            403,
                            "csrf",
                            "This page is too old or not ours. Reload it and try again.",
                            Map.of()));
            return;
        }
        rc.next();
    }

    static boolean isSafe(RoutingContext rc) {
        return SAFE.contains(rc.request().method());
    }

    private Future<Optional<Principal>> identify(RoutingContext rc, Permit permit) {
        Access access = permit.access();
        String path = rc.normalizedPath();
        String authorization = rc.request().getHeader(HttpHeaders.AUTHORIZATION);
        boolean forPrograms = path.startsWith(Site.REST) || !permit.scopes().isEmpty();
        if (forPrograms && authorization != null) {
            return bearers.admit(rc, authorization).map(Optional::of);
        }
        boolean agent =
                access == Access.AGENT || access == Access.PUBLIC && SessionCookies.isAgents(path);
        Sessions.Kind kind = agent ? Sessions.Kind.AGENT : Sessions.Kind.STAFF;
        String token = cookies.read(rc, kind);
        if (token.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return (isByItself(rc) ? sessions.peek(kind, token) : sessions.find(kind, token))
                .map(
                        found -> {
                            found.ifPresent(session -> rc.put(CSRF, csrfOf(token)));
                            return found.map(Session::principal);
                        });
    }

    /** Pages say so of what they ask again and again without anybody's doing. */
    private static boolean isByItself(RoutingContext rc) {
        return rc.request().headers().contains(BY_ITSELF);
    }

    private void decide(RoutingContext rc, Permit permit, Optional<Principal> who) {
        Access access = permit.access();
        who.ifPresent(principal -> rc.put(PRINCIPAL, principal));
        if (!isSafe(rc) && !isProgram(rc) && !origins.mayChange(rc.request())) {
            rc.fail(Problem.forbidden("This request came from another site."));
        } else if (access == Access.PUBLIC) {
            rc.next();
        } else if (who.isEmpty()) {
            askToLogIn(rc, access);
        } else if (!permit.admits(who.get())) {
            rc.fail(refusal(rc, permit));
        } else if (isUpgrade(rc) && !origins.isOwn(rc.request())) {
            rc.fail(Problem.forbidden("This socket was opened by another site."));
        } else {
            rc.next();
        }
    }

    private static void askToLogIn(RoutingContext rc, Access access) {
        String login = access == Access.AGENT ? "/agent/login" : "/login";
        if (rc.request().getHeader("HX-Request") != null) {
            // a part of a page can not become the log-in; the whole page must
            Site.header(rc, "HX-Redirect", login);
        } else if (isSafe(rc) && !isUpgrade(rc) && Failures.wantsPage(rc)) {
            String next = URLEncoder.encode(rc.request().uri(), StandardCharsets.UTF_8);
            boolean start = rc.request().uri().equals("/");
            Site.redirect(rc, start ? login : login + "?next=" + next);
            return;
        }
        rc.fail(new Problem(401, "unauthorized", "Log in first.", Map.of()));
    }

    private static boolean isUpgrade(RoutingContext rc) {
        String upgrade = rc.request().getHeader(HttpHeaders.UPGRADE);
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    private static Problem refusal(RoutingContext rc, Permit permit) {
        return isProgram(rc)
                ? BearerDoor.tooLittle(rc, permit)
                : Problem.forbidden("Your account may not do this.");
    }

    /** Programs bring their right with each request; no page of somebody else can send it. */
    private static boolean isProgram(RoutingContext rc) {
        Principal who = rc.get(PRINCIPAL);
        return who != null && who.grant().isProgram();
    }

    /** Belongs to the session and tells nothing about it, so it need not be kept anywhere. */
    private static String csrfOf(String token) {
        return Tokens.hash("csrf of " + token);
    }
}
