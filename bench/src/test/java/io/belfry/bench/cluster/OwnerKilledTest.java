package io.belfry.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.bench.pop.Seat;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.calls.CallMix;
import io.belfry.simulator.calls.Scenario;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.truth.CallTruth;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, two hundred live calls, three hundred agents. The node that owns the PBX is killed
 * with -9, again and again; what the telephones wrote down is compared with what the agents saw.
 * {@code -Pnightly}: twenty rounds; otherwise two.
 */
class OwnerKilledTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int ROUNDS = NIGHTLY ? 20 : 2;
    private static final int AGENTS = 300;
    private static final int LIVE = 200;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    private final PbxPlan plan = PbxPlan.ofSize(AGENTS, 8);
    private final PbxSimulator pbx =
            PbxSimulator.start(SimulatorConfig.standard().withPort(0).withPlan(plan));
    private final Queue<CallTruth> truth = new ConcurrentLinkedQueue<>();
    private final List<PageJournal.Gap> gaps = new ArrayList<>();
    private final List<Duration> took = new ArrayList<>();
    private Cluster cluster;
    private AgentPages agents;

    @AfterEach
    void close() {
        if (agents != null) {
            agents.close();
        }
        if (cluster != null) {
            cluster.close();
        }
        pbx.close();
        vertx.close();
    }

    @Test
    void noPageIsLostOrOpensTwiceHoweverOftenTheOwnerDies() {
        cluster = new Cluster(folder, Cluster.pbx(0, "main", pbx));
        List<Seat> seats = cluster.fill(plan);
        cluster.start(3);
        agents = new AgentPages(vertx, AGENTS, this::ports);
        agents.connect(seats);
        Cluster.until(
                LIMIT, "all agents", () -> Optional.of(1).filter(any -> agents.ready() == AGENTS));
        pbx.truth().listen(truth::add);
        pbx.time().run(1);
        CallGenerator generator = pbx.generate(new CallGenerator.Settings(4, 20_261_201, 0, mix()));
        Cluster.until(
                LIMIT,
                "live calls",
                () -> Optional.of(pbx.look(PbxState::liveCalls)).filter(live -> live >= LIVE));

        for (int round = 0; round < ROUNDS; round++) {
            killOwner();
        }
        generator.stop();
        generator.finished().orTimeout(4, TimeUnit.MINUTES).join();
        PageJournal journal = settled();

        System.out.printf("%d kills, in sync after %s; %s%n", ROUNDS, took, journal);
        assertThat(journal.lost()).isEmpty();
        assertThat(journal.twice()).isEmpty();
        assertThat(journal.opened()).isGreaterThan(LIVE);
        assertThat(rowsTwice()).as("rows that are there twice").isZero();
        assertThat(
                        cluster.count(
                                "select count(*) from call_record where document like '%\"ended\":\"\"%'"))
                .as("calls that never ended")
                .isZero();
    }

    private static CallMix mix() {
        return CallMix.standard()
                .withWeights(
                        Map.of(
                                Scenario.ANSWERED_CALLER_HANGS_UP, 50,
                                Scenario.ANSWERED_AGENT_HANGS_UP, 32,
                                Scenario.REJECTED_THEN_SECOND, 5,
                                Scenario.NO_ANSWER_THEN_SECOND, 2,
                                Scenario.ABANDONED_RINGING, 6,
                                Scenario.ABANDONED_WAITING, 4))
                .withRing(CallMix.Span.seconds(2, 8))
                .withTalk(CallMix.Span.seconds(40, 60));
    }

    private List<Integer> ports() {
        return cluster.living().stream().map(node -> node.process().port()).toList();
    }

    private void killOwner() {
        Cluster.Node owner = Cluster.until(LIMIT, "an owner", () -> cluster.owner("main"));
        long epoch = cluster.leases("main").getLong("epoch");
        Instant from = pbx.time().instant();
        long at = System.nanoTime();
        owner.process().signal("KILL");
        assertThat(owner.process().isAlive()).as("the owner lives").isFalse();
        Cluster.Node heir =
                Cluster.until(
                        LIMIT,
                        "another owner in sync",
                        () ->
                                cluster.owner("main")
                                        .filter(node -> node != owner)
                                        .filter(node -> node.process().isReady()));
        took.add(Duration.ofNanos(System.nanoTime() - at));
        gaps.add(new PageJournal.Gap(from, pbx.time().instant()));
        assertThat(cluster.leases("main").getLong("epoch")).isGreaterThan(epoch);
        assertThat(heir.process().isAlive()).isTrue();
        owner.restart();
        owner.process().untilReady();
        Cluster.until(
                LIMIT, "all agents", () -> Optional.of(1).filter(any -> agents.ready() == AGENTS));
        pass(Duration.ofSeconds(5));
    }

    private PageJournal settled() {
        PageJournal[] last = new PageJournal[1];
        try {
            return Cluster.until(
                    Duration.ofSeconds(20),
                    "every page",
                    () -> {
                        last[0] = PageJournal.of("main", truth, gaps, agents.seen());
                        return Optional.of(last[0]).filter(each -> each.lost().isEmpty());
                    });
        } catch (IllegalStateException e) {
            return last[0];
        }
    }

    private long rowsTwice() {
        return cluster.count(
                "select count(*) from (select 1 from realtime_row group by id having count(*) > 1) x");
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
