package io.belfry.realtimepush.programs;

/** Counted on the context of the server. */
final class Counters {
    long events;
    long lost;
    long slowClosed;
    long commands;
    long refusedCommands;
    long refusedLogins;
}
