package io.belfry.core.settings;

/** Makes of a password what may be stored. Slow on purpose, so it is called on a worker thread. */
@FunctionalInterface
public interface PasswordHasher {
    String hash(String password);
}
