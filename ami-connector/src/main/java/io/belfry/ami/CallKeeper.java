package io.belfry.ami;

import io.belfry.core.call.KeptCall;
import io.vertx.core.Future;
import java.util.List;

/**
 * Keeps what is known of live calls over a restart of ours. Whoever gives something never waits.
 */
public interface CallKeeper {
    /** Keeps nothing: for tests and for whoever wants each start to be the first. */
    CallKeeper NONE =
            new CallKeeper() {
                @Override
                public Future<List<KeptCall>> load(String pbx) {
                    return Future.succeededFuture(List.of());
                }

                @Override
                public void keep(String pbx, KeptCall memory) {
                    // nothing is kept
                }

                @Override
                public void forget(String pbx, String key) {
                    // nothing was kept
                }
            };

    /** The live calls of a PBX as they were when the last server ended, however it ended. */
    Future<List<KeptCall>> load(String pbx);

    void keep(String pbx, KeptCall memory);

    /** The call of this {@link KeptCall#key} is over. */
    void forget(String pbx, String key);
}
