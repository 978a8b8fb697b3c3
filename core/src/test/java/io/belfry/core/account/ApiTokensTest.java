package io.belfry.core.account;

import static io.belfry.core.web.Await.await;
import static io.belfry.core.web.Await.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.TokenRevoked;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Scope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ApiTokensTest {
    private Office office;
    private ApiTokens tokens;

    private void open(TestDatabase kind) {
        office = new Office(kind);
        await(office.database.update("delete from api_token", Map.of()));
        tokens = new ApiTokens(office.vertx, office.database, office.audit, office.clock);
        await(tokens.start());
    }

    @AfterEach
    void close() {
        await(tokens.stop());
        office.close();
    }

    @AfterAll
    static void end() {
        Office.closeAll();
    }

    private static JsonObject wanted(String name, String... scopes) {
        return new JsonObject().put("name", name).put("scopes", new JsonArray(List.of(scopes)));
    }

    private ApiTokens.Made made(JsonObject document) {
        return await(tokens.create(document, Office.ROOT));
    }

    private boolean isKnown(String secret) {
        return await(tokens.find(secret)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aTokenIsFoundByItsSecretWithAllThatItMay(TestDatabase kind) {
        open(kind);
        JsonObject document =
                wanted("CRM", "pop", "read")
                        .put("queues", new JsonArray().add("sales, \"north\"").add("Vendite é"))
                        .put("events", new JsonArray().add("up").add("transfer"))
                        .put("expires", "2031-01-01T00:00:00Z");

        ApiTokens.Made made = made(document);

        assertThat(made.secret()).matches("bfy_[A-Za-z0-9_-]{43}");
        ApiToken token = await(tokens.find(made.secret())).orElseThrow();
        assertThat(token).isEqualTo(made.token());
        assertThat(token.scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.POP);
        assertThat(token.queues()).containsExactly("sales, \"north\"", "Vendite é");
        assertThat(token.events()).isEqualTo(Set.of(Kind.UP, Kind.TRANSFER));
        assertThat(token.expires()).isEqualTo(Instant.parse("2031-01-01T00:00:00Z"));
        assertThat(made.secret()).startsWith(token.prefix());
        assertThat(token.prefix()).hasSize(10);
        assertThat(isKnown(made.secret().substring(0, 46) + "x")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theSecretIsInNoTable(TestDatabase kind) {
        open(kind);
        String secret = made(wanted("CRM", "read")).secret();

        List<String> rows =
                await(
                        office.database.list(
                                "select name, prefix, hash, created_by from api_token",
                                Map.of(),
                                row -> row.toJson().encode()));

        assertThat(rows).hasSize(1);
        assertThat(rows.toString()).doesNotContain(secret.substring(10));
        assertThat(await(office.audit.list(0, 100)).toString())
                .contains("token.create")
                .doesNotContain(secret.substring(10));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRevokedTokenIsDeadAtOnceAndItIsTold(TestDatabase kind) throws Exception {
        open(kind);
        BlockingQueue<TokenRevoked> heard = new LinkedBlockingQueue<>();
        var listening = Topic.TOKENS_REVOKED.subscribe(office.vertx, heard::add);
        ApiTokens.Made made = made(wanted("CRM", "read"));
        assertThat(isKnown(made.secret())).isTrue();

        await(tokens.revoke(made.token().id(), Office.ROOT));

        assertThat(isKnown(made.secret())).isFalse();
        assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(new TokenRevoked(made.token().id()));
        assertThat(await(tokens.list())).isEmpty();
        assertThat(await(office.audit.list(0, 1)).get(0).what()).isEqualTo("token.revoke");
        assertThat(awaitFailure(tokens.revoke(made.token().id(), Office.ROOT)))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(404));
        await(listening.unregister());
    }

    @Test
    void anotherNodeThatHearsNothingBelievesForASecond() {
        open(TestDatabase.H2);
        ApiTokens deaf = new ApiTokens(office.vertx, office.database, office.audit, office.clock);
        ApiTokens.Made made = made(wanted("CRM", "read"));
        assertThat(await(deaf.find(made.secret()))).isPresent();
        await(tokens.revoke(made.token().id(), Office.ROOT));

        office.clock.pass(Duration.ofSeconds(1));

        assertThat(await(deaf.find(made.secret()))).isEmpty();
    }

    @Test
    void anExpiredTokenIsNoneAlsoWhileItIsBelieved() {
        open(TestDatabase.H2);
        Instant end = office.clock.instant().plusMillis(500);
        String secret = made(wanted("CRM", "read").put("expires", end.toString())).secret();
        assertThat(isKnown(secret)).isTrue();

        office.clock.pass(Duration.ofMillis(500));

        assertThat(isKnown(secret)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void useIsNotedOnceAMinute(TestDatabase kind) {
        open(kind);
        ApiTokens.Made made = made(wanted("CRM", "read"));
        Instant first = office.clock.instant();
        isKnown(made.secret());
        untilUsed(made, first);

        office.clock.pass(Duration.ofSeconds(59));
        isKnown(made.secret());
        assertThat(await(tokens.byId(made.token().id())).orElseThrow().lastUsed()).isEqualTo(first);
        office.clock.pass(Duration.ofSeconds(1));
        isKnown(made.secret());

        untilUsed(made, first.plusSeconds(60));
    }

    /** It is written beside the answer; nobody waits for it. */
    private void untilUsed(ApiTokens.Made made, Instant at) {
        Instant end = Instant.now().plusSeconds(30);
        while (!await(tokens.byId(made.token().id())).orElseThrow().lastUsed().equals(at)) {
            assertThat(Instant.now()).as("it was never noted").isBefore(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whoSeesSomeQueuesSeesThemAsASupervisorAndElseEverything() {
        open(TestDatabase.H2);
        JsonObject some = wanted("some", "read").put("queues", new JsonArray().add("sales"));

        Principal limited = made(some).token().principal();
        Principal free = made(wanted("free", "read")).token().principal();

        assertThat(limited.maySee("sales")).isTrue();
        assertThat(limited.maySee("support")).isFalse();
        assertThat(free.maySee("support")).isTrue();
        assertThat(limited.user()).isEqualTo("token:some");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                        | name, scopes
                    {"name": "x", "scopes": []}                               | scopes
                    {"name": "x", "scopes": ["read", "root"]}                 | scopes[1]
                    {"name": "x", "scopes": "read"}                           | scopes
                    {"name": "x", "scopes": [null]}                           | scopes[0]
                    {"name": " ", "scopes": ["read"]}                         | name
                    {"name": 7, "scopes": ["read"]}                           | name
                    {"name": "x", "scopes": ["read"], "colour": "red"}        | colour
                    {"name": "x", "scopes": ["read"], "queues": [""]}         | queues[0]
                    {"name": "x", "scopes": ["read"], "events": ["upp"]}      | events[0]
                    {"name": "x", "scopes": ["read"], "expires": "soon"}      | expires
                    {"name": "x", "scopes": ["read"], "expires": "2001-01-01T00:00:00Z"} | expires
                    {"name": "x", "scopes": ["settings"], "queues": ["a"]}    | queues
                    {"name": "x", "scopes": ["settings"], "events": ["up"]}   | events
                    {"name": "x", "scopes": ["read"], "secret": "bfy_mine"}   | secret
                    """)
    void whatIsNotRightIsNamed(String document, String fields) {
        open(TestDatabase.H2);

        var checked = TokenDocument.check(new JsonObject(document), office.clock.instant());

        assertThat(checked.errors().keySet()).containsExactlyInAnyOrder(fields.split(", "));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNameIsUniqueInAnyCase(TestDatabase kind) {
        open(kind);
        made(wanted("CRM", "read"));

        assertThat(awaitFailure(tokens.create(wanted("crm", "pop"), Office.ROOT)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.fields()).containsOnlyKeys("name"));
    }
}
