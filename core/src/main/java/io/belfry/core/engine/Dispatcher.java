package io.belfry.core.engine;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.CardTitle;
import io.belfry.core.integration.Effect;
import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries out what rules want: asks the modules that can do it, in order, and tells the story of
 * what they answer. Waits for no answer before the next is asked: an agent whose browser is slow
 * must not hold up the others.
 */
final class Dispatcher {
    /** For this many pages it is known to which call a later word of the browser belongs. */
    private static final int POPS = 10_000;

    private static final int NO_TIME = -1;

    private final Vertx vertx;
    private final Clock clock;
    private final Story story;
    private final EngineCounters counters;
    private final Consumer<CallEvent> left;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final Recent<Pop> pops = new Recent<>(POPS);

    /**
     * @param left told of an event whose actions were refused because its PBX has another owner
     */
    Dispatcher(
            Vertx vertx,
            Clock clock,
            Story story,
            EngineCounters counters,
            Consumer<CallEvent> left) {
        this.left = left;
        this.vertx = vertx;
        this.clock = clock;
        this.story = story;
        this.counters = counters;
    }

    /**
     * @param action place of the action in its rule, from 0
     */
    void carryOut(Cause cause, int action, Effect effect) {
        String id = cause.id(action);
        if (effect instanceof Effect.OpenPage page) {
            open(cause, id, page);
        } else if (effect instanceof Effect.ShowNotice notice) {
            tell(cause, id, notice);
        } else if (effect instanceof Effect.WriteRow row) {
            write(cause, id, row);
        } else if (effect instanceof Effect.Nothing nothing) {
            story.nothing(cause, nothing);
        }
    }

    /** The agent's page had something to say later, or said it to everybody first. */
    void onDelivery(Delivery delivery) {
        Pop pop = pops.get(delivery.popId());
        if (pop != null && pop.isNews(delivery.outcome())) {
            story.delivered(pop, delivery);
        }
    }

    private void open(Cause cause, String id, Effect.OpenPage page) {
        ScreenPop pop =
                new ScreenPop(
                        id,
                        cause.agent().address(),
                        page.url(),
                        page.mode(),
                        cause.integration().appname(),
                        cause.call(),
                        CardTitle.of(cause.fields()),
                        cause.event().at());
        pops.put(id, new Pop(cause, false));
        story.opens(cause, id, page);
        send(
                cause,
                () ->
                        delivery(
                                cause,
                                id,
                                attempt(() -> Ask.SHOW.put(vertx, cause.pbx(), pop)),
                                counters::page));
    }

    private void tell(Cause cause, String id, Effect.ShowNotice notice) {
        Notice message =
                new Notice(
                        id,
                        cause.agent().address(),
                        notice.level(),
                        notice.title(),
                        notice.body(),
                        cause.integration().appname(),
                        cause.call(),
                        cause.event().at());
        pops.put(id, new Pop(cause, true));
        story.notifies(cause, id, notice);
        send(
                cause,
                () ->
                        delivery(
                                cause,
                                id,
                                attempt(() -> Ask.NOTIFY.put(vertx, cause.pbx(), message)),
                                counters::notice));
    }

    private void write(Cause cause, String id, Effect.WriteRow row) {
        RowRequest request =
                new RowRequest(
                        id,
                        clock.instant(),
                        cause.integration().appname(),
                        cause.fields().json(),
                        row.reference(),
                        row.url());
        send(
                cause,
                () ->
                        written(
                                cause,
                                row,
                                attempt(() -> Ask.PUSH_ROW.put(vertx, cause.pbx(), request))));
    }

    private Future<RealtimeRow> written(
            Cause cause, Effect.WriteRow row, Future<RealtimeRow> answer) {
        return answer.onSuccess(
                        written -> {
                            counters.rows.increment();
                            story.rowWritten(cause, written.id(), row);
                        })
                .onFailure(
                        e -> {
                            if (isAnothers(cause)) {
                                return;
                            }
                            counters.failures.increment();
                            story.trouble(cause, "the row was not written: " + Ask.whyNot(e));
                        });
    }

    /**
     * Whoever owns the PBX now does it: this node must neither tell that it failed nor hold it for
     * done.
     */
    private boolean isAnothers(Cause cause) {
        boolean anothers = !Ownership.of(vertx).holds(cause.pbx());
        if (anothers) {
            story.trouble(cause, "left to the next owner of the PBX");
            left.accept(cause.event());
        }
        return anothers;
    }

    /** What can not even be sent is a failure like one that comes back. */
    private static <T> Future<T> attempt(Supplier<Future<T>> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Future<Delivery> delivery(
            Cause cause, String id, Future<Delivery> answer, Consumer<Outcome> counter) {
        return answer.onSuccess(
                        delivery -> {
                            counter.accept(delivery.outcome());
                            onDelivery(delivery);
                        })
                .onFailure(
                        e -> {
                            if (isAnothers(cause)) {
                                return;
                            }
                            counters.failures.increment();
                            counter.accept(Outcome.MISSED);
                            missed(cause, id, Ask.whyNot(e));
                        });
    }

    /**
     * Nobody answered for the agents' pages, so nobody else will say what became of it: rows and
     * supervisors must not wait for ever.
     */
    private void missed(Cause cause, String id, String why) {
        Delivery missed =
                new Delivery(id, Outcome.MISSED, cause.agent().address(), why, "", NO_TIME);
        onDelivery(missed);
        Topic.DELIVERIES.publish(vertx, missed);
    }

    private void send(Cause cause, Supplier<Future<?>> question) {
        lanes.computeIfAbsent(cause.integration().id(), any -> new Lane(Lane.AT_ONCE, Lane.WAITING))
                .take(
                        new Lane.Errand() {
                            @Override
                            public Future<?> send() {
                                counters.underWay.increment();
                                return question.get()
                                        .onComplete(answer -> counters.underWay.decrement());
                            }

                            @Override
                            public void dropped() {
                                counters.dropped.increment();
                                story.trouble(cause, "dropped: too many answers are awaited");
                            }
                        });
    }

    /** Integrations that have nothing under way, or are no more, need no lane. */
    void tidy() {
        lanes.values().removeIf(Lane::isIdle);
    }
}
