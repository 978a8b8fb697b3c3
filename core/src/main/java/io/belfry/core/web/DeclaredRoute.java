package io.belfry.core.web;

/**
 * A route as it was mounted, for tests that walk over all of them.
 *
 * @param method of HTTP, upper case
 * @param path as declared, with its {@code :parameters}
 * @param access who may use it
 */
public record DeclaredRoute(String method, String path, Access access) {}
