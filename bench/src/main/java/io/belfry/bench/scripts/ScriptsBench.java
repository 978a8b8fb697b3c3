package io.belfry.bench.scripts;

import io.belfry.bench.Percentiles;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.Names;
import io.belfry.core.script.ScriptCall;
import io.belfry.core.script.ScriptCode;
import io.belfry.core.script.ScriptEnd;
import io.belfry.core.script.ScriptEvents;
import io.belfry.core.script.ScriptLimits;
import io.belfry.core.script.ScriptRuntime;
import io.belfry.core.script.WorkerCommand;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The runtime of scripts with real worker processes; what scripts ask for is answered at once. */
final class ScriptsBench implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int WARM_UPS = 3_000;

    private static final String HARMLESS =
            """
            const seen = new Map();
            event.up = function (data) {
                seen.set(data.queue, (seen.get(data.queue) || 0) + 1);
                wakeup('http://crm.example/orders?number=' + encodeURIComponent(data.ordernumber), data.peer, 'new_tab');
                console.log('call', data.uniqueid, 'in', data.queue);
            };
            """;

    /** Some can be cancelled, some only killed, some die of hunger. */
    private static final List<String> HOSTILE =
            List.of(
                    "event.up = () => { for (;;); };",
                    "event.up = () => { (function again() { Promise.resolve().then(again); })(); };",
                    "event.up = () => { (function f() { try { f(); } finally { f(); } })(); };",
                    "event.up = () => { (7n ** 3000000n).toString(); };",
                    "event.up = () => { const a = []; for (;;) { a.push(new Array(1e5).fill(a.length)); } };");

    private final Consumer<String> progress;
    private final Vertx vertx = Vertx.vertx();
    private final ScriptRuntime runtime;
    private int calls;

    ScriptsBench(Consumer<String> progress) {
        this.progress = progress;
        RecordCodec.register(vertx);
        // hostile scripts are to go on: none is paused
        ScriptLimits limits = ScriptLimits.defaults().withoutPause();
        List<String> command =
                WorkerCommand.find(ScriptRuntime.class, limits)
                        .orElseThrow(() -> new IllegalStateException("script-runner is not built"));
        runtime =
                new ScriptRuntime(
                        command,
                        limits,
                        Names.OF_THE_SYSTEM,
                        new AddressRules(List.of()),
                        Clock.systemUTC());
        wait(vertx.deployVerticle(runtime).toCompletionStage().toCompletableFuture());
    }

    private static ScriptCode code(String id, String source) {
        return new ScriptCode(id, id, source, List.of(), List.of("ordernumber"));
    }

    /** One event on its way. */
    private static final class Way implements ScriptEvents {
        final CompletableFuture<ScriptEnd> end = new CompletableFuture<>();
        private final long begin = System.nanoTime();
        private volatile long nanos;
        private volatile int asked;

        @Override
        public void said(ScriptLine line) {
            // read by nobody
        }

        @Override
        public Future<JsonObject> asked(int number, String name, JsonObject data) {
            asked = number;
            return Future.succeededFuture(new JsonObject().put("ok", true));
        }

        @Override
        public void ended(ScriptEnd how) {
            nanos = System.nanoTime() - begin;
            end.complete(how);
        }

        /** Done, with the page that it must have asked for. */
        boolean isRight() {
            return end.join().state() == ScriptEnd.State.DONE && asked == 1;
        }
    }

    private Way send(ScriptCode code) {
        calls++;
        Way way = new Way();
        JsonObject data =
                new JsonObject()
                        .put("event", "up")
                        .put("queue", "Sales")
                        .put("agentname", "John Doe")
                        .put("agentnum", "1007")
                        .put("peer", "PJSIP/john.doe")
                        .put("uniqueid", "1795359536." + calls)
                        .put("callernum", "0255512345")
                        .put("ordernumber", "A-" + calls)
                        .put("up", true);
        runtime.run(new ScriptCall(code, "call " + calls, Kind.UP, data), way);
        return way;
    }

    ScriptsResult run(int count, int rate, int seconds) {
        progress.accept("the first start");
        ScriptCode harmless = code("harmless", HARMLESS);
        long begin = System.nanoTime();
        runtime.announce(List.of(harmless));
        wait(send(harmless).end);
        Duration cold = Duration.ofNanos(System.nanoTime() - begin);
        long memory = memory();

        progress.accept("a warm handler");
        oneByOne(harmless, Math.min(WARM_UPS, count));
        List<Way> warm = oneByOne(harmless, count);

        progress.accept("nothing for " + seconds + " s");
        Lateness still = new Lateness(vertx);
        LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
        List<Long> stillLate = still.stop();

        progress.accept(rate + " events/s for " + seconds + " s");
        Lateness busy = new Lateness(vertx);
        long steadyBegin = System.nanoTime();
        List<Way> steady = steadily(harmless, rate, seconds, List.of());
        double reached = steady.size() / ((System.nanoTime() - steadyBegin) / 1e9);
        List<Long> busyLate = busy.stop();

        progress.accept("hostile scripts for " + seconds + " s");
        long killed = runtime.figures().killed() + runtime.figures().lost();
        Lateness attacked = new Lateness(vertx);
        int stopped = attack(seconds);
        List<Long> attackedLate = attacked.stop();

        progress.accept(rate + " events/s beside a hostile one each second, for " + seconds + " s");
        // it may have had to change its process: as warm as it was when it was alone
        oneByOne(harmless, Math.min(WARM_UPS, count));
        List<Way> beside = steadily(harmless, rate, seconds, HOSTILE);

        List<Way> all = new ArrayList<>(warm);
        all.addAll(steady);
        all.addAll(beside);
        return new ScriptsResult(
                cold,
                memory,
                times(warm),
                times(steady),
                times(beside),
                rate,
                reached,
                (int) all.stream().filter(way -> !way.isRight()).count(),
                new Percentiles(stillLate),
                new Percentiles(busyLate),
                new Percentiles(attackedLate),
                stopped,
                runtime.figures().killed() + runtime.figures().lost() - killed);
    }

    private List<Way> oneByOne(ScriptCode code, int count) {
        List<Way> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Way way = send(code);
            wait(way.end);
            all.add(way);
        }
        return all;
    }

    /** Each second one of the others begins, in turn; what they do is not measured. */
    private List<Way> steadily(ScriptCode code, int rate, int seconds, List<String> others) {
        List<Way> all = new ArrayList<>();
        List<Way> ofOthers = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            LockSupport.parkNanos(begin + i * 1_000_000_000L / rate - System.nanoTime());
            if (!others.isEmpty() && i % rate == 0) {
                int which = i / rate % others.size();
                ofOthers.add(send(hostile(which)));
            }
            all.add(send(code));
        }
        all.forEach(way -> wait(way.end));
        ofOthers.forEach(way -> wait(way.end));
        return all;
    }

    private static ScriptCode hostile(int which) {
        return code("hostile " + which, HOSTILE.get(which));
    }

    /** One of each kind at a time, again and again. */
    private int attack(int seconds) {
        int stopped = 0;
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            List<Way> round = new ArrayList<>();
            for (int i = 0; i < HOSTILE.size(); i++) {
                round.add(send(hostile(i)));
            }
            round.forEach(way -> wait(way.end));
            stopped +=
                    (int)
                            round.stream()
                                    .filter(
                                            way ->
                                                    way.end.join().state()
                                                            == ScriptEnd.State.STOPPED)
                                    .count();
        }
        return stopped;
    }

    private static Percentiles times(List<Way> ways) {
        return new Percentiles(ways.stream().map(way -> way.nanos).toList());
    }

    /** The largest resident set among our workers. */
    private static long memory() {
        return ProcessHandle.current()
                .children()
                .mapToLong(ScriptsBench::residentSet)
                .max()
                .orElse(0);
    }

    private static long residentSet(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // not every system tells
            return 0;
        }
    }

    private static <T> T wait(CompletableFuture<T> future) {
        try {
            return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
            throw new IllegalStateException("an event did not end", e);
        }
    }

    @Override
    public void close() {
        wait(vertx.close().toCompletionStage().toCompletableFuture());
    }
}
