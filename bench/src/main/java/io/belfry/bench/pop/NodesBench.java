package io.belfry.bench.pop;

import static io.belfry.bench.Waiting.await;
import static io.belfry.bench.Waiting.pass;

import io.belfry.bench.cluster.Cluster;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.truth.CallTruth;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Two PBXs at one node, and at two nodes that own one each: what a call costs in processor time,
 * and what it costs a page when its agent's socket is not at the node of the PBX. Agents are spread
 * over the nodes one by one; all share one database.
 */
final class NodesBench {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final List<String> PBXS = List.of("east", "west");

    /** Longer than a run. */
    private static final Duration CLOCKS_APART = Duration.ofHours(1);

    private final PopPlan plan;
    private final Consumer<String> progress;

    /**
     * @param plan agents in all, calls a second at each PBX
     * @param progress is told what is being done
     */
    NodesBench(PopPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * @param folder empty; data and logs of the nodes go there
     */
    NodesRun run(int nodes, Path folder) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        Map<String, SimulatedPbx> pbxs = new LinkedHashMap<>();
        for (String name : PBXS) {
            pbxs.put(name, new SimulatedPbx(pbxs.size()));
        }
        List<String> settings = new ArrayList<>();
        pbxs.forEach(
                (name, each) ->
                        settings.addAll(Cluster.pbx(settings.isEmpty() ? 0 : 1, name, each.pbx)));
        try (Cluster cluster = new Cluster(folder, settings)) {
            progress.accept(nodes + (nodes == 1 ? " node: starting" : " nodes: starting"));
            List<Seat> seats = cluster.fill(plan.pbx());
            cluster.start(nodes);
            Map<String, Cluster.Node> owners = owners(cluster, nodes);
            Hops hops = new Hops(pbxs, owners);
            List<AgentSockets> sockets = connect(vertx, cluster, seats, hops);
            return measure(cluster, pbxs, sockets, hops);
        } finally {
            pbxs.values().forEach(each -> each.pbx.close());
            await(vertx.close(), LIMIT);
        }
    }

    /** One PBX and its journals. */
    private final class SimulatedPbx {
        private final PbxSimulator pbx;
        private final Ledger ledger = new Ledger();
        private final Queue<CallTruth> truth = new ConcurrentLinkedQueue<>();
        private CallGenerator generator;

        SimulatedPbx(int place) {
            pbx =
                    PbxSimulator.start(
                            SimulatorConfig.standard()
                                    .withPort(0)
                                    .withPlan(plan.pbx())
                                    .withSeed(plan.seed() + place));
            // two PBXs that began at the same moment would give the same numbers to their calls
            pbx.pass(CLOCKS_APART.multipliedBy(place));
            pbx.truth().listen(truth::add);
            pbx.watch(ledger::written);
        }

        void begin() {
            generator =
                    pbx.generate(
                            new CallGenerator.Settings(plan.rate(), plan.seed(), 0, PopPlan.mix()));
        }

        void end() {
            generator.stop();
            generator.finished().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (ledger.arrivals() < Ledger.wanted(truth) && System.nanoTime() < end) {
                pass(Duration.ofMillis(50));
            }
            // one that is too many may be on its way as well
            pass(Duration.ofMillis(500));
        }

        boolean isEven() {
            return ledger.balance(truth).isEven() && generator.skipped() == 0;
        }
    }

    /** How long pages were on their way, those of the PBX's own node and the others. */
    private static final class Hops {
        private final Map<String, SimulatedPbx> pbxs;
        private final Map<String, Cluster.Node> owners;
        private final Queue<Long> near = new ConcurrentLinkedQueue<>();
        private final Queue<Long> far = new ConcurrentLinkedQueue<>();

        Hops(Map<String, SimulatedPbx> pbxs, Map<String, Cluster.Node> owners) {
            this.pbxs = pbxs;
            this.owners = owners;
        }

        void arrived(Cluster.Node at, Seat seat, JsonObject pop, long nanos) {
            String call = pop.getString("call");
            String pbx = call.substring(0, call.indexOf(':'));
            pbxs.get(pbx)
                    .ledger
                    .arrived(seat, pop, nanos)
                    .ifPresent((owners.get(pbx) == at ? near : far)::add);
        }
    }

    /** When each PBX has its owner, and with two nodes each another. */
    private static Map<String, Cluster.Node> owners(Cluster cluster, int nodes) {
        return Cluster.until(
                LIMIT,
                "owners",
                () -> {
                    Map<String, Cluster.Node> owners = new LinkedHashMap<>();
                    PBXS.forEach(
                            pbx -> cluster.owner(pbx).ifPresent(node -> owners.put(pbx, node)));
                    boolean spread = owners.values().stream().distinct().count() == nodes;
                    boolean ready =
                            cluster.nodes().stream().allMatch(node -> node.process().isReady());
                    return Optional.of(owners)
                            .filter(all -> all.size() == PBXS.size() && spread && ready);
                });
    }

    private List<AgentSockets> connect(Vertx vertx, Cluster cluster, List<Seat> seats, Hops hops) {
        progress.accept("opening " + seats.size() + " sockets");
        List<AgentSockets> all = new ArrayList<>();
        int nodes = cluster.nodes().size();
        for (int i = 0; i < nodes; i++) {
            Cluster.Node node = cluster.nodes().get(i);
            List<Seat> here = new ArrayList<>();
            for (int seat = i; seat < seats.size(); seat += nodes) {
                here.add(seats.get(seat));
            }
            AgentSockets sockets =
                    new AgentSockets(
                            vertx,
                            node.process().port(),
                            here.size(),
                            (seat, pop, nanos) -> hops.arrived(node, seat, pop, nanos));
            await(sockets.connect(here), LIMIT);
            all.add(sockets);
        }
        return all;
    }

    private NodesRun measure(
            Cluster cluster,
            Map<String, SimulatedPbx> pbxs,
            List<AgentSockets> sockets,
            Hops hops) {
        pbxs.values().forEach(SimulatedPbx::begin);
        progress.accept("warming up for " + plan.warmUp().toSeconds() + " s");
        pass(plan.warmUp());
        progress.accept("measuring for " + plan.measured().toSeconds() + " s");
        Duration cpu = cpu(cluster);
        long placed = placed(pbxs);
        pbxs.values().forEach(each -> each.ledger.begin());
        pass(plan.measured());
        pbxs.values().forEach(each -> each.ledger.end());
        Duration used = cpu(cluster).minus(cpu);
        long calls = placed(pbxs) - placed;
        progress.accept("letting the last calls end");
        pbxs.values().forEach(SimulatedPbx::end);
        int closed = sockets.stream().mapToInt(AgentSockets::closed).sum();
        boolean stayed =
                hops.owners.entrySet().stream()
                        .allMatch(
                                owned ->
                                        cluster.owner(owned.getKey())
                                                .filter(node -> node == owned.getValue())
                                                .isPresent());
        boolean even =
                pbxs.values().stream().allMatch(SimulatedPbx::isEven) && closed == 0 && stayed;
        return new NodesRun(
                cluster.nodes().size(),
                calls,
                used,
                List.copyOf(hops.near),
                List.copyOf(hops.far),
                even);
    }

    private static Duration cpu(Cluster cluster) {
        return cluster.nodes().stream()
                .map(node -> node.process().cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static long placed(Map<String, SimulatedPbx> pbxs) {
        return pbxs.values().stream().mapToLong(each -> each.pbx.truth().placed()).sum();
    }
}
