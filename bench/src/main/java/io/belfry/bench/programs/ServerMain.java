package io.belfry.bench.programs;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.EventLogger;
import io.belfry.realtimepush.programs.ConfiguredLogins;
import io.belfry.realtimepush.programs.ProgramLimits;
import io.belfry.realtimepush.programs.Programs;
import io.belfry.realtimepush.programs.ProgramsOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The ports for programs with log and database, in a process of their own; calls are made as they
 * are ordered on standard input: {@code tell COUNT PAUSE_MICROS}, {@code heap}, {@code look},
 * {@code looked}.
 */
final class ServerMain {
    private final Vertx vertx = Vertx.vertx();
    private final LoopSampler sampler = new LoopSampler();
    private long told;

    private ServerMain() {}

    public static void main(String[] args) throws IOException {
        new ServerMain().run(Path.of(args[0]), args[1]);
    }

    private void run(Path folder, String token) throws IOException {
        RecordCodec.register(vertx);
        Database database = await(Database.open(vertx, DatabaseConfig.embedded(folder)));
        EventLog log = new EventLog(vertx, database);
        // all of them come from this machine
        ProgramLimits usual = ProgramLimits.defaults();
        ProgramLimits limits = usual.with(usual.engine().withOfAddress(usual.engine().sessions()));
        Programs programs =
                new Programs(
                        log,
                        new ConfiguredLogins(token, false),
                        ProgramsOptions.plain("127.0.0.1", 0),
                        limits,
                        Clock.systemUTC());
        await(vertx.deployVerticle(programs));
        await(vertx.deployVerticle(new EventLogger(log, Clock.systemUTC())));
        System.out.println("listening " + programs.port().orElseThrow());
        try (BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                System.out.println(obey(order.split(" ")));
            }
        }
        System.exit(0);
    }

    private String obey(String[] order) {
        switch (order[0]) {
            case "tell" -> {
                tell(Integer.parseInt(order[1]), Long.parseLong(order[2]) * 1_000);
                return "told " + told;
            }
            case "heap" -> {
                System.gc();
                Runtime memory = Runtime.getRuntime();
                return "heap " + (memory.totalMemory() - memory.freeMemory());
            }
            case "look" -> {
                sampler.start();
                return "looking";
            }
            case "looked" -> {
                return "looked " + sampler.stop();
            }
            default -> {
                return "what is " + order[0];
            }
        }
    }

    private void tell(int count, long pauseNanos) {
        long next = System.nanoTime();
        for (int i = 0; i < count; i++) {
            next += pauseNanos;
            Topic.CALLS.publish(vertx, ringing(++told));
            for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    private static CallEvent ringing(long number) {
        String uniqueid = "1795359536." + number;
        Call call =
                new Call(
                        new CallId("bench", uniqueid),
                        uniqueid,
                        "sales",
                        "PJSIP/trunk-acme-00000000",
                        "from-trunk",
                        "6000",
                        new Caller("0255512345", "Maria Rossi"),
                        Map.of("ordernumber", "A-" + number));
        AgentLeg agent =
                new AgentLeg("Andrea Bianco", "2001", "PJSIP/andrea.bianco", "", uniqueid + "1");
        return new CallEvent.Ringing(
                new CallEvent.Head("e" + number, Instant.now(), false), call, agent, 1);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }
}
