package io.belfry.core.store;

import java.util.List;

/**
 * A part of a list, newest first.
 *
 * @param next where the list goes on; empty at its end
 */
public record Page<T>(List<T> items, String next) {
    public Page {
        items = List.copyOf(items);
    }
}
