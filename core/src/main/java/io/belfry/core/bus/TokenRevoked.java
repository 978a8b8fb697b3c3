package io.belfry.core.bus;

/**
 * A token of a program that is no more.
 *
 * @param token its id
 */
public record TokenRevoked(String token) {}
