package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.manager.LoginSpan;
import io.belfry.simulator.proxy.FaultProxy;
import io.belfry.simulator.proxy.FaultProxy.Direction;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cables between three nodes, and between a node and the database, are out for a while: in both
 * directions, and in one only. A cut counts only when the bytes were seen to stop, and, when it is
 * one way, those of the other way to go on. What the PBX wrote down of its logins says whether two
 * nodes ever had it at once, and how long none had it. {@code -Pnightly}: the stated lengths, all
 * ways, two hundred live calls.
 */
@Tag("cluster")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody tells who made a connection")
class NetworkCutsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final List<Duration> LENGTHS =
            (NIGHTLY ? List.of(15, 120) : List.of(7)).stream().map(Duration::ofSeconds).toList();
    private static final List<Way> WAYS =
            NIGHTLY ? List.of(Way.values()) : List.of(Way.WHAT_IT_HEARS);
    private static final Duration NOBODY_AT_MOST = Duration.ofSeconds(NIGHTLY ? 10 : 20);
    private static final Duration AGREED_WITHIN = Duration.ofSeconds(NIGHTLY ? 10 : 30);
    private static final Duration UNDER_WAY = Duration.ofMillis(300);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private static BusyCluster busy;

    private final List<String> figures = new ArrayList<>();
    private int round;

    /** Which bytes stop, seen from the node that is cut off. */
    private enum Way {
        BOTH,
        WHAT_IT_SAYS,
        WHAT_IT_HEARS
    }

    private interface Fault {
        void begin();

        /** Bytes that passed where none may. */
        long leaked();

        /** Bytes that were stopped. */
        long stopped();

        /** Bytes that passed the other way; negative when both are cut. */
        long passed();

        void end(boolean reset);
    }

    @BeforeAll
    static void start() {
        busy = new BusyCluster(folder, true);
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
    void aCutBetweenNodesLeavesThePbxWhereItIs() {
        for (Duration length : LENGTHS) {
            for (Way way : WAYS) {
                long epoch = busy.epoch();
                Cluster.Node owner = busy.owner();
                cut("owner from nodes, " + way, length, new FromNodes(owner, way));
                assertThat(busy.epoch()).as("owners while it was cut off").isEqualTo(epoch);
                if (NIGHTLY) {
                    cut("another from nodes, " + way, length, new FromNodes(notOwner(), way));
                    assertThat(busy.owner()).isSameAs(owner);
                }
            }
        }
        end();
    }

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
                    new Both(new FromNodes(owner, Way.BOTH), new FromDatabase(owner, Way.BOTH)));
        }
        end();
    }

    private Cluster.Node notOwner() {
        Cluster.Node owner = busy.owner();
        return others(owner).get(0);
    }

    private List<Cluster.Node> others(Cluster.Node node) {
        return busy.nodes().nodes().stream().filter(other -> other != node).toList();
    }

    private void handOver(String what, Duration length, Cluster.Node owner, Fault fault) {
        long epoch = busy.epoch();
        Instant from = busy.now();
        fault.begin();
        long begun = System.nanoTime();
        busy.untilAnotherOwner(owner, from);
        Duration inSync = Duration.ofNanos(System.nanoTime() - begun);
        last(fault, length.minus(inSync));
        heal(what + ", another in sync after " + millis(inSync), length, fault);
        assertThat(busy.epoch()).as("epoch after the take-over").isGreaterThan(epoch);
    }

    private void cut(String what, Duration length, Fault fault) {
        fault.begin();
        last(fault, length);
        heal(what, length, fault);
    }

    /** The bytes have stopped, and do not begin again before it is healed. */
    private static void last(Fault fault, Duration length) {
        BusyCluster.last(UNDER_WAY);
        long leaked = fault.leaked();
        long passed = fault.passed();
        BusyCluster.last(length.minus(UNDER_WAY));
        assertThat(fault.leaked()).as("bytes through the cut").isEqualTo(leaked);
        assertThat(fault.stopped()).as("bytes that were stopped").isPositive();
        if (passed >= 0) {
            assertThat(fault.passed()).as("bytes the other way").isGreaterThan(passed);
        }
    }

    /** Every second time the connections of before are forgotten. */
    private void heal(String what, Duration length, Fault fault) {
        boolean reset = ++round % 2 == 0;
        long stopped = fault.stopped();
        fault.end(reset);
        long healed = System.nanoTime();
        untilAllAgree();
        Duration agreed = Duration.ofNanos(System.nanoTime() - healed);
        figures.add(
                "%s, %d s: %d bytes stopped, agreed after %s%s"
                        .formatted(
                                what,
                                length.toSeconds(),
                                stopped,
                                millis(agreed),
                                reset ? " (connections reset)" : ""));
        assertThat(agreed).as("all agree after: %s", what).isLessThan(AGREED_WITHIN);
        busy.untilAllAgents();
        busy.untilCallsGoOn();
    }

    private static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    /** On the owner, on who is there, on how the PBX is, and on the calls. */
    private void untilAllAgree() {
        String owner = busy.owner().name();
        Cluster.until(
                BusyCluster.LIMIT,
                "all nodes agree",
                () -> {
                    Set<String> views =
                            busy.nodes().nodes().stream()
                                    .map(this::view)
                                    .collect(Collectors.toCollection(TreeSet::new));
                    boolean ready =
                            busy.nodes().nodes().stream()
                                    .allMatch(node -> node.process().isReady());
                    return Optional.of(views.iterator().next())
                            .filter(any -> ready && views.size() == 1)
                            .filter(any -> any.startsWith(owner + " "));
                });
    }

    private String view(Cluster.Node node) {
        JsonObject cluster = node.process().json("/api/v1/cluster");
        String owners =
                objects(cluster.getJsonArray("pbxs"))
                        .map(pbx -> pbx.getString("owner") + " " + pbx.getLong("epoch"))
                        .collect(Collectors.joining(","));
        String nodes =
                objects(cluster.getJsonArray("nodes"))
                        .map(each -> each.getString("name"))
                        .sorted()
                        .collect(Collectors.joining(","));
        String calls =
                objects(node.process().json("/api/v1/calls?limit=200").getJsonArray("items"))
                        .map(call -> call.getString("id") + " " + call.getString("state"))
                        .collect(Collectors.joining(","));
        return owners
                + " of "
                + nodes
                + ", "
                + node.process().pbx().getString("status")
                + ": "
                + calls;
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private void end() {
        Duration nobody = longestWithoutLogin();
        int most = mostLoginsAtOnce();

        PageJournal journal = busy.end();

        System.out.printf(
                "%s; at most %d logins at once, none for at most %s; %s%n",
                String.join("; ", figures), most, millis(nobody), journal);
        assertThat(most).as("logins at once").isEqualTo(1);
        assertThat(nobody).as("nobody had the PBX").isLessThan(NOBODY_AT_MOST);
        assertThat(busy.passedOver()).isEmpty();
        assertThat(busy.lost(journal)).isEmpty();
        assertThat(journal.twice()).isEmpty();
        assertThat(journal.opened()).isPositive();
        assertThat(busy.rowsTwice()).as("rows that are there twice").isZero();
        Cluster.until(
                Duration.ofSeconds(30),
                "every call has ended",
                () -> Optional.of(busy.openCalls()).filter(List::isEmpty));
    }

    private List<LoginSpan> logins() {
        return busy.pbx().logins().stream()
                .sorted(Comparator.comparingLong(LoginSpan::fromNanos))
                .toList();
    }

    private int mostLoginsAtOnce() {
        List<LoginSpan> logins = logins();
        return logins.stream()
                .mapToInt(
                        one ->
                                (int)
                                        logins.stream()
                                                .filter(
                                                        other ->
                                                                other.fromNanos() <= one.fromNanos()
                                                                        && one.fromNanos()
                                                                                < other
                                                                                        .untilNanos())
                                                .count())
                .max()
                .orElseThrow();
    }

    /** From the first login on. */
    private Duration longestWithoutLogin() {
        long longest = 0;
        long until = logins().get(0).untilNanos();
        for (LoginSpan login : logins()) {
            longest = Math.max(longest, login.fromNanos() - until);
            until = Math.max(until, login.untilNanos());
        }
        return Duration.ofNanos(longest);
    }

    /** A node hears or is heard by no other node. */
    private final class FromNodes implements Fault {
        private final Cluster.Node victim;
        private final Way way;

        FromNodes(Cluster.Node victim, Way way) {
            this.victim = victim;
            this.way = way;
        }

        @Override
        public void begin() {
            for (Cluster.Node other : others(victim)) {
                if (way != Way.WHAT_IT_HEARS) {
                    busy.nodes().cut(victim, other);
                }
                if (way != Way.WHAT_IT_SAYS) {
                    busy.nodes().cut(other, victim);
                }
            }
        }

        private long said() {
            return others(victim).stream()
                    .mapToLong(other -> busy.nodes().brought(victim, other))
                    .sum();
        }

        private long heard() {
            return others(victim).stream()
                    .mapToLong(other -> busy.nodes().brought(other, victim))
                    .sum();
        }

        @Override
        public long leaked() {
            return switch (way) {
                case BOTH -> said() + heard();
                case WHAT_IT_SAYS -> said();
                case WHAT_IT_HEARS -> heard();
            };
        }

        @Override
        public long passed() {
            return switch (way) {
                case BOTH -> -1;
                case WHAT_IT_SAYS -> heard();
                case WHAT_IT_HEARS -> said();
            };
        }

        @Override
        public long stopped() {
            return others(victim).stream()
                    .mapToLong(
                            other ->
                                    busy.nodes().held(victim, other)
                                            + busy.nodes().held(other, victim))
                    .sum();
        }

        @Override
        public void end(boolean reset) {
            busy.nodes().heal(reset);
        }
    }

    /** A node's words, or the answers to them, do not arrive. */
    private final class FromDatabase implements Fault {
        private final FaultProxy database;
        private final Way way;

        FromDatabase(Cluster.Node victim, Way way) {
            this.database = victim.database();
            this.way = way;
        }

        @Override
        public void begin() {
            database.hold(Direction.TO_SERVER, way != Way.WHAT_IT_HEARS);
            database.hold(Direction.TO_CLIENT, way != Way.WHAT_IT_SAYS);
        }

        @Override
        public long leaked() {
            long said = database.forwarded(Direction.TO_SERVER);
            long heard = database.forwarded(Direction.TO_CLIENT);
            return switch (way) {
                case BOTH -> said + heard;
                case WHAT_IT_SAYS -> said;
                case WHAT_IT_HEARS -> heard;
            };
        }

        /** Who gets no answer soon asks no more. */
        @Override
        public long passed() {
            return -1;
        }

        @Override
        public long stopped() {
            return database.held(Direction.TO_SERVER) + database.held(Direction.TO_CLIENT);
        }

        @Override
        public void end(boolean reset) {
            if (reset) {
                database.cut();
            }
            database.heal();
        }
    }

    private record Both(Fault one, Fault other) implements Fault {
        @Override
        public void begin() {
            one.begin();
            other.begin();
        }

        @Override
        public long leaked() {
            return one.leaked() + other.leaked();
        }

        @Override
        public long stopped() {
            return Math.min(one.stopped(), other.stopped());
        }

        @Override
        public long passed() {
            return -1;
        }

        @Override
        public void end(boolean reset) {
            one.end(reset);
            other.end(reset);
        }
    }
}
