package io.belfry.core.web;

import java.time.Instant;

/**
 * Somebody is logged in.
 *
 * @param kind which cookie it belongs to
 * @param principal who, with the key of this session
 * @param created when he logged in
 */
public record Session(Sessions.Kind kind, Principal principal, Instant created) {
    /** What the table and the bus call it: the hash of the cookie's value. */
    public String key() {
        return principal.session();
    }
}
