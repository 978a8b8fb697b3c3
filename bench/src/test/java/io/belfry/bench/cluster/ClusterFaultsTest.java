package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.proxy.FaultProxy.Direction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes at work, and what can happen to them. In the end what the telephones wrote down is
 * compared with what the agents saw, with the rows and with the calls. A fault counts only when it
 * was seen to happen. {@code -Pnightly}: the stated numbers and lengths.
 */
@Tag("cluster")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes can not be frozen there")
class ClusterFaultsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int KILLS = NIGHTLY ? 20 : 2;
    private static final List<Duration> FREEZES =
            (NIGHTLY ? List.of(3, 8, 30, 90) : List.of(8))
                    .stream().map(Duration::ofSeconds).toList();
    private static final Duration HALF = Duration.ofMillis(500);
    private static final Duration SLOW = Duration.ofSeconds(NIGHTLY ? 300 : 8);
    private static final int PAUSES = NIGHTLY ? 2 : 1;
    private static final Duration PAUSED = Duration.ofSeconds(NIGHTLY ? 60 : 6);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static BusyCluster busy;

    private final List<Duration> inSync = new ArrayList<>();
    private final List<Duration> closedAfterWaking = new ArrayList<>();

    @BeforeAll
    static void start() {
        busy = new BusyCluster(folder, false);
        busy.start(3);
    }

    @AfterAll
    static void close() {
        if (busy != null) {
            busy.close();
        }
    }

    @BeforeEach
    void begin() {
        busy.begin();
    }

    @AfterEach
    void settle() {
        busy.settle();
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
        compare(journal);
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

    private void compare(PageJournal journal) {
        assertThat(busy.passedOver()).isEmpty();
        assertThat(busy.lost(journal)).isEmpty();
        assertThat(journal.twice()).isEmpty();
        assertThat(journal.opened()).isGreaterThan(BusyCluster.SIZE.live());
        assertThat(busy.rowsTwice()).as("rows that are there twice").isZero();
        assertThat(lastOpenCalls()).as("calls that never ended").isEmpty();
    }

    /** Those that are still open when no more will end. */
    private List<String> lastOpenCalls() {
        try {
            return Cluster.until(
                    Duration.ofSeconds(20),
                    "every call has ended",
                    () -> Optional.of(busy.openCalls()).filter(List::isEmpty));
        } catch (IllegalStateException e) {
            return busy.openCalls();
        }
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
