package io.belfry.realtimepush.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;

/** A session, the transport that it began with, and whether it is about to change it. */
final class Live {
    private final Vertx vertx;
    private final EngineLimits limits;
    private final EngineSession session;
    private final Optional<PollingCarrier> polling;
    private boolean moving;

    /** To a websocket at another node, which polls in its name. */
    private boolean movedAway;

    private long tries;

    /**
     * @param polling empty for one that began with a websocket
     */
    Live(
            Vertx vertx,
            EngineLimits limits,
            EngineSession session,
            Optional<PollingCarrier> polling) {
        this.vertx = vertx;
        this.limits = limits;
        this.session = session;
        this.polling = polling;
    }

    EngineSession session() {
        return session;
    }

    private boolean polls() {
        return polling.isPresent() && session.transport().equals(PollingCarrier.NAME) && !movedAway;
    }

    /** Empty, and it is answered, when the session is not on polling any more. */
    Optional<PollingCarrier> polling(Asker asker) {
        if (!polls()) {
            asker.error(EngineError.BAD_REQUEST, "the session is on a websocket");
            return Optional.empty();
        }
        return polling;
    }

    /** Whether a websocket may try now; if so no other may until it has failed. */
    private boolean tries(Asker asker) {
        if (!polls() || moving) {
            asker.error(EngineError.BAD_REQUEST, "the session has moved already");
            return false;
        }
        moving = true;
        return true;
    }

    /** A websocket at this node. */
    void upgrade(HttpServerRequest request, Asker asker) {
        if (tries(asker)) {
            request.toWebSocket()
                    .onSuccess(
                            socket ->
                                    Upgrade.begin(
                                            vertx,
                                            limits,
                                            session,
                                            polling.orElseThrow(),
                                            socket,
                                            () -> moving = false))
                    .onFailure(e -> moving = false);
        }
    }

    /** A websocket at another node. What becomes of it must be told soon. */
    void probe(Asker asker) {
        if (tries(asker)) {
            long mine = ++tries;
            vertx.setTimer(
                    limits.within().multipliedBy(2).toMillis(),
                    late -> {
                        if (mine == tries) {
                            stay();
                        }
                    });
            asker.packets(session.revision(), List.of());
            polling.orElseThrow().hurry(true);
        }
    }

    /** That one failed. */
    void stay() {
        if (moving && !movedAway) {
            moving = false;
            polling.ifPresent(carrier -> carrier.hurry(false));
        }
    }

    /** The client is at that one. */
    void moved(Asker asker) {
        if (moving && polls()) {
            movedAway = true;
            polling.orElseThrow().hurry(false);
            next(asker);
        } else {
            asker.error(EngineError.BAD_REQUEST, "a probe was expected");
        }
    }

    /** What there is for that one. */
    void next(Asker asker) {
        if (movedAway) {
            polling.orElseThrow().poll(asker);
        } else {
            asker.error(EngineError.BAD_REQUEST, "the session has not moved");
        }
    }

    /** One packet by that one. */
    void packet(Asker asker, String packet) {
        if (movedAway) {
            polling.orElseThrow().take(asker, List.of(packet));
        } else {
            asker.error(EngineError.BAD_REQUEST, "the session has not moved");
        }
    }
}
