package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.Database;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.web.KeptAnswers.Answer;
import io.belfry.core.web.KeptAnswers.Claim;
import io.belfry.core.web.KeptAnswers.Question;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdempotencyTest {
    private final AtomicInteger done = new AtomicInteger();
    private final Promise<Void> gate = Promise.promise();
    private final Promise<Void> atTheGate = Promise.promise();
    private final TestSite server =
            new TestSite(
                    SiteConfig.defaults().withApiToken(TestSite.TOKEN).withRate(1_000_000),
                    this::mount);

    @AfterEach
    void stop() {
        server.close();
    }

    private void mount(Site site) {
        Permit permit = Access.ADMIN.andTokens(Scope.PUSH);
        site.post("/api/v1/do", permit, Rest.withBody(this::make));
        site.post(
                "/api/v1/slow",
                permit,
                rc -> {
                    atTheGate.tryComplete();
                    gate.future().onSuccess(open -> make(rc, new JsonObject()));
                });
        site.post(
                "/api/v1/secret",
                permit,
                rc ->
                        Rest.createdOnce(
                                rc,
                                "/api/v1/secret/1",
                                new JsonObject().put("id", "1").put("secret", "bfy_x"),
                                "secret"));
    }

    private void make(RoutingContext rc, JsonObject body) {
        int number = done.incrementAndGet();
        if (body.containsKey("wrong")) {
            rc.fail(Problem.conflict("no"));
        } else if (body.containsKey("broken")) {
            rc.fail(new IllegalStateException("broken"));
        } else {
            Rest.created(rc, "/api/v1/do/" + number, new JsonObject().put("number", number));
        }
    }

    private Browser program(String key) {
        return program(server, key);
    }

    private static Browser program(TestSite server, String key) {
        return server.browser()
                .with("Accept", "application/json")
                .with("Authorization", "Bearer " + TestSite.TOKEN)
                .with("Idempotency-Key", key);
    }

    private HttpResponse<String> post(String key, String body) {
        return program(key).json("POST", "/api/v1/do", body);
    }

    private static String code(HttpResponse<String> answer) {
        return new JsonObject(answer.body()).getJsonObject("error").getString("code");
    }

    @Test
    void theSameRequestIsDoneOnceAndAnsweredAsTheFirstTime() {
        HttpResponse<String> first = post("k1", "{\"a\":1}");
        HttpResponse<String> again = post("k1", "{\"a\":1}");

        assertThat(done).hasValue(1);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location")).contains("/api/v1/do/1");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void anotherKeyIsAnotherRequest() {
        post("k1", "{}");

        assertThat(post("k2", "{}").body()).contains("\"number\":2");
    }

    @Test
    void anotherBodyOrPathWithTheSameKeyIsRefused() {
        post("k1", "{\"a\":1}");

        assertThat(post("k1", "{\"a\":2}").statusCode()).isEqualTo(422);
        HttpResponse<String> elsewhere = program("k1").json("POST", "/api/v1/secret", "{\"a\":1}");
        assertThat(code(elsewhere)).isEqualTo("idempotency_mismatch");
        assertThat(done).hasValue(1);
    }

    @Test
    void whileItIsBeingDoneItIsNotBegunAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> first =
                CompletableFuture.supplyAsync(
                        () -> program("k1").json("POST", "/api/v1/slow", "{}"));
        await(atTheGate.future());

        HttpResponse<String> second = program("k1").json("POST", "/api/v1/slow", "{}");
        gate.complete();

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(code(second)).isEqualTo("idempotency_in_progress");
        assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(program("k1").json("POST", "/api/v1/slow", "{}").statusCode()).isEqualTo(201);
        assertThat(done).hasValue(1);
    }

    @Test
    void whatWasMadeBehindTheBackOfWhoWasToldItTakesTooLongIsNotMadeAgain() {
        try (TestSite impatient =
                new TestSite(
                        SiteConfig.defaults().withApiToken(TestSite.TOKEN).withRate(1_000_000),
                        Duration.ofMillis(300),
                        this::mount)) {
            Browser program = program(impatient, "k1");
            HttpResponse<String> late = program.json("POST", "/api/v1/slow", "{}");
            gate.complete();
            HttpResponse<String> again = program.json("POST", "/api/v1/slow", "{}");
            Instant end = Instant.now().plusSeconds(30);
            while (again.statusCode() == 409 && Instant.now().isBefore(end)) {
                again = program.json("POST", "/api/v1/slow", "{}");
            }

            assertThat(late.statusCode()).isEqualTo(503);
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(again.headers().firstValue("Location")).contains("/api/v1/do/1");
            assertThat(done).hasValue(1);
        }
    }

    @Test
    void afterARefusalTheKeyIsFree() {
        assertThat(post("k1", "{\"wrong\":1}").statusCode()).isEqualTo(409);
        assertThat(post("k1", "{\"broken\":1}").statusCode()).isEqualTo(500);

        assertThat(post("k1", "{}").statusCode()).isEqualTo(201);
    }

    @Test
    void afterADayItIsDoneAgain() {
        post("k1", "{}");

        server.clock.pass(Duration.ofHours(24).plusMillis(1));

        assertThat(post("k1", "{\"other\":1}").body()).contains("\"number\":2");
    }

    @Test
    void whatIsToldOnceIsNotToldAgain() {
        HttpResponse<String> first = program("k1").json("POST", "/api/v1/secret", "{}");
        HttpResponse<String> again = program("k1").json("POST", "/api/v1/secret", "{}");

        assertThat(first.body()).contains("bfy_x");
        assertThat(new JsonObject(again.body())).isEqualTo(new JsonObject().put("id", "1"));
    }

    @Test
    void aKeyThatIsNoneIsABadRequest() {
        assertThat(post("two words", "{}").statusCode()).isEqualTo(400);
        assertThat(post("k".repeat(256), "{}").statusCode()).isEqualTo(400);
        assertThat(done).hasValue(0);
    }

    @Test
    void anAnswerThatNobodyWaitedForIsKept() {
        AnswerRows after = new AnswerRows(server.database, server.clock);
        Question question = new Question("token x", "k", "f".repeat(64));
        Claim.Fresh claim = (Claim.Fresh) await(after.claim(question));
        await(after.keep(question, claim.id(), new Answer(201, "/x", "{}")));

        // another object, as after a restart
        Claim found = await(new AnswerRows(server.database, server.clock).claim(question));

        assertThat(found).isEqualTo(new Claim.Answered(new Answer(201, "/x", "{}")));
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyAtOnceOneGetsTheKeyAndWhoDiedOverItLosesIt(TestDatabase kind) {
        Vertx vertx = Vertx.vertx();
        FakeClock clock = new FakeClock();
        Database database = await(Database.open(vertx, kind.create()));
        AnswerRows answers = new AnswerRows(database, clock);
        Question question = new Question("token x", "k", "f".repeat(64));

        var all = IntStream.range(0, 8).mapToObj(any -> answers.claim(question)).toList();
        long fresh = all.stream().map(Await::await).filter(c -> c instanceof Claim.Fresh).count();
        Claim meanwhile = await(answers.claim(question));
        clock.pass(Duration.ofSeconds(61));
        Claim later = await(answers.claim(question));

        assertThat(fresh).isEqualTo(1);
        assertThat(meanwhile).isInstanceOf(Claim.Running.class);
        assertThat(later).isInstanceOf(Claim.Fresh.class);
        await(database.close());
        await(vertx.close());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void oldAnswersGo(TestDatabase kind) {
        Vertx vertx = Vertx.vertx();
        FakeClock clock = new FakeClock();
        Database database = await(Database.open(vertx, kind.create()));
        AnswerRows answers = new AnswerRows(database, clock);
        Question old = new Question("a", "old", "f".repeat(64));
        Claim.Fresh claim = (Claim.Fresh) await(answers.claim(old));
        await(answers.keep(old, claim.id(), new Answer(201, "", "{}")));
        clock.pass(Duration.ofHours(25));
        await(answers.claim(new Question("a", "new", "f".repeat(64))));

        await(answers.tidy("a"));

        assertThat(
                        await(
                                database.list(
                                        "select idem_key from kept_answer",
                                        Map.of(),
                                        row -> row.getString("idem_key"))))
                .containsExactly("new");
        await(database.close());
        await(vertx.close());
    }
}
