package io.belfry.launcher;

import static io.belfry.launcher.TestServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.agentgateway.AgentLogins.Answer;
import io.belfry.core.account.AuditLog;
import io.belfry.core.account.LoginThrottle;
import io.belfry.core.account.Logins;
import io.belfry.core.account.Passwords;
import io.belfry.core.agent.Agent;
import io.belfry.core.store.AgentEntry;
import io.belfry.core.store.AgentLogin;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoredAgentLoginsTest {
    private static final String PASSWORD = "quiet-harbour-lantern";

    /** Of {@link #PASSWORD}, with less memory and one pass less than we take today. */
    private static final String OUTDATED =
            "$argon2id$v=19$m=1024,t=1,p=1$c2l4dGVlbiBieXRlcyBvaw$IYMBONH7jwJaEjhfW7EuQKc8dGVN55o2rzFFwfczda8";

    private final Vertx vertx = Vertx.vertx();
    private final Database database =
            await(
                    Database.open(
                            vertx,
                            DatabaseConfig.inMemory("logins-" + UUID.randomUUID()).patient(30)));
    private final ConfigStore store = new ConfigStore(database);
    private final StoredAgentLogins logins =
            new StoredAgentLogins(
                    store,
                    new Logins(
                            new Passwords(vertx),
                            new LoginThrottle(database, Clock.systemUTC()),
                            new AuditLog(database, Clock.systemUTC())));

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
    }

    @Test
    void aPasswordKeptInAnOldWayIsKeptInTodaysAfterTheLogIn() {
        Agent john = new Agent("a", "John", "2004", "john", List.of("PJSIP/john"), "", false);
        AgentEntry entry = new AgentEntry(john, OUTDATED);
        await(
                store.save(
                        await(store.load()).version(),
                        List.of(new Edit.PutAgent(new Kept<>(entry, 1, "anna", Instant.now())))));

        Answer wrong = await(logins.check("john", "something else", "127.0.0.1"));
        String afterTheWrong = hash();
        Answer right = await(logins.check("john", PASSWORD, "127.0.0.1"));
        String after = hash();
        Answer again = await(logins.check("john", PASSWORD, "127.0.0.1"));

        assertThat(wrong).isInstanceOf(Answer.Unknown.class);
        assertThat(afterTheWrong).isEqualTo(OUTDATED);
        assertThat(right).isInstanceOf(Answer.Welcome.class);
        assertThat(after).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(again).isInstanceOf(Answer.Welcome.class);
        assertThat(hash()).isEqualTo(after);
    }

    private String hash() {
        return await(store.agentLogin("john")).map(AgentLogin::passwordHash).orElseThrow();
    }
}
