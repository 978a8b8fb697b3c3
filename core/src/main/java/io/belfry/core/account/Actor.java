package io.belfry.core.account;

import io.belfry.core.web.Principal;
import io.belfry.core.web.Site;
import io.vertx.ext.web.RoutingContext;

/**
 * Who does something, for the audit.
 *
 * @param user log-in name; {@code system} for what happens by itself
 * @param address from where; empty for what happens by itself
 */
public record Actor(String user, String address) {
    /** The server itself, at its start. */
    public static final Actor SYSTEM = new Actor("system", "");

    public static Actor of(RoutingContext rc) {
        return new Actor(
                Site.findPrincipal(rc).map(Principal::user).orElse("nobody"), Site.address(rc));
    }
}
