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
import java.util.function.Function;

/**
 * Two PBXs at one node, and at two nodes that own one each: what a call costs in processor time,
 * and what it costs a page when its agent's socket is not at the node of the PBX. Agents are spread
 * over the nodes one by one; all share one database.
 */
final class NodesBench {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Longer than a lease. */
    private static final Duration LASTING = Duration.ofSeconds(4);

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
        return run(List.of(new Site(PBXS, nodes, folder)));
    }

    /**
     * Two servers that know nothing of each other, each with one PBX, a socket of each agent and a
     * database of its own: what the second process costs where there is no cluster.
     *
     * @param folder as above
     */
    NodesRun runApart(Path folder) {
        return run(
                PBXS.stream().map(pbx -> new Site(List.of(pbx), 1, folder.resolve(pbx))).toList());
    }

    private NodesRun run(List<Site> sites) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        try {
            sites.forEach(site -> site.start(vertx));
            return measure(sites);
        } finally {
            sites.forEach(Site::close);
            await(vertx.close(), LIMIT);
        }
    }

    /** PBXs, the nodes that own them, and their agents. */
    private final class Site {
        private final int nodes;
        private final Map<String, SimulatedPbx> pbxs = new LinkedHashMap<>();
        private final Cluster cluster;
        private Hops hops;
        private List<AgentSockets> sockets;

        Site(List<String> names, int nodes, Path folder) {
            this.nodes = nodes;
            List<String> settings = new ArrayList<>();
            for (String name : names) {
                SimulatedPbx one = new SimulatedPbx(PBXS.indexOf(name));
                settings.addAll(Cluster.pbx(pbxs.size(), name, one.pbx));
                pbxs.put(name, one);
            }
            this.cluster = new Cluster(folder, settings);
        }

        void start(Vertx vertx) {
            progress.accept(nodes + (nodes == 1 ? " node: starting" : " nodes: starting"));
            List<Seat> seats = cluster.fill(plan.pbx());
            cluster.start(nodes);
            owners();
            progress.accept("opening " + seats.size() + " sockets");
            hops = new Hops(pbxs);
            sockets = connect(vertx, cluster, seats, hops);
            hops.owners = lastingOwners();
        }

        /** A node that has just begun, on busy processors, may come too late to stay the owner. */
        private Map<String, Cluster.Node> lastingOwners() {
            long end = System.nanoTime() + LIMIT.toNanos();
            Map<String, Cluster.Node> before;
            Map<String, Cluster.Node> now = owners();
            do {
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("owners do not stay");
                }
                before = now;
                pass(LASTING);
                now = owners();
            } while (!now.equals(before));
            return now;
        }

        /** When each PBX has its owner, and with two nodes each another. */
        private Map<String, Cluster.Node> owners() {
            return Cluster.until(
                    LIMIT,
                    "owners",
                    () -> {
                        Map<String, Cluster.Node> owners = new LinkedHashMap<>();
                        pbxs.keySet()
                                .forEach(
                                        pbx ->
                                                cluster.owner(pbx)
                                                        .ifPresent(node -> owners.put(pbx, node)));
                        boolean spread = owners.values().stream().distinct().count() == nodes;
                        boolean ready =
                                cluster.nodes().stream().allMatch(node -> node.process().isReady());
                        return Optional.of(owners)
                                .filter(all -> all.size() == pbxs.size() && spread && ready);
                    });
        }

        Duration cpu() {
            return cluster.nodes().stream()
                    .map(node -> node.process().cpu())
                    .reduce(Duration.ZERO, Duration::plus);
        }

        long placed() {
            return pbxs.values().stream().mapToLong(each -> each.pbx.truth().placed()).sum();
        }

        /** Each page came once, nobody lost a socket, and the owners stayed. */
        boolean isEven() {
            return pbxs.values().stream().allMatch(SimulatedPbx::isEven)
                    && sockets.stream().allMatch(each -> each.closed() == 0)
                    && hops.owners.entrySet().stream().allMatch(this::stayed);
        }

        private boolean stayed(Map.Entry<String, Cluster.Node> owned) {
            return cluster.owner(owned.getKey()).filter(owned.getValue()::equals).isPresent();
        }

        void close() {
            cluster.close();
            pbxs.values().forEach(each -> each.pbx.close());
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
        private volatile Map<String, Cluster.Node> owners = Map.of();
        private final Queue<Long> near = new ConcurrentLinkedQueue<>();
        private final Queue<Long> far = new ConcurrentLinkedQueue<>();

        Hops(Map<String, SimulatedPbx> pbxs) {
            this.pbxs = pbxs;
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

    /** Agents are spread over the nodes one by one. */
    private static List<AgentSockets> connect(
            Vertx vertx, Cluster cluster, List<Seat> seats, Hops hops) {
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

    private NodesRun measure(List<Site> sites) {
        List<SimulatedPbx> pbxs =
                sites.stream().flatMap(site -> site.pbxs.values().stream()).toList();
        pbxs.forEach(SimulatedPbx::begin);
        progress.accept("warming up for " + plan.warmUp().toSeconds() + " s");
        pass(plan.warmUp());
        progress.accept("measuring for " + plan.measured().toSeconds() + " s");
        Duration cpu = cpu(sites);
        long placed = placed(sites);
        pbxs.forEach(each -> each.ledger.begin());
        pass(plan.measured());
        pbxs.forEach(each -> each.ledger.end());
        Duration used = cpu(sites).minus(cpu);
        long calls = placed(sites) - placed;
        progress.accept("letting the last calls end");
        pbxs.forEach(SimulatedPbx::end);
        return new NodesRun(
                calls,
                used,
                all(sites, hops -> hops.near),
                all(sites, hops -> hops.far),
                sites.stream().allMatch(Site::isEven));
    }

    private static Duration cpu(List<Site> sites) {
        return sites.stream().map(Site::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static long placed(List<Site> sites) {
        return sites.stream().mapToLong(Site::placed).sum();
    }

    private static List<Long> all(List<Site> sites, Function<Hops, Queue<Long>> times) {
        return sites.stream().flatMap(site -> times.apply(site.hops).stream()).toList();
    }
}
