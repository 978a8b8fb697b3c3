package io.belfry.core.web;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How programs come in: by the token of the configuration or one that somebody made, and not more
 * often than a program may.
 */
final class BearerDoor {
    private static final String CHALLENGE = "WWW-Authenticate";

    private final Bearers bearers;
    private final String configuredHash;
    private final RequestRate programs;
    private final RequestRate strangers;

    BearerDoor(Bearers bearers, SiteConfig config) {
        this.bearers = bearers;
        this.configuredHash = config.apiTokenHash();
        this.programs = rate(config);
        this.strangers = rate(config);
    }

    private static RequestRate rate(SiteConfig config) {
        return new RequestRate(config.rate(), config.rate() * 2, System::nanoTime);
    }

    Future<Boolean> lives(String token) {
        return bearers.lives(token);
    }

    boolean hasConfigured() {
        return !configuredHash.isEmpty();
    }

    /** Fails with 401 for who is not known and with 429 for who asks too often. */
    Future<Principal> admit(RoutingContext rc, String authorization) {
        String[] words = authorization.strip().split("\\s+", 2);
        boolean bearer = words.length == 2 && words[0].equalsIgnoreCase("Bearer");
        return (bearer ? find(words[1]) : Future.succeededFuture(Optional.<Principal>empty()))
                .compose(found -> found.map(who -> known(rc, who)).orElseGet(() -> stranger(rc)));
    }

    private Future<Optional<Principal>> find(String secret) {
        boolean configured =
                !configuredHash.isEmpty() && Tokens.same(configuredHash, Tokens.hash(secret));
        return configured
                ? Future.succeededFuture(Optional.of(Principal.program()))
                : bearers.bearer(secret);
    }

    private Future<Principal> known(RoutingContext rc, Principal who) {
        Duration wait = programs.take(who.grant().token());
        return wait.isZero() ? Future.succeededFuture(who) : tooOften(rc, wait);
    }

    /** Who tries tokens gets no more answers than who has one. */
    private Future<Principal> stranger(RoutingContext rc) {
        Duration wait = strangers.take(Site.address(rc));
        if (!wait.isZero()) {
            return tooOften(rc, wait);
        }
        Site.header(rc, CHALLENGE, "Bearer error=\"invalid_token\"");
        return Future.failedFuture(
                new Problem(
                        401,
                        "unauthorized",
                        "This token is not known, was revoked or has expired.",
                        Map.of()));
    }

    private static Future<Principal> tooOften(RoutingContext rc, Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        Site.header(rc, "Retry-After", Long.toString(seconds));
        return Future.failedFuture(
                new Problem(
                        429,
                        "too_many_requests",
                        "Too many requests with this token. Try again in " + seconds + " s.",
                        Map.of()));
    }

    /** The token is right and may not do this; says what it would need. */
    static Problem tooLittle(RoutingContext rc, Permit permit) {
        String wanted = permit.words();
        if (wanted.isEmpty()) {
            return Problem.forbidden("This is not for tokens.");
        }
        Site.header(rc, CHALLENGE, "Bearer error=\"insufficient_scope\", scope=\"" + wanted + "\"");
        return new Problem(
                403,
                "insufficient_scope",
                "This token may not do this; it needs the scope "
                        + wanted.replace(" ", " or ")
                        + ".",
                Map.of());
    }
}
