package io.belfry.core.script;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ResumeScript;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.bus.ScriptStates;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.EgressClient;
import io.belfry.core.egress.EgressFilter;
import io.belfry.core.egress.Names;
import io.belfry.core.script.Surroundings.Watcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs customers' scripts in worker processes. Everything happens on this verticle's context; the
 * engine hands events over from its own.
 */
public final class ScriptRuntime extends VerticleBase implements Scripts {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptRuntime.class);
    private static final Duration TICK = Duration.ofMillis(25);
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final List<String> command;
    private final ScriptLimits limits;
    private final Names names;
    private final AddressRules rules;
    private final Clock clock;
    private final ScriptFigures figures = new ScriptFigures();
    private final Map<ScriptCode, Set<String>> handlers = new ConcurrentHashMap<>();
    private final Map<String, ScriptLane> lanes = new HashMap<>();
    private Set<String> current = Set.of();
    private volatile Context here;
    private WorkerPool pool;
    private Surroundings around;
    private Places places;
    private ScriptTrials trials;

    /**
     * @param command starts a worker, see {@link WorkerCommand}; empty: no script is run, and
     *     whoever calls one is told so
     * @param names finds the hosts that scripts fetch from
     * @param rules which addresses may be reached
     */
    public ScriptRuntime(
            List<String> command,
            ScriptLimits limits,
            Names names,
            AddressRules rules,
            Clock clock) {
        this.command = List.copyOf(command);
        this.limits = limits;
        this.names = names;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        here = context;
        pool = new WorkerPool(vertx, context, figures, command);
        EgressClient client =
                new EgressClient(vertx, new EgressFilter(vertx, names, rules), limits.fetch());
        around = new Surroundings(vertx, clock, limits, new ScriptFetch(client), figures);
        places = new Places(limits.workers(), () -> new Slot(around, pool));
        trials = new ScriptTrials(around, pool);
        vertx.setPeriodic(TICK.toMillis(), timer -> tick());
        vertx.setPeriodic(SWEEP.toMillis(), timer -> sweep());
        return Ask.TRY_SCRIPT
                .answer(vertx, trial -> command.isEmpty() ? notHere() : trials.run(trial))
                .completion()
                .compose(ok -> Ask.SCRIPT_STATES.answer(vertx, query -> states()).completion())
                .compose(ok -> Ask.RESUME_SCRIPT.answer(vertx, this::resume).completion());
    }

    private static <T> Future<T> notHere() {
        return Future.failedFuture("scripts can not be run here: there is no script-runner folder");
    }

    @Override
    public Future<?> stop() {
        places.retire();
        trials.close();
        return pool.close();
    }

    /** What was done so far; can be asked on any thread. */
    public ScriptFigures figures() {
        return figures;
    }

    private void onContext(Runnable work) {
        Context on = here;
        if (on != null) {
            on.runOnContext(ok -> work.run());
        }
    }

    // ---- what the engine wants ----

    @Override
    public void announce(List<ScriptCode> codes) {
        onContext(() -> announced(codes));
    }

    @Override
    public boolean mayHandle(ScriptCode code, Kind kind) {
        Set<String> known = handlers.get(code);
        return known == null || ScriptContext.handles(known, kind);
    }

    @Override
    public void run(ScriptCall call, ScriptEvents events) {
        onContext(
                () -> {
                    if (command.isEmpty()) {
                        events.ended(
                                ScriptEnd.notRun(
                                        ScriptEnd.State.FAILED, "scripts can not be run here"));
                    } else {
                        lane(call.code().integrationId()).add(call, events);
                    }
                });
    }

    @Override
    public void pause(String integrationId, String why) {
        onContext(() -> lane(integrationId).pause(why));
    }

    private void announced(List<ScriptCode> codes) {
        if (command.isEmpty()) {
            if (!codes.isEmpty()) {
                LOG.error("There are scripts, but no script-runner folder to run them with");
            }
            return;
        }
        Set<String> now = new HashSet<>();
        for (ScriptCode code : codes) {
            now.add(code.integrationId());
            lane(code.integrationId()).announce(code);
        }
        current = now;
        Set<ScriptCode> known = Set.copyOf(codes);
        handlers.keySet()
                .removeIf(
                        code -> !known.contains(code) && !lanes.containsKey(code.integrationId()));
    }

    private ScriptLane lane(String id) {
        ScriptLane known = lanes.get(id);
        if (known != null) {
            return known;
        }
        ScriptLane lane = new ScriptLane(id, around, new Listener());
        lanes.put(id, lane);
        places.add(lane);
        return lane;
    }

    private final class Listener implements Watcher {
        @Override
        public void wakes(ScriptLane lane) {
            places.wakes(lane);
        }

        @Override
        public void changed(ScriptLane lane) {
            ScriptState state = lane.state();
            if (state.state().equals(ScriptHealth.PAUSED)) {
                LOG.warn("the script of integration {} is paused: {}", lane.id(), state.why());
            }
            Topic.SCRIPT_STATES.publish(vertx, state);
        }

        @Override
        public void handlers(ScriptCode code, Set<String> found) {
            handlers.put(code, Set.copyOf(found));
        }
    }

    // ---- what others ask ----

    private Future<ScriptStates> states() {
        return Future.succeededFuture(
                new ScriptStates(
                        lanes.values().stream()
                                .filter(lane -> current.contains(lane.id()))
                                .map(ScriptLane::state)
                                .toList()));
    }

    private Future<ScriptState> resume(ResumeScript wish) {
        ScriptLane lane = lanes.get(wish.integrationId());
        if (lane == null) {
            return Future.failedFuture("there is no such script");
        }
        lane.resume();
        return Future.succeededFuture(lane.state());
    }

    // ---- time ----

    private void tick() {
        places.tick();
        trials.tick();
    }

    /** Ends pauses, and forgets scripts that are no more and whose last call is long over. */
    private void sweep() {
        lanes.values().forEach(ScriptLane::tick);
        places.sweep();
        List<ScriptLane> gone =
                lanes.values().stream()
                        .filter(lane -> !current.contains(lane.id()) && lane.isLongIdle())
                        .toList();
        for (ScriptLane lane : gone) {
            lane.close("the integration is no more");
            places.remove(lane);
            lanes.remove(lane.id());
        }
    }
}
