package io.belfry.core.store;

import java.time.Instant;

/**
 * Something an administrator saved.
 *
 * @param version counts its saves from 1
 */
public record Kept<T>(T value, long version, String updatedBy, Instant updatedAt) {}
