package io.belfry.core.bus;

import io.vertx.core.Future;

/** Somebody listens to a {@link Topic}. */
public interface Subscription {
    /** When everybody's words reach the listener. */
    Future<Void> completion();

    /** He listens no more. */
    Future<Void> unregister();
}
