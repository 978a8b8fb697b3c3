package io.belfry.core.cluster;

import io.belfry.core.bus.Claim;
import java.util.List;
import java.util.Optional;

/** Which PBXs are this node's. */
public interface Leases {
    /** A server without a cluster: all are. */
    Leases ALL =
            new Leases() {
                @Override
                public Optional<Claim> of(String pbx) {
                    return Optional.of(Claim.ALONE);
                }

                @Override
                public void whenChanged(Runnable listener) {
                    // nothing changes
                }

                @Override
                public List<String> others() {
                    return List.of();
                }

                @Override
                public void letGo(Claim claim) {
                    // nobody waits for it
                }
            };

    /** The claim to serve this PBX; empty when another node shall. From any thread. */
    Optional<Claim> of(String pbx);

    /** The listener is called on any thread whenever {@link #of} may answer differently. */
    void whenChanged(Runnable listener);

    /** Ids of the other nodes that are alive. */
    List<String> others();

    /** The connection that was served by this claim is closed. */
    void letGo(Claim claim);
}
