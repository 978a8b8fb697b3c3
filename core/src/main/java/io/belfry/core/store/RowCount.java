package io.belfry.core.store;

/**
 * How many rows of the Realtime table there are of a queue and an outcome.
 *
 * @param outcome outcome word; empty for rows without one
 */
public record RowCount(String queue, String outcome, long rows) {}
