package io.belfry.realtimepush.programs;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Consumer;

/** Knows which token is whose. */
public interface ProgramLogins {
    /**
     * @param token as the program said it; empty when it said none
     * @return empty for who may not come in
     */
    Future<Optional<Program>> of(String token);

    /**
     * Calls back, from whatever thread, with the id of each program that may not come in any more.
     */
    default void onRevoked(Consumer<String> revoked) {}
}
