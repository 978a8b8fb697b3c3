package io.belfry.launcher;

import static io.belfry.launcher.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.account.Actor;
import io.belfry.core.account.ApiTokens;
import io.belfry.core.account.AuditLog;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.realtimepush.programs.ConfiguredLogins;
import io.belfry.realtimepush.programs.Program;
import io.belfry.realtimepush.programs.Right;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredProgramLoginsTest {
    private static final String CONFIGURED = "token-of-the-configuration";

    private final Vertx vertx = vertx();
    private final Database database =
            await(
                    Database.open(
                            vertx,
                            DatabaseConfig.inMemory("programs-" + UUID.randomUUID()).patient(30)));
    private final ApiTokens tokens =
            new ApiTokens(
                    vertx, database, new AuditLog(database, Clock.systemUTC()), Clock.systemUTC());
    private final StoredProgramLogins logins =
            new StoredProgramLogins(vertx, new ConfiguredLogins(CONFIGURED, false), tokens);

    private static Vertx vertx() {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return vertx;
    }

    @AfterEach
    void close() {
        await(tokens.stop());
        await(database.close());
        await(vertx.close());
    }

    private ApiTokens.Made made() {
        return await(
                tokens.create(
                        new JsonObject(
                                "{\"name\": \"dialer\", \"scopes\": [\"read\", \"pop\"],"
                                        + " \"queues\": [\"sales\"], \"events\": [\"up\"]}"),
                        Actor.SYSTEM));
    }

    @Test
    void aTokenOpensThePortWithItsScopesQueuesAndEvents() {
        ApiTokens.Made made = made();

        Program program = await(logins.of(made.secret())).orElseThrow();

        assertThat(program)
                .isEqualTo(
                        new Program(
                                made.token().id(),
                                "dialer",
                                Set.of(Right.READ, Right.POP),
                                List.of("sales"),
                                Set.of(Kind.UP)));
    }

    @Test
    void theConfiguredTokenOpensItAndNoOther() {
        assertThat(await(logins.of(CONFIGURED))).isPresent();
        assertThat(await(logins.of("bfy_" + "x".repeat(43)))).isEmpty();
        assertThat(await(logins.of(""))).isEmpty();
    }

    @Test
    void aRevokedTokenIsToldAndOpensNothing() throws Exception {
        ApiTokens.Made made = made();
        CompletableFuture<String> told = new CompletableFuture<>();
        logins.onRevoked(told::complete);

        await(tokens.revoke(made.token().id(), Actor.SYSTEM));

        assertThat(told.get(30, TimeUnit.SECONDS)).isEqualTo(made.token().id());
        assertThat(await(logins.of(made.secret()))).isEmpty();
    }
}
