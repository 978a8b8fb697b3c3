package io.belfry.core.web;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** What browsers are told not to do with our pages. */
final class SecurityHeaders {
    static final String NONCE = "belfry.nonce";
    private static final String CSP = "Content-Security-Policy";
    private static final int NONCE_BYTES = 16;
    private static final String FRAMES = "; frame-src http: https:";

    private final boolean secure;

    SecurityHeaders(boolean secure) {
        this.secure = secure;
    }

    void add(RoutingContext rc) {
        String nonce = Tokens.random(NONCE_BYTES);
        rc.put(NONCE, nonce);
        MultiMap headers = rc.response().headers();
        headers.set(
                CSP,
                "default-src 'self'; script-src 'self' 'nonce-"
                        + nonce
                        + "'; style-src 'self'; object-src 'none'; base-uri 'none';"
                        + " frame-ancestors 'none'; form-action 'self'; connect-src 'self'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "same-origin");
        // pages keep the handle of the window that they open for the agent
        headers.set("Cross-Origin-Opener-Policy", "same-origin-allow-popups");
        if (secure) {
            headers.set("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** For the one page that shows customers' pages in frames. */
    static void allowFrames(RoutingContext rc) {
        MultiMap headers = rc.response().headers();
        if (!headers.get(CSP).contains(FRAMES)) {
            headers.set(CSP, headers.get(CSP) + FRAMES);
        }
    }
}
