package io.belfry.core.account;

import java.time.Instant;

/**
 * Something that somebody did.
 *
 * @param id 1, 2, 3 … without a gap
 * @param at when
 * @param who user name
 * @param address from where
 * @param what like {@code user.update}, {@code login}, {@code login.refused}
 * @param object on what, like {@code user/anna}
 * @param before the JSON of the object as it was; empty for none
 * @param after the JSON of the object as it is; empty for none
 */
public record AuditEntry(
        long id,
        Instant at,
        String who,
        String address,
        String what,
        String object,
        String before,
        String after) {}
