package io.belfry.core.bus;

/**
 * A node has written call events down for programs.
 *
 * @param number of the last
 */
public record LoggedUpTo(long number) {}
