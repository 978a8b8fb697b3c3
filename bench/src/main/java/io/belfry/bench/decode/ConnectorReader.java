package io.belfry.bench.decode;

import io.belfry.ami.CallKeeper;
import io.belfry.ami.ConnectorOptions;
import io.belfry.ami.PbxConnections;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The whole connector as it runs in the server: asterisk-java's login, our socket, the bounded
 * hand-over to an event loop, translation and tracking there, call events on the bus.
 */
final class ConnectorReader implements ReaderMain.Reader {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Truth truth;
    private final Path recording;
    private final int times;
    private final long events;
    private final List<CallEvent> derived = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong told = new AtomicLong();
    private Vertx vertx;
    private long dropped;

    ConnectorReader(Truth truth, Path recording, int times, long events) {
        this.truth = truth;
        this.recording = recording;
        this.times = times;
        this.events = events;
    }

    @Override
    public void connect(int port) throws IOException {
        derived.clear();
        told.set(0);
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        Configuration configuration = configuration(port);
        Ask.CONFIG.answer(vertx, any -> Future.succeededFuture(configuration));
        Topic.CALLS.subscribe(vertx, this::derived);
        PbxConnections connections =
                new PbxConnections(
                        secret -> secret,
                        CallKeeper.NONE,
                        RecorderOptions.OFF,
                        ConnectorOptions.defaults(),
                        Clock.systemUTC());
        await(vertx.deployVerticle(connections));
        until(state -> state.status() == PbxState.Status.LIVE);
    }

    private void derived(CallEvent event) {
        derived.add(event);
        if (event.kind().isOriginal()) {
            told.incrementAndGet();
        }
    }

    private Configuration configuration(int port) throws IOException {
        List<CustomVariable> variables =
                Truth.VARIABLES.stream()
                        .map(name -> new CustomVariable(name, name, "", "", 1))
                        .toList();
        PbxConfig pbx =
                new PbxConfig(
                        "bench",
                        "recording",
                        "127.0.0.1",
                        port,
                        "bench",
                        "bench",
                        false,
                        true,
                        PbxConfig.FROM_SETTINGS,
                        1);
        return new Configuration(
                1, List.of(), variables, Truth.agents(recording).all(), List.of(pbx));
    }

    /**
     * It counts only events of the types that it uses; that all have arrived is seen when all calls
     * are there, or when no more come.
     */
    @Override
    public long read() {
        long wanted = (long) truth.size() * times;
        long last = System.nanoTime();
        for (long seen = told.get(); seen < wanted; ) {
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            long now = told.get();
            if (now > seen) {
                seen = now;
                last = System.nanoTime();
            } else if (System.nanoTime() - last > SILENCE.toNanos()) {
                break;
            }
        }
        return events;
    }

    private PbxState until(Predicate<PbxState> wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            List<PbxState> states = await(Ask.PBX_STATES.put(vertx, new PbxStatesQuery())).states();
            if (!states.isEmpty() && wanted.test(states.get(0))) {
                return states.get(0);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new IllegalStateException("waited in vain for the connector");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Override
    public long dropped() {
        return dropped;
    }

    @Override
    public String verify() {
        // its figures are a second old at most
        LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
        dropped = until(state -> state.queued() == 0).dropped();
        await(vertx.close());
        return truth.differences(derived, times);
    }
}
