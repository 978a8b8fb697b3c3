package io.belfry.core.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which calls somebody looks for. All that is given must hold; what is empty does not matter.
 *
 * @param from started at or after; {@link Instant#EPOCH} for any
 * @param until started before; {@link Instant#MAX} for any
 * @param queues in any of these
 * @param agent name, number, user part or device of an agent that had a part in it
 * @param number any piece of the caller's or called number
 * @param variables custom variables that have these values
 * @param text any piece of number, name, queue, agent or variable
 * @param cursor {@link Page#next} of the page before; empty for the first
 * @param limit most on a page, at most 200
 */
public record CallSearch(
        Instant from,
        Instant until,
        List<String> queues,
        String agent,
        String number,
        Map<String, String> variables,
        String text,
        String cursor,
        int limit) {
    /** The newest calls. */
    public static final CallSearch NEWEST =
            new CallSearch(Instant.EPOCH, Instant.MAX, List.of(), "", "", Map.of(), "", "", 50);

    public CallSearch {
        queues = List.copyOf(queues);
        variables = Map.copyOf(variables);
    }

    public CallSearch between(Instant first, Instant end) {
        return new CallSearch(first, end, queues, agent, number, variables, text, cursor, limit);
    }

    public CallSearch inQueues(List<String> names) {
        return new CallSearch(from, until, names, agent, number, variables, text, cursor, limit);
    }

    public CallSearch ofAgent(String address) {
        return new CallSearch(from, until, queues, address, number, variables, text, cursor, limit);
    }

    public CallSearch withNumber(String piece) {
        return new CallSearch(from, until, queues, agent, piece, variables, text, cursor, limit);
    }

    public CallSearch withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new CallSearch(from, until, queues, agent, number, more, text, cursor, limit);
    }

    public CallSearch withText(String piece) {
        return new CallSearch(from, until, queues, agent, number, variables, piece, cursor, limit);
    }

    public CallSearch page(String next, int most) {
        return new CallSearch(from, until, queues, agent, number, variables, text, next, most);
    }
}
