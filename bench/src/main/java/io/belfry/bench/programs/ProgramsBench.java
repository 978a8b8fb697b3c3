package io.belfry.bench.programs;

import io.belfry.bench.Child;
import io.belfry.bench.Jvm;
import io.belfry.bench.Percentiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * From a call event to all programs that listen: the ports and the log in one process, the programs
 * in this one. First at a steady rate, then a burst that shows what a core can carry.
 */
public final class ProgramsBench {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int WARM_UP = 40;

    private final ProgramsPlan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private long expected;

    /**
     * @param folder empty; the server's data goes there
     * @param progress is told what is being done
     */
    public ProgramsBench(ProgramsPlan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    public ProgramsResult run() throws IOException, InterruptedException {
        String token = UUID.randomUUID().toString();
        Vertx vertx = Vertx.vertx();
        try (Child server =
                new Child(
                        "server",
                        Jvm.command(ServerMain.class.getName(), folder.toString(), token))) {
            int port = Integer.parseInt(server.hear("listening ", LIMIT).split(" ")[1]);
            progress.accept("connecting " + plan.programs() + " programs");
            ProgramSockets sockets = new ProgramSockets(vertx, port, token, plan.programs());
            sockets.connect(plan.programs())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
            return measure(server, sockets);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private ProgramsResult measure(Child server, ProgramSockets sockets)
            throws InterruptedException {
        tell(server, sockets, WARM_UP, 50_000);
        long heapBefore = heap(server);
        progress.accept("measuring for " + plan.seconds() + " s");
        sockets.measure(true);
        Duration cpu = server.cpu();
        tell(server, sockets, plan.steady(), 1_000_000L / plan.rate());
        Duration steadyCpu = server.cpu().minus(cpu);
        sockets.measure(false);
        long heapAfter = heap(server);
        progress.accept("a burst of " + plan.burst() + " events");
        order(server, "look", "looking");
        cpu = server.cpu();
        long began = System.nanoTime();
        tell(server, sockets, plan.burst(), 0);
        Duration burstTook = Duration.ofNanos(System.nanoTime() - began);
        Duration burstCpu = server.cpu().minus(cpu);
        String where = order(server, "looked", "looked ").substring("looked ".length());
        return new ProgramsResult(
                plan,
                new Percentiles(sockets.times()),
                expected,
                sockets.arrived(),
                sockets.wrong(),
                sockets.closed(),
                heapBefore,
                heapAfter,
                steadyCpu,
                burstTook,
                burstCpu,
                where);
    }

    /** Returns when all have all, or nothing more comes. */
    private void tell(Child server, ProgramSockets sockets, int count, long pauseMicros)
            throws InterruptedException {
        order(server, "tell " + count + " " + pauseMicros, "told ");
        expected += (long) count * plan.programs();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (sockets.arrived() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static long heap(Child server) throws InterruptedException {
        return Long.parseLong(order(server, "heap", "heap ").split(" ")[1]);
    }

    private static String order(Child server, String order, String answer)
            throws InterruptedException {
        server.tell(order);
        return server.hear(answer, LIMIT);
    }
}
