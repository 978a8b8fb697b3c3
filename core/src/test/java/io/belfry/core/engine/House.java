package io.belfry.core.engine;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The engine on a bus of its own, with small neighbours that answer what they are told to. */
final class House implements AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 60;

    final Vertx vertx;
    final IntegrationEngine engine;
    final Heard<ScreenPop> shown = new Heard<>();
    final Heard<Notice> notices = new Heard<>();
    final Heard<RowRequest> rows = new Heard<>();
    final Heard<TraceLine> trace = new Heard<>();
    final Heard<Delivery> deliveries = new Heard<>();

    volatile List<Agent> agents = List.of();
    volatile Supplier<Future<Configuration>> settings =
            () -> Future.succeededFuture(Configuration.EMPTY);
    volatile Function<ScreenPop, Future<Delivery>> browser =
            pop -> Future.succeededFuture(opened(pop.id(), pop.agent()));
    volatile Function<RowRequest, Future<RealtimeRow>> table =
            row ->
                    Future.succeededFuture(
                            new RealtimeRow(
                                    row.id(),
                                    row.time(),
                                    row.integration(),
                                    row.channel(),
                                    row.reference(),
                                    row.url(),
                                    ""));

    House() {
        this(new IntegrationEngine(Clock.systemUTC(), ZoneId.of("Europe/Rome")));
    }

    House(IntegrationEngine engine) {
        this(alone(), engine);
    }

    /**
     * @param vertx a node of a cluster; closed with the house
     */
    House(Vertx vertx, IntegrationEngine engine) {
        this.vertx = vertx;
        this.engine = engine;
        Topic.TRACE.subscribe(vertx, trace::add);
        Topic.DELIVERIES.subscribe(vertx, deliveries::add);
        Ask.CONFIG.answer(vertx, query -> settings.get());
        Ask.NOTIFY.answer(
                vertx,
                notice -> {
                    notices.add(notice);
                    return Future.succeededFuture(opened(notice.id(), notice.agent()));
                });
        Ask.PUSH_ROW.answer(
                vertx,
                row -> {
                    rows.add(row);
                    return table.apply(row);
                });
    }

    private static Vertx alone() {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return vertx;
    }

    static Delivery opened(String popId, String agent) {
        return new Delivery(popId, Outcome.OPENED, agent, "work window", "Chrome", 84);
    }

    /** An agents' page that takes commands; without it nobody does. */
    House withBrowsers() {
        Ask.SHOW.answer(
                vertx,
                pop -> {
                    shown.add(pop);
                    return browser.apply(pop);
                });
        return this;
    }

    House with(long version, Integration... integrations) {
        Configuration saved =
                new Configuration(version, List.of(integrations), List.of(), agents, List.of());
        settings = () -> Future.succeededFuture(saved);
        return this;
    }

    House start() {
        await(vertx.deployVerticle(engine));
        return this;
    }

    /** Announces and waits until the engine has them. */
    void save(long version, Integration... integrations) {
        with(version, integrations);
        Topic.CONFIG.publish(vertx, new ConfigAnnounced(version));
        awaitVersion(version);
    }

    void awaitVersion(long version) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
        while (engine.figures().version() != version) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still at version " + engine.figures().version());
            }
            Thread.onSpinWait();
        }
    }

    void happens(CallEvent... events) {
        for (CallEvent event : events) {
            Topic.CALLS.publish(vertx, event);
        }
    }

    /** Everything told until now: another call's event goes the same way behind it. */
    List<TraceLine> toldSoFar() {
        String last = "last-" + System.nanoTime();
        happens(Calls.abandon(last, "none"));
        List<TraceLine> all =
                trace.until(line -> line.step() == Step.PBX && line.call().endsWith(last));
        return all.subList(0, all.size() - 1);
    }

    /** What was told until now of this step. */
    List<String> texts(Step step) {
        return toldSoFar().stream()
                .filter(line -> line.step() == step)
                .map(TraceLine::text)
                .toList();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
