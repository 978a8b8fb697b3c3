package io.belfry.core.web;

import io.belfry.core.store.DatabaseAway;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long somebody waits for an answer. Whatever it is that takes long, it is given up in the end;
 * when it is the database, that is told within three seconds (quality.md, A58), while what was
 * asked of it goes on with its own longer time: what was to be saved may be saved all the same.
 *
 * <p>What takes long for other reasons, like a test of a PBX, says so and is not cut short, and
 * neither is an answer that has begun: an export, a stream.
 */
final class Patience {
    private static final String LATE = "belfry.late";
    private static final String LONG = "belfry.long";

    /** A page's own statements come first thing, so by then they have waited more than a second. */
    private static final long LOOK_AFTER_MILLIS = 2_250;

    private static final long LOOK_AGAIN_MILLIS = 250;

    private final Vertx vertx;
    private final Duration answerWithin;
    private final Supplier<Optional<DatabaseAway>> overdue;

    /**
     * @param overdue what is to be told of the database, if something is
     */
    Patience(Vertx vertx, Duration answerWithin, Supplier<Optional<DatabaseAway>> overdue) {
        this.vertx = vertx;
        this.answerWithin = answerWithin;
        this.overdue = overdue;
    }

    /** Whether the time for an answer is over, while the handler may still be at it. */
    static boolean isLate(RoutingContext rc) {
        return rc.get(LATE, false);
    }

    /** From now on it is not the database that is waited for. */
    static void takesLong(RoutingContext rc) {
        rc.put(LONG, true);
    }

    /** Streams have begun their answer long before; sockets have left HTTP behind. */
    void limit(RoutingContext rc) {
        if (rc.request().getHeader("Upgrade") != null) {
            return;
        }
        long end =
                vertx.setTimer(
                        answerWithin.toMillis(),
                        fired -> giveUp(rc, () -> rc.fail(rc.request().isEnded() ? 503 : 408)));
        long look = vertx.setPeriodic(LOOK_AFTER_MILLIS, LOOK_AGAIN_MILLIS, new LookAtDatabase(rc));
        rc.addEndHandler(
                ended -> {
                    vertx.cancelTimer(end);
                    vertx.cancelTimer(look);
                });
    }

    private static void giveUp(RoutingContext rc, Runnable how) {
        if (!rc.response().headWritten() && !isLate(rc)) {
            rc.put(LATE, true);
            how.run();
            // who waited to be let in has sent what he wants; the next request stands behind it
            if (!rc.request().isEnded()) {
                rc.request().resume();
            }
        }
    }

    /**
     * Believed only the second time: after a pause of this process the answers of meanwhile come
     * right behind the first look.
     */
    private final class LookAtDatabase implements Handler<Long> {
        private final RoutingContext rc;
        private boolean suspected;

        private LookAtDatabase(RoutingContext rc) {
            this.rc = rc;
        }

        @Override
        public void handle(Long timer) {
            if (Site.isAnswered(rc) || isLate(rc) || rc.get(LONG, false)) {
                vertx.cancelTimer(timer);
                return;
            }
            Optional<DatabaseAway> away = overdue.get();
            if (suspected) {
                away.ifPresent(failure -> giveUp(rc, () -> rc.fail(failure)));
            }
            suspected = away.isPresent();
        }
    }
}
