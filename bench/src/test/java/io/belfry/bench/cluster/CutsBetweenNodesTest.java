package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.bench.cluster.Cut.FromNodes;
import io.belfry.bench.cluster.Cut.Way;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node that the others do not hear, or that does not hear them. */
class CutsBetweenNodesTest extends CutNetwork {
    @Test
    void aCutBetweenNodesLeavesThePbxWhereItIs() {
        for (Duration length : LENGTHS) {
            for (Way way : WAYS) {
                long epoch = busy.epoch();
                Cluster.Node owner = busy.owner();
                cutOff("owner from nodes, " + way, length, new FromNodes(busy.nodes(), owner, way));
                assertThat(busy.epoch()).as("owners while it was cut off").isEqualTo(epoch);
                if (NIGHTLY) {
                    cutOff(
                            "another from nodes, " + way,
                            length,
                            new FromNodes(busy.nodes(), notOwner(owner), way));
                    assertThat(busy.owner()).isSameAs(owner);
                }
            }
        }
        end();
    }

    private Cluster.Node notOwner(Cluster.Node owner) {
        return busy.nodes().nodes().stream()
                .filter(node -> node != owner)
                .findFirst()
                .orElseThrow();
    }
}
