package io.belfry.bench.cluster;

import io.belfry.bench.Waiting;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A cluster at work: agents, live calls of one PBX, and their journals. */
final class BusyCluster implements AutoCloseable {
    static final String PBX = "main";

    /** At night three hundred agents and two hundred live calls, else a part of them. */
    static final Size SIZE =
            Boolean.getBoolean("belfry.nightly")
                    ? new Size(300, 8, 200, 4, CallMix.Span.seconds(40, 60))
                    : new Size(60, 4, 30, 1.5, CallMix.Span.seconds(20, 30));

    /** While nothing is at fault the PBX lives so much faster. */
    private static final int RAMP = Boolean.getBoolean("belfry.nightly") ? 4 : 8;

    static final Duration LIMIT = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
    private final PbxPlan plan = PbxPlan.ofSize(SIZE.agents(), SIZE.queues());
    private final PbxSimulator pbx;
    private final Queue<CallTruth> truth = new ConcurrentLinkedQueue<>();
    private final List<PageJournal.Gap> gaps = new ArrayList<>();
    private final Cluster cluster;
    private final AgentPages agents;
    private volatile Predicate<Cluster.Node> balancer = node -> true;
    private CallGenerator generator;

    /**
     * How many agents and queues, how many calls live at once, how many come in a second, and how
     * long they are.
     */
    record Size(int agents, int queues, int live, double callsASecond, CallMix.Span talk) {}

    /**
     * @param wired whether what nodes say to each other can be cut
     */
    BusyCluster(Path folder, boolean wired) {
        pbx = PbxSimulator.start(SimulatorConfig.standard().withPort(0).withPlan(plan));
        cluster = new Cluster(folder, Cluster.pbx(0, PBX, pbx), wired);
        agents = new AgentPages(vertx, SIZE.agents(), this::ports);
    }

    /** Returns when all agents are there. */
    BusyCluster start(int nodes) {
        List<Seat> seats = cluster.fill(plan);
        cluster.start(nodes);
        agents.connect(seats);
        untilAllAgents();
        pbx.truth().listen(truth::add);
        return this;
    }

    /** Returns when every node is up and enough calls live; what was before counts no more. */
    void begin() {
        truth.clear();
        gaps.clear();
        cluster.nodes().stream()
                .filter(node -> !node.process().isAlive())
                .forEach(
                        node -> {
                            node.restart();
                            node.process().untilReady();
                        });
        balance(node -> true);
        untilAllAgents();
        int logins = pbx.logins().size();
        Instant from = now();
        generator =
                pbx.generate(new CallGenerator.Settings(SIZE.callsASecond(), 20_261_201, 0, mix()));
        pbx.time().run(RAMP);
        Cluster.until(
                LIMIT,
                "live calls",
                () ->
                        Optional.of(pbx.look(PbxState::liveCalls))
                                .filter(live -> live >= SIZE.live()));
        pbx.time().run(1);
        // nodes that have just begun, on busy processors, may come too late to stay the owner
        Cluster.until(
                LIMIT,
                "an owner in sync",
                () -> cluster.owner(PBX).filter(node -> node.process().isReady()));
        if (pbx.logins().size() > logins) {
            gapSince(from);
        }
    }

    /** However a test ended, the next one begins with nodes that are well and without calls. */
    void settle() {
        cluster.resumeDatabase();
        cluster.nodes().stream()
                .filter(node -> node.process().isAlive())
                .forEach(node -> node.process().signal("CONT"));
        cluster.nodes().forEach(node -> node.database().heal());
        cluster.healWires();
        generator.stop();
        pbx.time().run(RAMP);
        generator.finished().orTimeout(LIMIT.toMinutes(), TimeUnit.MINUTES).join();
        pbx.time().run(1);
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
                .withTalk(SIZE.talk());
    }

    private List<Integer> ports() {
        return cluster.living().stream()
                .filter(balancer)
                // called on an event loop: one that is only starting is none yet
                .flatMap(node -> node.process().portNow().stream())
                .toList();
    }

    Cluster nodes() {
        return cluster;
    }

    PbxSimulator pbx() {
        return pbx;
    }

    /** Who comes is sent to these nodes only. */
    void balance(Predicate<Cluster.Node> to) {
        balancer = to;
    }

    Cluster.Node owner() {
        return Cluster.until(LIMIT, "an owner", () -> cluster.owner(PBX));
    }

    long epoch() {
        return cluster.leases(PBX).getLong("epoch");
    }

    /** The first other owner that has the PBX's calls. */
    Cluster.Node untilAnotherOwner(Cluster.Node before, Instant since) {
        Cluster.Node heir =
                Cluster.until(
                        LIMIT,
                        "another owner in sync",
                        () ->
                                cluster.owner(PBX)
                                        .filter(node -> node != before)
                                        .filter(node -> node.process().isReady()));
        gaps.add(new PageJournal.Gap(since, now()));
        return heir;
    }

    /** Nobody listened to the PBX from then until now. */
    void gapSince(Instant since) {
        gaps.add(new PageJournal.Gap(since, now()));
    }

    Instant now() {
        return pbx.time().instant();
    }

    /** The pages at this node lose their sockets and come back where the balancer sends them. */
    void letGo(Cluster.Node node) {
        agents.cut(node.process().port());
    }

    int agentsReady() {
        return agents.ready();
    }

    int agentsAt(Cluster.Node node) {
        return agents.readyAt(node.process().port());
    }

    void untilAllAgents() {
        Cluster.until(
                LIMIT,
                "all agents",
                () -> Optional.of(agents.ready()).filter(ready -> ready == SIZE.agents()));
    }

    /** Some calls have come and gone without a fault. */
    void untilCallsGoOn() {
        int before = truth.size();
        Cluster.until(
                LIMIT,
                "calls that end",
                () -> Optional.of(1).filter(any -> truth.size() >= before + 10));
    }

    /** Lets the last calls end and compares the journals. */
    PageJournal end() {
        generator.stop();
        pbx.time().run(RAMP);
        generator.finished().orTimeout(4, TimeUnit.MINUTES).join();
        PageJournal[] last = new PageJournal[1];
        try {
            return Cluster.until(
                    Duration.ofSeconds(20),
                    "every page",
                    () -> {
                        last[0] = PageJournal.of(PBX, truth, gaps, agents.seen());
                        return Optional.of(last[0]).filter(each -> each.lost().isEmpty());
                    });
        } catch (IllegalStateException e) {
            return last[0];
        }
    }

    /** Calls that the journal has, once they are over. */
    Collection<CallTruth> truth() {
        return truth;
    }

    /** Calls that the database takes for going on. */
    List<String> openCalls() {
        return cluster.texts("select document from call_record where state <> 'ended'");
    }

    /** Each page that was lost, with what the story of its call says. */
    List<String> lost(PageJournal journal) {
        return journal.lost().stream()
                .map(
                        lost ->
                                lost
                                        + "\n"
                                        + String.join(
                                                "\n",
                                                cluster.texts(
                                                        "select to_timestamp(happened_at / 1000.0)::time || ' ' || step"
                                                                + " || ' ' || text || ' ' || data from trace_line"
                                                                + " where call_id like '%"
                                                                + lost.uniqueid()
                                                                + "' order by id")))
                .toList();
    }

    /** Manager events of which nothing could be made: none of a PBX that is well. */
    List<String> passedOver() {
        return cluster.logged("Passed over");
    }

    /** Rows that are about the same integration and call: the rule refers to the call. */
    long rowsTwice() {
        return cluster.count(
                "select count(*) from (select 1 from realtime_row group by integration, reference_key having count(*) > 1) x");
    }

    /** A fault lasts so long; nothing else is waited for by time. */
    static void last(Duration time) {
        Waiting.pass(time);
    }

    @Override
    public void close() {
        agents.close();
        cluster.close();
        pbx.close();
        vertx.close();
    }
}
