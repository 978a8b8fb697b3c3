package io.belfry.core.web;

import io.vertx.core.Future;
import java.util.Optional;

/** Knows the tokens that programs show. Any thread may ask. */
public interface Bearers {
    /** Knows none. */
    Bearers NONE = secret -> Future.succeededFuture(Optional.empty());

    /**
     * As whom a program acts.
     *
     * @param secret as it was shown, whatever it is
     * @return empty for a token that is not known, was revoked or has expired
     */
    Future<Optional<Principal>> bearer(String secret);

    /**
     * Whether a token still is one, for what stays open long after it was shown.
     *
     * @param token its id
     */
    default Future<Boolean> lives(String token) {
        return Future.succeededFuture(true);
    }
}
