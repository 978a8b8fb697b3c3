package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** An owner, or a node with the sockets of all agents, that dies, stands still or leaves. */
@Tag("alone")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes can not be frozen there")
class ClusterFaultsTest extends ClusterAtWork {
    private static final int KILLS = NIGHTLY ? 20 : 2;
    private static final List<Duration> FREEZES =
            (NIGHTLY ? List.of(3, 8, 30, 90) : List.of(8))
                    .stream().map(Duration::ofSeconds).toList();
    private final List<Duration> inSync = new ArrayList<>();
    private final List<Duration> closedAfterWaking = new ArrayList<>();

    ClusterFaultsTest() {
        super(false);
    }

    @Test
    void noPageIsLostOrOpensTwiceWhateverHappensToTheOwner() {
        for (int kill = 0; kill < KILLS; kill++) {
            killOwner();
        }
        FREEZES.forEach(this::freezeOwner);
        Duration back = killNodeOfTheAgents();

        PageJournal journal = busy.end();

        System.out.printf(
                "%d kills and %d freezes of the owner, in sync after %s (slowest %s); sockets closed"
                        + " after waking: %s; %d agents of a killed node back after %s; %s%n",
                KILLS,
                FREEZES.size(),
                inSync,
                inSync.stream().max(Comparator.naturalOrder()).orElseThrow(),
                closedAfterWaking,
                BusyCluster.SIZE.agents(),
                back,
                journal);
        assertThat(journal.opened()).isGreaterThan(BusyCluster.SIZE.live());
        compare(journal);
    }

    /** As in an upgrade; at night the others follow, one after the other. */
    @Test
    void anOwnerThatEndsInOrderGivesItsPbxAwayAndLosesNothing() {
        Cluster.Node first = busy.owner();
        List<Duration> handedOver = new ArrayList<>();
        restart(first, handedOver);
        if (NIGHTLY) {
            busy.nodes().nodes().stream()
                    .filter(node -> node != first)
                    .forEach(node -> restart(node, handedOver));
        }

        PageJournal journal = busy.end();

        System.out.printf("restarts, PBX handed over after %s; %s%n", handedOver, journal);
        assertThat(busy.nodes().logged("PBX " + BusyCluster.PBX + ": given away to "))
                .as("each was given to another, which waited for no lease to run out")
                .filteredOn(line -> !line.endsWith("whoever wants it"))
                .hasSizeGreaterThanOrEqualTo(handedOver.size());
        assertThat(journal.opened()).isGreaterThan(BusyCluster.SIZE.live());
        compare(journal);
    }

    private void restart(Cluster.Node node, List<Duration> handedOver) {
        boolean owner = busy.owner() == node;
        Instant from = busy.now();
        busy.balance(other -> other != node);
        node.process().signal("TERM");
        long at = System.nanoTime();
        if (owner) {
            busy.untilAnotherOwner(node, from);
            handedOver.add(Duration.ofNanos(System.nanoTime() - at));
        }
        Cluster.until(
                BusyCluster.LIMIT,
                "it has left",
                () -> Optional.of(1).filter(any -> !node.process().isAlive()));
        busy.balance(any -> true);
        comeBack(node);
    }

    private void killOwner() {
        Cluster.Node owner = busy.owner();
        long epoch = busy.epoch();
        Instant from = busy.now();
        long at = System.nanoTime();
        owner.process().signal("KILL");
        assertThat(owner.process().isAlive()).as("the owner lives").isFalse();
        busy.untilAnotherOwner(owner, from);
        inSync.add(Duration.ofNanos(System.nanoTime() - at));
        assertThat(busy.epoch()).isGreaterThan(epoch);
        comeBack(owner);
    }

    private void comeBack(Cluster.Node node) {
        node.restart();
        node.process().untilReady();
        busy.untilAllAgents();
        busy.untilCallsGoOn();
    }

    private void freezeOwner(Duration length) {
        Cluster.Node owner = busy.owner();
        long epoch = busy.epoch();
        Instant from = busy.now();
        busy.balance(node -> node != owner);
        owner.process().signal("STOP");
        long frozen = System.nanoTime();
        boolean longer = length.compareTo(Duration.ofSeconds(5)) > 0;
        if (longer) {
            busy.untilAnotherOwner(owner, from);
            inSync.add(Duration.ofNanos(System.nanoTime() - frozen));
        }
        BusyCluster.last(length.minus(Duration.ofNanos(System.nanoTime() - frozen)));
        owner.process().signal("CONT");
        long woken = System.nanoTime();
        if (longer) {
            assertThat(busy.epoch()).as("epoch after the take-over").isGreaterThan(epoch);
            Cluster.until(
                    Duration.ofSeconds(10),
                    "only the new owner is connected; of a long sleep the PBX may have hung up first",
                    () -> Optional.of(1).filter(any -> busy.pbx().connections() <= 1));
            closedAfterWaking.add(Duration.ofNanos(System.nanoTime() - woken));
        } else {
            Cluster.until(
                    BusyCluster.LIMIT,
                    "an owner in sync",
                    () ->
                            busy.nodes()
                                    .owner(BusyCluster.PBX)
                                    .filter(node -> node.process().isReady()));
            busy.gapSince(from);
        }
        busy.balance(node -> true);
        busy.untilAllAgents();
        owner.process().untilReady();
    }

    /** It owns no PBX, but every agent's page is at it. */
    private Duration killNodeOfTheAgents() {
        Cluster.Node owner = busy.owner();
        Cluster.Node victim =
                busy.nodes().living().stream()
                        .filter(node -> node != owner)
                        .findFirst()
                        .orElseThrow();
        busy.balance(node -> node == victim);
        // those at other nodes come over when their node lets them go
        busy.nodes().living().stream()
                .filter(node -> node != victim)
                .forEach(node -> busy.letGo(node));
        Cluster.until(
                BusyCluster.LIMIT,
                "all agents at one node",
                () ->
                        Optional.of(busy.agentsAt(victim))
                                .filter(ready -> ready == BusyCluster.SIZE.agents()));
        busy.untilCallsGoOn();
        busy.balance(node -> node != victim);
        victim.process().signal("KILL");
        long at = System.nanoTime();
        Cluster.until(
                BusyCluster.LIMIT,
                "all agents gone",
                () -> Optional.of(busy.agentsReady()).filter(ready -> ready < 20));
        busy.untilAllAgents();
        return Duration.ofNanos(System.nanoTime() - at);
    }
}
