package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.proxy.FaultProxy.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The database of all nodes answers late, or stands still. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes can not be frozen there")
class DatabaseFaultsTest extends ClusterAtWork {
    private static final Duration HALF = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(NIGHTLY ? 300 : 8);
    private static final int PAUSES = NIGHTLY ? 2 : 1;
    private static final Duration PAUSED = Duration.ofSeconds(NIGHTLY ? 60 : 6);

    DatabaseFaultsTest() {
        super(false);
    }

    @Test
    void aDatabaseThatIsSlowOrAwayLosesNothing() {
        Cluster.Node owner = busy.owner();
        long epoch = busy.epoch();
        busy.nodes().nodes().forEach(node -> node.database().delay(Direction.TO_CLIENT, HALF));
        BusyCluster.last(SLOW);
        assertThat(busy.epoch()).as("owners while it was slow").isEqualTo(epoch);
        assertThat(busy.owner()).isSameAs(owner);
        busy.nodes().nodes().forEach(node -> node.database().heal());

        List<Duration> back = new ArrayList<>();
        for (int time = 0; time < PAUSES; time++) {
            back.add(pauseDatabase());
            busy.untilAllAgents();
            busy.untilCallsGoOn();
        }

        PageJournal journal = busy.end();

        System.out.printf(
                "database slow for %s, away for %s, in sync after %s; %s%n",
                SLOW, PAUSED, back, journal);
        assertThat(journal.opened()).isGreaterThan(BusyCluster.SIZE.live());
        compare(journal);
    }

    private Duration pauseDatabase() {
        Instant from = busy.now();
        busy.nodes().pauseDatabase();
        Cluster.until(
                Duration.ofSeconds(20),
                "nobody listens to the PBX",
                () -> Optional.of(busy.pbx().loggedIn()).filter(logins -> logins == 0));
        BusyCluster.last(PAUSED);
        assertThat(busy.pbx().loggedIn()).as("owners without a database").isZero();
        long healed = System.nanoTime();
        busy.nodes().resumeDatabase();
        Cluster.until(
                BusyCluster.LIMIT,
                "an owner in sync",
                () -> busy.nodes().owner(BusyCluster.PBX).filter(node -> node.process().isReady()));
        Duration took = Duration.ofNanos(System.nanoTime() - healed);
        busy.gapSince(from);
        return took;
    }
}
