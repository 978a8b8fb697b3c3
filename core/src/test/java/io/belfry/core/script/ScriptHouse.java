package io.belfry.core.script;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.egress.AddressRange;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.Names;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The runtime with real worker processes, on a bus of its own. */
final class ScriptHouse implements AutoCloseable {
    /** A machine that does a lot else starts a worker in minutes. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(400);

    /** For scripts that mean no harm: however slow the machine is, it is not their fault. */
    static final ScriptLimits PATIENT =
            ScriptLimits.defaults()
                    .withRunning(Duration.ofSeconds(3), Duration.ofSeconds(6))
                    .withWaiting(Duration.ofMinutes(5), Duration.ofMinutes(4));

    final Vertx vertx = Vertx.vertx();
    final ScriptRuntime runtime;
    final List<ScriptState> states = new CopyOnWriteArrayList<>();
    private int calls;

    ScriptHouse() {
        this(PATIENT);
    }

    ScriptHouse(ScriptLimits limits) {
        this(limits, command(limits));
    }

    ScriptHouse(ScriptLimits limits, List<String> command) {
        RecordCodec.register(vertx);
        Topic.SCRIPT_STATES.subscribe(vertx, states::add);
        runtime =
                new ScriptRuntime(
                        command,
                        limits,
                        Names.OF_THE_SYSTEM,
                        new AddressRules(List.of(AddressRange.parse("127.0.0.1"))),
                        Clock.systemUTC());
        await(vertx.deployVerticle(runtime));
    }

    static List<String> command(ScriptLimits limits) {
        return WorkerCommand.find(ScriptRuntime.class, limits)
                .orElseThrow(() -> new AssertionError("script-runner is not built"));
    }

    static ScriptCode script(String id, String source) {
        return new ScriptCode(id, "Acme " + id, source, List.of(), List.of("ordernumber"));
    }

    /** What became of one event. */
    static final class Handled implements ScriptEvents {
        final List<String> console = new CopyOnWriteArrayList<>();
        final List<JsonObject> commands = new CopyOnWriteArrayList<>();
        final List<JsonObject> fetches = new CopyOnWriteArrayList<>();
        final CompletableFuture<ScriptEnd> end = new CompletableFuture<>();
        final List<Integer> numbers = new CopyOnWriteArrayList<>();

        @Override
        public void said(ScriptLine line) {
            console.add(line.level() + " " + line.text());
        }

        @Override
        public Future<JsonObject> asked(int number, String name, JsonObject data) {
            numbers.add(number);
            commands.add(new JsonObject().put("name", name).put("data", data));
            return Future.succeededFuture(
                    new JsonObject().put("ok", true).put("outcome", "opened").put("clients", 1));
        }

        @Override
        public void fetches(JsonObject request) {
            fetches.add(request);
        }

        @Override
        public void ended(ScriptEnd how) {
            end.complete(how);
        }

        ScriptEnd await() {
            try {
                return end.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new AssertionError("the handler did not end; console " + console, e);
            }
        }

        /** Commands in short: {@code AgentCTI {"url":…}}. */
        List<String> asked() {
            return commands.stream()
                    .map(each -> each.getString("name") + " " + each.getJsonObject("data").encode())
                    .toList();
        }
    }

    Handled happens(ScriptCode code, Kind kind, String call) {
        return happens(code, kind, call, data(kind, call));
    }

    Handled happens(ScriptCode code, Kind kind, String call, JsonObject data) {
        Handled handled = new Handled();
        runtime.run(new ScriptCall(code, call, kind, data), handled);
        return handled;
    }

    /** When a worker has handled something of this script. */
    Future<Void> runtimeReady(ScriptCode code) {
        Handled handled = happens(code, Kind.UP);
        return Future.fromCompletionStage(handled.end).mapEmpty();
    }

    /** An event of a call of its own. */
    Handled happens(ScriptCode code, Kind kind) {
        calls++;
        return happens(code, kind, "call " + calls);
    }

    static JsonObject data(Kind kind, String call) {
        return new JsonObject()
                .put("event", kind.word())
                .put("queue", "Sales")
                .put("agentname", "John Doe")
                .put("peer", "SIP/john.doe")
                .put("uniqueid", call)
                .put("callernum", "998")
                .put("ordernumber", "A-1001")
                .put(kind.word(), true);
    }

    static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never came: " + what);
            }
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Asks again when there was no answer in time: the machine may be slower than the limit. */
    static <T> T answer(java.util.function.Supplier<Future<T>> question) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                return await(question.get());
            } catch (AssertionError e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    /** Ids of worker processes that belong to us. */
    static List<ProcessHandle> workers() {
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.current().children().filter(ProcessHandle::isAlive).forEach(found::add);
        return found;
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
