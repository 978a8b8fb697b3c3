package io.belfry.core.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;

/**
 * What the browser keeps of a session. Over https the names carry the prefixes with which browsers
 * refuse to let anybody but us, over https, set them.
 */
final class SessionCookies {
    private static final String AGENT_PATH = "/agent";

    private final boolean secure;

    SessionCookies(boolean secure) {
        this.secure = secure;
    }

    /** Whether the path is one to which browsers send the agents' cookie. */
    static boolean isAgents(String path) {
        return path.equals(AGENT_PATH) || path.startsWith(AGENT_PATH + "/");
    }

    String read(RoutingContext rc, Sessions.Kind kind) {
        Cookie cookie = rc.request().getCookie(name(kind));
        return cookie == null ? "" : cookie.getValue();
    }

    void set(RoutingContext rc, Sessions.Kind kind, String token) {
        // ends with the browser; how long it is good for at most is the server's business
        if (!Site.isAnswered(rc)) {
            rc.response().addCookie(cookie(kind, token));
        }
    }

    void clear(RoutingContext rc, Sessions.Kind kind) {
        rc.response().addCookie(cookie(kind, "").setMaxAge(0));
    }

    private Cookie cookie(Sessions.Kind kind, String value) {
        return Cookie.cookie(name(kind), value)
                .setPath(kind == Sessions.Kind.AGENT ? AGENT_PATH : "/")
                .setHttpOnly(true)
                .setSecure(secure)
                .setSameSite(CookieSameSite.LAX);
    }

    private String name(Sessions.Kind kind) {
        return switch (kind) {
            case STAFF -> secure ? "__Host-belfry_session" : "belfry_session";
            // a path of its own rules out __Host-
            case AGENT -> secure ? "__Secure-belfry_agent" : "belfry_agent";
        };
    }
}
