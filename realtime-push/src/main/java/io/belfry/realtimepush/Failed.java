package io.belfry.realtimepush;

import io.belfry.core.web.Problem;
import io.vertx.ext.web.RoutingContext;

/** What a store refuses to read is the asker's mistake and not ours. */
final class Failed {
    private Failed() {}

    static void answer(RoutingContext rc, Throwable e) {
        rc.fail(
                e instanceof IllegalArgumentException
                        ? Problem.badRequest(String.valueOf(e.getMessage()))
                        : e);
    }
}
