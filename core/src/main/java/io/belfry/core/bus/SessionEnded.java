package io.belfry.core.bus;

/**
 * Sessions that are no more.
 *
 * @param user name of the account
 * @param session key of the one session; empty for all of this user
 */
public record SessionEnded(String user, String session) {}
