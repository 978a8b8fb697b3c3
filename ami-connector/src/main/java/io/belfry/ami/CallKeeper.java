package io.belfry.ami;

import io.belfry.core.call.CallMemory;
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
                public Future<List<CallMemory>> load(String pbx) {
                    return Future.succeededFuture(List.of());
                }

                @Override
                public void keep(String pbx, CallMemory memory) {
                    // nothing is kept
                }

                @Override
                public void forget(String pbx, String uniqueid) {
                    // nothing was kept
                }
            };

    /** The live calls of a PBX as they were when the last server ended, however it ended. */
    Future<List<CallMemory>> load(String pbx);

    void keep(String pbx, CallMemory memory);

    /** The call is over. */
    void forget(String pbx, String uniqueid);
}
