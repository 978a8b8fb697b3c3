package io.belfry.bench.pop;

import static io.belfry.bench.Waiting.await;
import static io.belfry.bench.Waiting.pass;

import io.belfry.bench.ServerProcess;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.truth.CallTruth;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * From a ringing telephone to the command on the agent's socket: a simulated PBX and the sockets of
 * all agents in this process, the server in another.
 */
public final class PopBench {
    private static final Duration PREPARE_WITHIN = Duration.ofMinutes(5);
    private static final Duration CALLS_END_WITHIN = Duration.ofMinutes(4);
    private static final Duration LAST_ARRIVE_WITHIN = Duration.ofSeconds(30);

    private final PopPlan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final Ledger ledger = new Ledger();
    private final Queue<CallTruth> truth = new ConcurrentLinkedQueue<>();

    /**
     * @param folder empty; the server's data and log go there
     * @param progress is told what is being done
     */
    public PopBench(PopPlan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    public PopResult run() {
        List<Seat> seats = prepare();
        SimulatorConfig pbxConfig =
                SimulatorConfig.standard().withPlan(plan.pbx()).withSeed(plan.seed());
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        try (PbxSimulator pbx = PbxSimulator.start(pbxConfig);
                ServerProcess server =
                        ServerProcess.start(
                                folder, folder.resolve("server.log"), settings(pbx.port()))) {
            pbx.truth().listen(truth::add);
            pbx.watch(ledger::written);
            progress.accept("opening " + seats.size() + " sockets");
            long empty = server.liveBytes();
            AgentSockets sockets =
                    new AgentSockets(vertx, server.port(), seats.size(), ledger::arrived);
            await(sockets.connect(seats), PREPARE_WITHIN);
            long aSocket = (server.liveBytes() - empty) / seats.size();
            return measure(pbx, server, sockets, aSocket);
        } finally {
            await(vertx.close(), PREPARE_WITHIN);
        }
    }

    private static List<String> settings(int pbxPort) {
        List<String> settings = new ArrayList<>(ServerProcess.pbx(0, "bench", pbxPort));
        settings.add("--programs.port=0");
        return settings;
    }

    private List<Seat> prepare() {
        progress.accept("making " + plan.agents() + " agents and their sessions");
        Vertx vertx = Vertx.vertx();
        try {
            return await(Centre.embedded(vertx, folder).fill(plan.pbx()), PREPARE_WITHIN);
        } finally {
            await(vertx.close(), PREPARE_WITHIN);
        }
    }

    private PopResult measure(
            PbxSimulator pbx, ServerProcess server, AgentSockets sockets, long aSocket) {
        CallGenerator generator =
                pbx.generate(
                        new CallGenerator.Settings(plan.rate(), plan.seed(), 0, PopPlan.mix()));
        progress.accept("warming up for " + plan.warmUp().toSeconds() + " s");
        pass(plan.warmUp());
        progress.accept("measuring for " + plan.measured().toSeconds() + " s");
        long events = server.pbx().getLong("events");
        Duration cpu = server.cpu();
        long placed = pbx.truth().placed();
        long began = System.nanoTime();
        ledger.begin();
        pass(plan.measured());
        ledger.end();
        long calls = pbx.truth().placed() - placed;
        Duration used = server.cpu().minus(cpu);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        long heard = server.pbx().getLong("events") - events;
        progress.accept("letting the last calls end");
        generator.stop();
        generator.finished().orTimeout(CALLS_END_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
        settle();
        return new PopResult(
                plan,
                ledger.balance(truth),
                generator.skipped(),
                server.pbx().getLong("dropped"),
                sockets.closed(),
                aSocket,
                calls,
                heard,
                used,
                took);
    }

    /** The last are on their way for a moment; what never comes is told by the balance. */
    private void settle() {
        long end = System.nanoTime() + LAST_ARRIVE_WITHIN.toNanos();
        while (ledger.arrivals() < Ledger.wanted(truth) && System.nanoTime() < end) {
            pass(Duration.ofMillis(50));
        }
        // one that is too many may be on its way as well
        pass(Duration.ofMillis(500));
    }
}
