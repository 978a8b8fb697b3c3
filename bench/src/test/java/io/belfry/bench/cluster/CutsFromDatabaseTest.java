package io.belfry.bench.cluster;

import io.belfry.bench.cluster.Cut.Both;
import io.belfry.bench.cluster.Cut.FromDatabase;
import io.belfry.bench.cluster.Cut.FromNodes;
import io.belfry.bench.cluster.Cut.Way;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An owner that the database does not hear, or that does not hear it, or that hears nobody. */
class CutsFromDatabaseTest extends CutNetwork {
    @Test
    void anOwnerWithoutTheDatabaseIsFollowedByOneWhoHasIt() {
        for (Duration length : LENGTHS) {
            for (Way way : WAYS) {
                Cluster.Node owner = busy.owner();
                handOver(
                        "owner from database, " + way, length, owner, new FromDatabase(owner, way));
            }
            Cluster.Node owner = busy.owner();
            handOver(
                    "owner from all",
                    length,
                    owner,
                    new Both(
                            new FromNodes(busy.nodes(), owner, Way.BOTH),
                            new FromDatabase(owner, Way.BOTH)));
        }
        end();
    }
}
