package io.belfry.launcher;

import io.belfry.agentgateway.AgentLogins;
import io.belfry.core.account.Login;
import io.belfry.core.account.Logins;
import io.belfry.core.account.Logins.Candidate;
import io.belfry.core.store.AgentLogin;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.web.Principal;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Agents log in with what administrators entered, under the same limits of attempts as everybody.
 */
final class StoredAgentLogins implements AgentLogins {
    private static final Logger log = LoggerFactory.getLogger(StoredAgentLogins.class);

    private final ConfigStore store;
    private final Logins logins;

    StoredAgentLogins(ConfigStore store, Logins logins) {
        this.store = store;
        this.logins = logins;
    }

    @Override
    public Future<Answer> check(String user, String password, String address) {
        return logins.check(
                        "agent",
                        user,
                        password,
                        address,
                        name ->
                                store.agentLogin(name)
                                        .map(
                                                found ->
                                                        found.map(
                                                                agent ->
                                                                        new Candidate<>(
                                                                                agent,
                                                                                agent
                                                                                        .passwordHash()))))
                .compose(login -> rehash(login).map(done -> answer(login)));
    }

    /** Whoever has the right password gets in, even if its better hash can not be written. */
    private Future<Void> rehash(Login<AgentLogin> login) {
        if (!(login instanceof Login.In<AgentLogin> in) || in.newHash().isEmpty()) {
            return Future.succeededFuture();
        }
        return store.agentRehashed(in.who().agentId(), in.who().passwordHash(), in.newHash())
                .onFailure(e -> log.warn("a password's hash was not renewed: {}", e.getMessage()))
                .otherwiseEmpty();
    }

    private static Answer answer(Login<AgentLogin> login) {
        if (login instanceof Login.In<AgentLogin> in) {
            AgentLogin agent = in.who();
            return new Answer.Welcome(Principal.agent(agent.user(), agent.name(), agent.agentId()));
        }
        return login instanceof Login.TooMany<AgentLogin> many
                ? new Answer.Wait(many.delay())
                : new Answer.Unknown();
    }
}
