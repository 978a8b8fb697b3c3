package io.belfry.core.account;

import java.time.Duration;

/**
 * What came of a user name and a password.
 *
 * @param <T> who that is
 */
public sealed interface Login<T> {
    /**
     * Right.
     *
     * @param who it is
     * @param newHash to be stored instead of the old one; empty when that is good enough
     */
    record In<T>(T who, String newHash) implements Login<T> {}

    /** Wrong, or nobody has this name, or he may not log in: outside it is all the same. */
    record Wrong<T>() implements Login<T> {}

    /**
     * Not looked at, because there were too many wrong ones.
     *
     * @param delay until the next try
     */
    record TooMany<T>(Duration delay) implements Login<T> {
        /** In whole seconds, for {@code Retry-After} and for people. */
        public long seconds() {
            return Math.max(1, delay.plusMillis(999).toSeconds());
        }
    }
}
