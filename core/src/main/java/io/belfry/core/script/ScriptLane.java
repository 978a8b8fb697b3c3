package io.belfry.core.script;

import io.belfry.core.bus.ScriptState;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.script.ScriptEnd.State;
import io.belfry.core.script.Surroundings.Watcher;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * All of one integration's script: the events that wait for it, the handlers that are under way,
 * and what it holds in the worker. One turn of it runs at a time; while a handler waits for an
 * answer, events of other calls go on.
 */
final class ScriptLane {
    private static final Duration LONG_IDLE = Duration.ofMinutes(10);

    private final String id;
    private final Surroundings around;
    private final Watcher watcher;
    private final ScriptHealth health;
    private final CallOrder<HandlerCall> order;
    private final Deque<Turn> answers = new ArrayDeque<>();
    private final Deque<Turn> chores = new ArrayDeque<>();
    private final ScriptVersions versions;
    private final UnderWay underWay;
    private final TurnResults results;
    private HandlerCall head;
    private ScriptContext warm;
    private int lastKey;
    private boolean leaves;
    private long lastUse = System.nanoTime();

    ScriptLane(String id, Surroundings around, Watcher watcher) {
        this.id = id;
        this.around = around;
        this.watcher = watcher;
        this.health = new ScriptHealth(id, around.limits());
        this.order = new CallOrder<>(around.limits().waiting());
        this.results = new TurnResults(around, this);
        this.versions = new ScriptVersions(id);
        this.underWay = new UnderWay(around.vertx(), around.limits().handler(), this::tooLate);
    }

    String id() {
        return id;
    }

    ScriptState state() {
        return health.state(around.clock().instant());
    }

    private String nextKey() {
        lastKey++;
        return id + "#" + lastKey;
    }

    // ---- what comes in ----

    void add(ScriptCall call, ScriptEvents events) {
        lastUse = System.nanoTime();
        HandlerCall added = new HandlerCall(call, events, nextKey());
        if (health.isPaused()) {
            notRun(added, State.PAUSED, health.pausedBecause());
            return;
        }
        order.add(call.order(), added)
                .ifPresent(
                        dropped -> {
                            around.figures().dropped.increment();
                            notRun(dropped, State.DROPPED, "too many events wait for the script");
                        });
        watcher.wakes(this);
    }

    /** Makes a script ready before its first call; a new version ends a pause of the old one. */
    ScriptContext announce(ScriptCode code) {
        if (!versions.contains(code) && health.isPaused()) {
            resume();
        }
        warm = context(code);
        watcher.wakes(this);
        return warm;
    }

    void pause(String why) {
        health.pause(around.clock().instant(), why);
        paused();
    }

    void resume() {
        health.resume();
        versions.retryBroken();
        tellState();
    }

    /** Looks whether a pause is over. */
    void tick() {
        if (health.pauseEnds(around.clock().instant())) {
            resume();
        }
    }

    private void paused() {
        if (health.isPaused()) {
            runNothing(State.PAUSED, health.pausedBecause());
        }
        tellState();
    }

    /** Whatever waits ends. */
    private void runNothing(State state, String why) {
        order.drain().forEach(each -> notRun(each, state, why));
        if (head != null) {
            order.done(head.call().order());
            notRun(head, state, why);
            head = null;
        }
    }

    private void notRun(HandlerCall call, State state, String why) {
        call.end(state, Fault.of(why), System.nanoTime());
    }

    // ---- what the worker does next ----

    /** Empty when there is nothing to do. Asked again, it says the same until the turn has run. */
    Optional<Turn> next() {
        if (!chores.isEmpty()) {
            return Optional.of(chores.remove());
        }
        Turn answer = answers.poll();
        while (answer != null && isOld(answer)) {
            answer = answers.poll();
        }
        if (answer != null) {
            return Optional.of(answer);
        }
        return leaves ? Optional.empty() : nextCall().or(this::warmUp);
    }

    private boolean isOld(Turn answer) {
        return answer.call().isOver()
                || answer.context().state() != ScriptContext.State.LOADED
                || !answer.call().isWaitingFor(answer.request().getLong("ask"));
    }

    private Optional<Turn> nextCall() {
        while (head != null || order.hasNext()) {
            if (head == null) {
                head = order.next().orElseThrow();
            }
            ScriptContext context = context(head.call().code());
            switch (context.state()) {
                case NONE:
                    return Optional.of(Turn.prepare(context));
                case PREPARED:
                    return Optional.of(load(context));
                case LOADED:
                    if (!head.isOnlyToLoad() && context.handles(head.call().kind())) {
                        return Optional.of(call(context));
                    }
                    leave(State.NO_HANDLER, Fault.NONE);
                    break;
                case BROKEN:
                    leave(State.FAILED, context.fault());
                    break;
            }
        }
        return Optional.empty();
    }

    /** The next event needs no turn. */
    private void leave(State state, Fault why) {
        HandlerCall left = head;
        head = null;
        order.done(left.call().order());
        if (left.isOnlyToLoad()) {
            context(left.call().code()).takeLoadLines().forEach(left::said);
        }
        if (state == State.FAILED) {
            failed(why.text());
        }
        left.end(state, why, System.nanoTime());
    }

    private Turn call(ScriptContext context) {
        HandlerCall call = head;
        head = null;
        context.takeLoadLines().forEach(call::said);
        underWay.begin(call);
        return Turn.call(context, call);
    }

    /** What a script says and asks for while it is loaded belongs to no event. */
    private Turn load(ScriptContext context) {
        ScriptCall none = new ScriptCall(context.code(), "", Kind.GAP, new JsonObject());
        HandlerCall loading = new HandlerCall(none, new LoadEvents(context), nextKey());
        underWay.begin(loading);
        return Turn.load(context, loading);
    }

    private void tooLate(HandlerCall call) {
        String why = "it did not end within " + around.limits().handler().toSeconds() + " s";
        end(call, State.FAILED, Fault.of(why));
        watcher.wakes(this);
    }

    private Optional<Turn> warmUp() {
        if (warm != null) {
            switch (warm.state()) {
                case NONE:
                    return Optional.of(Turn.prepare(warm));
                case PREPARED:
                    return Optional.of(load(warm));
                case LOADED, BROKEN:
                    warm = null;
                    break;
            }
        }
        return Optional.empty();
    }

    private ScriptContext context(ScriptCode code) {
        ScriptContext context = versions.of(code);
        versions.takeOld(each -> each == context || isInUse(each))
                .forEach(old -> chores.add(Turn.drop(old)));
        return context;
    }

    /** A handler under way would lose what it knows. */
    boolean isInUse(ScriptContext context) {
        return !underWay.in(context).isEmpty();
    }

    // ---- with whom it shares a worker ----

    /** A handler of it had to be stopped lately: who shares a worker with it waits for that. */
    boolean isUnruly() {
        return health.wasStoppedLately(around.clock().instant());
    }

    /** A handler has begun and not ended. */
    boolean isBusy() {
        return !underWay.isEmpty();
    }

    /** What is under way ends where it is, and nothing new begins there. */
    void leaves(boolean now) {
        leaves = now;
    }

    /** It has another worker from here on, which knows nothing of it. */
    void moved() {
        workerLost();
    }

    // ---- what the worker said ----

    void answered(Turn turn, JsonObject frame) {
        results.of(turn, frame);
    }

    /** All that its answer caused has been done. */
    void turnEnded() {
        watcher.wakes(this);
    }

    Optional<HandlerCall> underWay(String key) {
        return underWay.of(key);
    }

    void giveAnswer(Turn answer) {
        answers.add(answer);
        watcher.wakes(this);
    }

    /** Ends it when nothing is left to wait for. */
    void look(HandlerCall call) {
        if (call.isDone() && !call.isOver()) {
            end(call, call.fault().isNone() ? State.DONE : State.FAILED, call.fault());
        }
    }

    void loaded(ScriptContext context, Set<String> handlers) {
        context.loaded(handlers);
        watcher.handlers(context.code(), handlers);
        tellState();
    }

    /** A turn was stopped by cancelling it; the script's memory is gone. */
    void stopped(ScriptContext context, HandlerCall call, Fault why) {
        around.figures().cancelled.increment();
        context.lost();
        endAll(context, call, why);
        health.cancelled(around.clock().instant());
        paused();
    }

    /** What waits in a context that is lost can not go on. */
    void endAll(ScriptContext context, HandlerCall call, Fault why) {
        end(call, State.STOPPED, why);
        underWay.in(context)
                .forEach(
                        other ->
                                end(
                                        other,
                                        State.STOPPED,
                                        Fault.of("another handler of the script was stopped")));
    }

    /** The worker ended in a turn of this script. */
    void tookTheWorkerWithIt(Turn turn, String why) {
        if (turn.kind() == Turn.Kind.LOAD) {
            turn.context().broken(Fault.of("while it was loaded: " + why));
        }
        endAll(turn.context(), turn.call(), Fault.of(why));
        health.killed(around.clock().instant(), why);
        workerLost();
        paused();
    }

    /** Somebody else's script took the worker with it: what was under way is begun once more. */
    void workerLost() {
        answers.clear();
        chores.clear();
        versions.workerLost();
        underWay.all().forEach(this::beginAgain);
        watcher.wakes(this);
    }

    private void beginAgain(HandlerCall call) {
        if (call.isLastTry()) {
            end(call, State.STOPPED, Fault.of("its process was lost twice"));
        } else if (underWay.end(call) && !(call.events() instanceof LoadEvents)) {
            around.figures().retried.increment();
            order.putBack(call.call().order(), call);
        }
    }

    void end(HandlerCall call, State state, Fault why) {
        if (call.isOver()) {
            return;
        }
        if (underWay.end(call)) {
            order.done(call.call().order());
        }
        call.end(state, why, System.nanoTime());
        if (call.events() instanceof LoadEvents) {
            return;
        }
        around.figures().calls.increment();
        if (state == State.DONE) {
            health.done();
            tellState();
        } else {
            failed(why.text());
        }
    }

    private void failed(String why) {
        around.figures().failures.increment();
        health.failed(why);
        tellState();
    }

    private void tellState() {
        if (health.isNews(around.clock().instant())) {
            watcher.changed(this);
        }
    }

    /** Nothing waits, nothing is under way, and it was so for a while. */
    boolean isLongIdle() {
        return head == null
                && order.size() == 0
                && underWay.isEmpty()
                && System.nanoTime() - lastUse > LONG_IDLE.toNanos();
    }

    /** Everything ends; its slot lets the worker forget the script. */
    void close(String why) {
        runNothing(State.DROPPED, why);
        underWay.all().forEach(call -> end(call, State.STOPPED, Fault.of(why)));
        warm = null;
    }
}
