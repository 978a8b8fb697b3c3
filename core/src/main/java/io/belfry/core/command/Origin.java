package io.belfry.core.command;

import java.time.Instant;
import java.util.List;

/**
 * Who gives a command and on what occasion.
 *
 * @param id of this one command: deterministic where the same occasion may come twice (a script's
 *     command), random for a program's
 * @param integration appname, or name of the program
 * @param call {@code pbx:uniqueid} of the call it belongs to; empty for none
 * @param title what a card at the agent shows; may be empty
 * @param at when the PBX event was read, or the command came
 * @param queues those of a program that may not see all; empty: it may
 */
public record Origin(
        String id,
        String integration,
        String call,
        String title,
        Instant at,
        List<String> queues) {}
