package io.belfry.core.settings;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * One kind of thing that administrators save: how it is found, checked, finished and shown. The
 * order of steps is {@link IntegrationConfig}'s.
 *
 * @param <D> a draft: checked, and perhaps with a secret still in clear
 * @param <T> what is kept
 */
interface Shelf<D, T> {
    /** What is on it, in the order of lists. */
    List<Kept<T>> in(Settings settings);

    String idOf(T value);

    /** As REST shows it, without who saved it and when. */
    JsonObject json(T value);

    /**
     * @param before empty list for a new thing, else the one that is replaced
     */
    Checked<D> check(JsonObject document, List<Kept<T>> before, Configuration now);

    /** Makes of a good draft what is kept. Runs on a worker: hashing takes its time. */
    T finish(D draft, List<Kept<T>> before, String id, long version);

    /** What else must be saved with it comes first. */
    List<Edit> put(Kept<T> kept, Settings now);

    /** Why it can not go; empty when it can. */
    default Optional<String> holds(T value, Configuration now) {
        return Optional.empty();
    }
}
