package io.belfry.launcher;

import io.belfry.core.account.ApiToken;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.bus.Topic;
import io.belfry.core.web.Scope;
import io.belfry.realtimepush.programs.Program;
import io.belfry.realtimepush.programs.ProgramLogins;
import io.belfry.realtimepush.programs.Right;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The tokens of Settings → Tokens open the programs' port as they open REST, after those that the
 * configuration names.
 */
final class StoredProgramLogins implements ProgramLogins {
    private final Vertx vertx;
    private final ProgramLogins configured;
    private final ApiTokens tokens;

    StoredProgramLogins(Vertx vertx, ProgramLogins configured, ApiTokens tokens) {
        this.vertx = vertx;
        this.configured = configured;
        this.tokens = tokens;
    }

    @Override
    public Future<Optional<Program>> of(String token) {
        return configured
                .of(token)
                .compose(
                        found ->
                                found.isPresent()
                                        ? Future.succeededFuture(found)
                                        : tokens.find(token)
                                                .map(made -> made.map(StoredProgramLogins::of)));
    }

    @Override
    public void onRevoked(Consumer<String> revoked) {
        Topic.TOKENS_REVOKED.subscribe(vertx, gone -> revoked.accept(gone.token()));
    }

    private static Program of(ApiToken token) {
        return new Program(
                token.id(), token.name(), rights(token.scopes()), token.queues(), token.events());
    }

    /** Settings are changed by REST alone: that scope opens nothing here. */
    private static Set<Right> rights(Set<Scope> scopes) {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        for (Scope scope : scopes) {
            switch (scope) {
                case READ -> rights.add(Right.READ);
                case POP -> rights.add(Right.POP);
                case NOTIFY -> rights.add(Right.NOTIFY);
                case PUSH -> rights.add(Right.PUSH);
                case SETTINGS -> {
                    // nothing of it can be asked for on a socket
                }
            }
        }
        return rights;
    }
}
