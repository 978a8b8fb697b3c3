package io.belfry.core.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What this node hears of the others. What a node tells itself never depends on the cluster: it has
 * addresses of its own. After a split the cluster may have forgotten who listens where; then all
 * listeners are registered again.
 */
public final class FarSide implements Shareable {
    private static final String NAME = "belfry.far";
    private static final int RETRY_MILLIS = 1_000;

    private final Vertx vertx;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean registering = new AtomicBoolean();

    private FarSide(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The one of this node. */
    public static FarSide of(Vertx vertx) {
        return vertx.sharedData()
                .<String, FarSide>getLocalMap(NAME)
                .computeIfAbsent(NAME, first -> new FarSide(vertx));
    }

    /**
     * At an address of which only other nodes know; the handler is called on the context of the
     * caller.
     */
    <T> Subscription listenAt(String address, Handler<Message<T>> handler) {
        Listener listener = new Listener(() -> vertx.eventBus().<T>consumer(address, handler));
        listener.register();
        listeners.add(listener);
        return listener;
    }

    /**
     * As if all had only just begun to listen. What the cluster does not take now is tried again,
     * one round after the other.
     */
    public void registerAgain() {
        if (registering.compareAndSet(false, true)) {
            Future.join(listeners.stream().map(Listener::registerAgain).toList())
                    .onComplete(
                            done -> {
                                registering.set(false);
                                if (done.failed()) {
                                    vertx.setTimer(RETRY_MILLIS, timer -> registerAgain());
                                }
                            });
        }
    }

    private interface Registration {
        MessageConsumer<?> register();
    }

    private final class Listener implements Subscription {
        private final Context context = vertx.getOrCreateContext();
        private final Registration registration;
        private volatile MessageConsumer<?> consumer;

        Listener(Registration registration) {
            this.registration = registration;
        }

        void register() {
            consumer = registration.register();
        }

        /** The one before listens until the next one does. */
        Future<Void> registerAgain() {
            Promise<Void> done = Promise.promise();
            context.runOnContext(
                    here -> {
                        MessageConsumer<?> old = consumer;
                        MessageConsumer<?> fresh = registration.register();
                        consumer = fresh;
                        fresh.completion()
                                .onFailure(
                                        e -> {
                                            consumer = old;
                                            fresh.unregister();
                                        })
                                .compose(ok -> old.unregister().otherwiseEmpty())
                                .onComplete(done);
                    });
            return done.future();
        }

        @Override
        public Future<Void> completion() {
            return consumer.completion();
        }

        @Override
        public Future<Void> unregister() {
            listeners.remove(this);
            return consumer.unregister();
        }
    }
}
