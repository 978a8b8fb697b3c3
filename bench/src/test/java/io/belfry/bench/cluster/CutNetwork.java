package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.bench.cluster.Cut.Way;
import io.belfry.simulator.manager.LoginSpan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Cables between three nodes, and between a node and the database, are out for a while: in both
 * directions, and in one only. A cut counts only when the bytes were seen to stop, and, when it is
 * one way, those of the other way to go on. What the PBX wrote down of its logins says whether two
 * nodes ever had it at once, and how long none had it. {@code -Pnightly}: the stated lengths, all
 * ways, two hundred live calls.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere nobody tells who made a connection")
abstract class CutNetwork extends ClusterAtWork {
    static final List<Duration> LENGTHS =
            (NIGHTLY ? List.of(15, 120) : List.of(7)).stream().map(Duration::ofSeconds).toList();
    static final List<Way> WAYS = NIGHTLY ? List.of(Way.values()) : List.of(Way.WHAT_IT_HEARS);
    private static final Duration NOBODY_AT_MOST = Duration.ofSeconds(NIGHTLY ? 10 : 20);
    private static final Duration AGREED_WITHIN = Duration.ofSeconds(NIGHTLY ? 10 : 30);
    private static final Duration UNDER_WAY = Duration.ofMillis(300);

    private final List<String> figures = new ArrayList<>();
    private int round;

    CutNetwork() {
        super(true);
    }

    final void handOver(String what, Duration length, Cluster.Node owner, Cut cut) {
        long epoch = busy.epoch();
        Instant from = busy.now();
        cut.begin();
        long begun = System.nanoTime();
        busy.untilAnotherOwner(owner, from);
        Duration inSync = Duration.ofNanos(System.nanoTime() - begun);
        last(cut, length.minus(inSync));
        heal(what + ", another in sync after " + millis(inSync), length, cut);
        assertThat(busy.epoch()).as("epoch after the take-over").isGreaterThan(epoch);
    }

    final void cutOff(String what, Duration length, Cut cut) {
        cut.begin();
        last(cut, length);
        heal(what, length, cut);
    }

    /** The bytes have stopped, and do not begin again before it is healed. */
    private static void last(Cut cut, Duration length) {
        BusyCluster.last(UNDER_WAY);
        long leaked = cut.leaked();
        long passed = cut.passed();
        BusyCluster.last(length.minus(UNDER_WAY));
        assertThat(cut.leaked()).as("bytes through the cut").isEqualTo(leaked);
        assertThat(cut.stopped()).as("bytes that were stopped").isPositive();
        if (passed >= 0) {
            assertThat(cut.passed()).as("bytes the other way").isGreaterThan(passed);
        }
    }

    /** Every second time the connections of before are forgotten. */
    private void heal(String what, Duration length, Cut cut) {
        boolean reset = ++round % 2 == 0;
        long stopped = cut.stopped();
        cut.end(reset);
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

    final void end() {
        Duration nobody = longestWithoutLogin();
        int most = mostLoginsAtOnce();

        PageJournal journal = busy.end();

        System.out.printf(
                "%s; at most %d logins at once, none for at most %s; %s%n",
                String.join("; ", figures), most, millis(nobody), journal);
        assertThat(most).as("logins at once").isEqualTo(1);
        assertThat(nobody).as("nobody had the PBX").isLessThan(NOBODY_AT_MOST);
        compare(journal);
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
}
