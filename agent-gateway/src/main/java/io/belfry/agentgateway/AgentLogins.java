package io.belfry.agentgateway;

import io.belfry.core.web.Principal;
import io.vertx.core.Future;
import java.time.Duration;

/** Checks an agent's user name and password; slow on purpose, so never on an event loop. */
@FunctionalInterface
public interface AgentLogins {
    /**
     * @param address where the attempt comes from, for the limit of attempts
     */
    Future<Answer> check(String user, String password, String address);

    /** What came of an attempt. */
    sealed interface Answer {
        record Welcome(Principal agent) implements Answer {}

        /** Wrong name or wrong password: which of the two is not told. */
        record Unknown() implements Answer {}

        /** Too many wrong attempts. */
        record Wait(Duration forAtLeast) implements Answer {}
    }
}
