package io.belfry.core.script;

import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.command.Command;
import io.belfry.core.script.Surroundings.Watcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries scripts out: runs them as they would run, in a worker of their own, and writes down what
 * they ask for instead of doing it.
 */
final class ScriptTrials {
    /** Under way and waiting; administrators are few. */
    private static final int MOST = 5;

    /** Who asks waits for twelve seconds. */
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(11_500);

    /** The worker is given back when nobody has tried anything for so long. */
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Surroundings around;
    private final WorkerPool pool;
    private Slot slot;
    private int underWay;
    private int count;
    private long lastUse;

    ScriptTrials(Surroundings around, WorkerPool pool) {
        this.around =
                new Surroundings(
                        around.vertx(),
                        around.clock(),
                        around.limits(),
                        ScriptTrials::pretend,
                        new ScriptFigures());
        this.pool = pool;
    }

    private static Future<JsonObject> pretend(ScriptCode code, JsonObject request) {
        String refusal = ScriptFetch.refusal(code.hosts(), request);
        return refusal.isEmpty()
                ? Future.succeededFuture(ScriptFetch.pretended(request))
                : Future.failedFuture(refusal);
    }

    Future<ScriptReport> run(ScriptTrial trial) {
        Optional<Kind> kind = kind(trial.event());
        if (kind.isEmpty()) {
            return Future.succeededFuture(
                    report(
                            "refused",
                            "there is no event of this name: " + trial.event().getValue("event")));
        }
        if (underWay >= MOST) {
            return Future.succeededFuture(report("busy", "others are trying scripts, try again"));
        }
        return new Trial(trial, kind.get()).run();
    }

    /** Of an empty event any: its handlers are not called. */
    private static Optional<Kind> kind(JsonObject event) {
        if (event.isEmpty()) {
            return Optional.of(Kind.UP);
        }
        return Arrays.stream(Kind.values())
                .filter(each -> each.word().equals(event.getValue("event")))
                .findFirst();
    }

    private static ScriptReport report(String state, String failure) {
        return new ScriptReport(state, List.of(), List.of(), failure, 0, 0, 0);
    }

    /** One script and one event. */
    private final class Trial implements ScriptEvents, Watcher {
        private final ScriptTrial trial;
        private final Kind kind;
        private final ScriptLane lane;
        private final ScriptCode code;
        private final Slot in;
        private final Promise<ScriptReport> promise = Promise.promise();
        private final List<ScriptLine> console = new ArrayList<>();
        private final List<ScriptCommand> commands = new ArrayList<>();
        private final long timer;

        Trial(ScriptTrial trial, Kind kind) {
            count++;
            underWay++;
            this.trial = trial;
            this.kind = kind;
            String id = "trial " + count;
            code =
                    new ScriptCode(
                            id,
                            trial.appname(),
                            trial.script().source(),
                            trial.script().hosts(),
                            trial.variables());
            in = place();
            lane = new ScriptLane(id, around, this);
            timer = around.vertx().setTimer(ANSWER_WITHIN.toMillis(), late -> tooLate());
        }

        Future<ScriptReport> run() {
            in.add(lane);
            lane.add(new ScriptCall(code, "", kind, trial.event()), this);
            return promise.future();
        }

        private void tooLate() {
            finish(
                    new ScriptReport(
                            "busy",
                            console,
                            commands,
                            "no process was ready for it in time, try again",
                            0,
                            0,
                            0));
        }

        private void finish(ScriptReport report) {
            if (promise.tryComplete(report)) {
                around.vertx().cancelTimer(timer);
                underWay--;
                lastUse = System.nanoTime();
                lane.close("the trial is over");
                in.remove(lane);
            }
        }

        @Override
        public void said(ScriptLine line) {
            console.add(line);
        }

        @Override
        public Future<JsonObject> asked(int number, String name, JsonObject data) {
            String refused =
                    Command.read(name, data) instanceof Command.Refused no ? no.words() : "";
            commands.add(new ScriptCommand(name, data, refused));
            return Future.succeededFuture(
                    new JsonObject()
                            .put("ok", refused.isEmpty())
                            .put("outcome", refused.isEmpty() ? "trial" : "refused")
                            .put("clients", 0));
        }

        @Override
        public void fetches(JsonObject request) {
            commands.add(
                    new ScriptCommand(
                            "fetch",
                            new JsonObject()
                                    .put("method", request.getString("method", "GET"))
                                    .put("url", request.getString("url", "")),
                            ScriptFetch.refusal(code.hosts(), request)));
        }

        @Override
        public void ended(ScriptEnd end) {
            String state =
                    switch (end.state()) {
                        case DONE, NO_HANDLER -> "done";
                        case FAILED -> "failed";
                        case STOPPED, PAUSED -> "stopped";
                        case DROPPED -> "busy";
                    };
            if (end.state() == ScriptEnd.State.NO_HANDLER && !trial.event().isEmpty()) {
                console.add(new ScriptLine("warn", "the script has no handler for " + kind.word()));
            }
            finish(
                    new ScriptReport(
                            state,
                            console,
                            commands,
                            end.why(),
                            end.line(),
                            end.column(),
                            end.running().toNanos() / 1_000));
        }

        @Override
        public void wakes(ScriptLane any) {
            in.wake(any);
        }

        @Override
        public void changed(ScriptLane any) {
            // a trial has no state that anybody waits for
        }

        @Override
        public void handlers(ScriptCode any, Set<String> found) {
            // nor handlers that the engine would call
        }
    }

    private Slot place() {
        if (slot == null) {
            slot = new Slot(around, pool);
        }
        return slot;
    }

    void tick() {
        if (slot != null) {
            slot.tick();
            if (underWay == 0 && System.nanoTime() - lastUse > IDLE.toNanos()) {
                close();
            }
        }
    }

    void close() {
        if (slot != null) {
            slot.retire();
            slot = null;
        }
    }
}
