package io.belfry.core.store;

import java.util.List;

/** One thing of a list, with its place in it. */
record Found<T>(Cursor cursor, T item) {
    /**
     * @param found one more than wanted, if there is one: then the list goes on
     */
    static <T> Page<T> page(List<Found<T>> found, int limit) {
        int most = Query.within(limit);
        boolean more = found.size() > most;
        List<Found<T>> shown = more ? found.subList(0, most) : found;
        return new Page<>(
                shown.stream().map(Found::item).toList(),
                more ? shown.get(most - 1).cursor().encode() : "");
    }
}
