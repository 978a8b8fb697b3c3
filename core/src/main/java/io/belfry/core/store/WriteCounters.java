package io.belfry.core.store;

/**
 * How a queue of things to be written is doing.
 *
 * @param waiting not written yet
 * @param written since the start
 * @param dropped since the start because too many waited; more than 0 means the database was away
 *     or too slow
 * @param refused since the start because the database did not take them; more than 0 is a bug of
 *     ours
 */
public record WriteCounters(int waiting, long written, long dropped, long refused) {}
