package io.belfry.core.script;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for a worker and the scripts that share it. Gives the worker one turn at a time, in turn
 * from each script, watches its clock, and takes another worker when this one is lost.
 */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    /** Scripts that a worker holds at a time: its heap is small. */
    private static final int MOST_CONTEXTS = 24;

    private final Surroundings around;
    private final WorkerPool pool;
    private final Set<ScriptLane> lanes = new HashSet<>();
    private final Deque<ScriptLane> ring = new ArrayDeque<>();
    private final Deque<ScriptContext> toForget = new ArrayDeque<>();
    private final Map<ScriptContext, ScriptLane> held =
            new LinkedHashMap<>(MOST_CONTEXTS, 0.75f, true);
    private WorkerProcess worker;
    private boolean asked;
    private boolean retired;
    private boolean lowered;
    private Turn turn;
    private ScriptLane turnOf;
    private TurnClock clock;
    private boolean tooLong;
    private long number;

    Slot(Surroundings around, WorkerPool pool) {
        this.around = around;
        this.pool = pool;
    }

    void add(ScriptLane lane) {
        lanes.add(lane);
        needWorker();
    }

    /** The worker forgets the script. */
    void remove(ScriptLane lane) {
        lanes.remove(lane);
        ring.remove(lane);
        held.forEach(
                (context, of) -> {
                    if (of == lane && !toForget.contains(context)) {
                        toForget.add(context);
                    }
                });
        next();
    }

    int size() {
        return lanes.size();
    }

    /** One more would take another one's globals. */
    boolean isFull() {
        return lanes.size() >= MOST_CONTEXTS;
    }

    /** How many other scripts have globals here. */
    long othersThan(ScriptLane lane) {
        return held.values().stream().filter(each -> each != lane).distinct().count();
    }

    /** A turn of this one goes on. */
    boolean runs(ScriptLane lane) {
        return turn != null && turnOf == lane;
    }

    /** Whoever works here goes behind all others from now on; none of them has deserved better. */
    void lower() {
        lowered = true;
        if (worker != null) {
            worker.lower();
        }
    }

    /** The next worker is like any other; this one can not be raised again. */
    void raise() {
        lowered = false;
    }

    /** Its worker goes behind the others, whoever works there now. */
    boolean isLow() {
        return worker != null && worker.isLow();
    }

    private void needWorker() {
        if (worker == null && !asked && !retired) {
            asked = true;
            pool.take().onSuccess(this::begin).onFailure(e -> asked = false);
        }
    }

    private void begin(WorkerProcess taken) {
        asked = false;
        worker = taken;
        worker.listen(
                new WorkerProcess.Listener() {
                    @Override
                    public void said(JsonObject frame) {
                        onFrame(taken, frame);
                    }

                    @Override
                    public void ended(String why) {
                        onEnd(taken, why);
                    }
                });
        if (retired) {
            taken.kill();
        } else if (lowered) {
            taken.lower();
        }
        next();
    }

    void wake(ScriptLane lane) {
        if (lanes.contains(lane) && !ring.contains(lane)) {
            ring.add(lane);
        }
        next();
    }

    private void next() {
        if (worker != null && turn == null && !toForget.isEmpty()) {
            ScriptContext context = toForget.remove();
            begin(held.get(context), Turn.drop(context));
        }
        while (worker != null && turn == null && !ring.isEmpty()) {
            ScriptLane lane = ring.remove();
            Optional<Turn> found = lane.next();
            if (found.isPresent()) {
                ring.add(lane);
                begin(lane, found.get());
            }
        }
    }

    private void begin(ScriptLane lane, Turn found) {
        Turn first = found.kind() == Turn.Kind.PREPARE ? room().orElse(found) : found;
        turn = first;
        turnOf = lane;
        tooLong = false;
        clock = new TurnClock(around.limits(), System.nanoTime());
        number++;
        if (first.kind() == Turn.Kind.DROP) {
            held.remove(first.context());
        } else {
            held.put(first.context(), lane);
        }
        worker.send(first.request().put("turn", number));
    }

    /** What must go before another script comes. */
    private Optional<Turn> room() {
        if (held.size() < MOST_CONTEXTS) {
            return Optional.empty();
        }
        List<ScriptContext> oldestFirst = new ArrayList<>(held.keySet());
        for (ScriptContext context : oldestFirst) {
            if (!held.get(context).isInUse(context)) {
                context.workerLost();
                return Optional.of(Turn.drop(context));
            }
        }
        return Optional.empty();
    }

    private void onFrame(WorkerProcess from, JsonObject frame) {
        if (from != worker) {
            return;
        }
        if (turn == null || frame.getLong("turn", -1L) != number) {
            // an answer to no question: whoever speaks is not what we started
            worker.kill();
            return;
        }
        if (clock.isCancelled()) {
            // how long it ran says the clock that stopped it
            frame.put("micros", used());
        }
        // what follows may want the next turn: it begins when all of this one is done
        try {
            turnOf.answered(turn, frame);
        } catch (RuntimeException e) {
            LOG.warn("a process for scripts gave an answer that can not be read", e);
            worker.kill();
            return;
        }
        turn = null;
        turnOf.turnEnded();
        next();
    }

    /** Looks at the clock of the turn that runs. */
    void tick() {
        if (turn == null) {
            return;
        }
        switch (clock.look(System.nanoTime(), worker::processorTime)) {
            case WAIT -> {}
            case CANCEL -> {
                if (turn.runsCode()) {
                    worker.send(new JsonObject().put("do", "cancel").put("turn", number));
                }
            }
            case KILL -> {
                if (turn.runsCode() || clock.isLongest(System.nanoTime())) {
                    tooLong = true;
                    worker.kill();
                    // nothing of it runs from here on: nobody waits until the system is done with
                    // it
                    onEnd(worker, "it was killed");
                }
            }
        }
    }

    private void onEnd(WorkerProcess from, String why) {
        if (from != worker) {
            return;
        }
        pool.forget(from);
        worker = null;
        held.clear();
        toForget.clear();
        Turn ended = turn;
        ScriptLane culprit = turnOf;
        turn = null;
        if (retired) {
            return;
        }
        LOG.warn("a process for scripts is replaced: {}", tooLong ? "a script did not end" : why);
        if (ended != null && ended.runsCode()) {
            (tooLong ? around.figures().killed : around.figures().lost).increment();
            // who ends the process can not tell any more how long it ran
            ended.call().ran(used());
            culprit.tookTheWorkerWithIt(ended, words(why));
        }
        for (ScriptLane lane : List.copyOf(lanes)) {
            if (ended == null || !ended.runsCode() || lane != culprit) {
                lane.workerLost();
            }
        }
        needWorker();
    }

    private long used() {
        return clock.used(System.nanoTime()).toNanos() / 1_000;
    }

    private String words(String why) {
        Duration limit = around.limits().killAfter();
        return tooLong
                ? "it ran longer than "
                        + limit.toMillis()
                        + " ms and could only be stopped with its process"
                : why.contains("OutOfMemory")
                        ? "it used more memory than there is for a script"
                        : "its process ended while it ran";
    }

    /** Gives the worker up; nothing runs here any more. */
    void retire() {
        retired = true;
        if (worker != null) {
            worker.kill();
        }
    }
}
