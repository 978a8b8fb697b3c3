package io.belfry.ami;

import io.belfry.core.bus.Claim;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what happened, and what is known of live calls over a restart of ours. Whoever gives
 * something never waits.
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
                public Future<List<CallEvent>> lately(String pbx) {
                    return Future.succeededFuture(List.of());
                }

                @Override
                public Future<Void> flushed() {
                    return Future.succeededFuture();
                }

                @Override
                public void keep(
                        String pbx,
                        Claim claim,
                        List<CallEvent> told,
                        Map<String, Optional<KeptCall>> changed) {
                    // nothing is kept
                }
            };

    /** The live calls of a PBX as they were when the last server ended, however it ended. */
    Future<List<KeptCall>> load(String pbx);

    /**
     * What the last owner of the PBX told shortly before it ended: perhaps not all of it was acted
     * upon. Oldest first; empty where there are no other owners.
     */
    Future<List<CallEvent>> lately(String pbx);

    /** When all that was given is kept, or lost for good. */
    Future<Void> flushed();

    /**
     * Both or neither: a server that comes back must not tell again what was written, nor forget
     * what was not.
     *
     * @param claim of who tells it; nothing is kept when another has taken over
     * @param told since the last time, in order
     * @param changed calls whose state this changed, by {@link KeptCall#key}; empty for those that
     *     are over
     */
    void keep(
            String pbx, Claim claim, List<CallEvent> told, Map<String, Optional<KeptCall>> changed);
}
