package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs with tokens come to, and what not. */
class TokenAccessTest {
    private static final int FEW = 2;

    private final TestSite server =
            new TestSite(
                    SiteConfig.defaults().withApiToken(TestSite.TOKEN).withRate(1_000_000),
                    site ->
                            site.get(
                                    "/api/v1/unscoped",
                                    Access.SUPERVISOR,
                                    rc -> Rest.json(rc, 200, new JsonObject())));

    @AfterEach
    void stop() {
        server.close();
    }

    private static void grant(TestSite site, String secret, Scope... scopes) {
        Grant grant = new Grant("id of " + secret, Set.of(scopes), Set.<Kind>of(), Instant.MAX);
        site.tokens.put(secret, Principal.program(secret, List.of(), grant));
    }

    private static Browser program(TestSite site, String secret) {
        return site.browser()
                .with("Accept", "application/json")
                .with("Authorization", "Bearer " + secret);
    }

    @ParameterizedTest
    @CsvSource({
        "READ, GET, /api/v1/thing, 200",
        "POP, GET, /api/v1/thing, 403",
        "PUSH, POST, /api/v1/echo, 200",
        "SETTINGS, POST, /api/v1/echo, 200",
        "READ, POST, /api/v1/echo, 403",
        "READ, GET, /api/v1/unscoped, 403",
        "SETTINGS, GET, /api/v1/unscoped, 403",
    })
    void aTokenMayWhatOneOfItsScopesOpens(Scope scope, String method, String path, int status) {
        grant(server, "t", scope);

        HttpResponse<String> answer =
                program(server, "t").json(method, path, method.equals("GET") ? "" : "{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void whoMayNotIsToldWhatItWouldNeed() {
        grant(server, "t", Scope.POP);

        HttpResponse<String> answer = program(server, "t").json("POST", "/api/v1/echo", "{}");

        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("insufficient_scope");
        assertThat(error.getString("message")).contains("push or settings");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"push settings\"");
    }

    @Test
    void theTokenOfTheConfigurationMayEverything() {
        Browser configured = program(server, TestSite.TOKEN);

        assertThat(configured.get("/api/v1/thing").statusCode()).isEqualTo(200);
        assertThat(configured.get("/api/v1/unscoped").statusCode()).isEqualTo(200);
        assertThat(configured.json("POST", "/api/v1/echo", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenIsForTheInterfaceOfProgramsOnly() {
        grant(server, "t", Scope.values());

        HttpResponse<String> page = program(server, "t").get("/settings/agents");

        assertThat(page.statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenThatIsNotKnownIsRefused() {
        HttpResponse<String> answer = program(server, "nobody's").get("/api/v1/thing");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"invalid_token\"");
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndOthersAreServed() {
        SiteConfig config = SiteConfig.defaults().withApiToken(TestSite.TOKEN).withRate(FEW);
        try (TestSite slow = new TestSite(config, site -> {})) {
            grant(slow, "greedy", Scope.READ);
            grant(slow, "modest", Scope.READ);
            Browser greedy = program(slow, "greedy");
            HttpResponse<String> answer = greedy.get("/api/v1/thing");
            // however slow this machine is, sooner or later the bucket is empty
            for (int i = 0; answer.statusCode() == 200 && i < 10_000; i++) {
                answer = greedy.get("/api/v1/thing");
            }

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                    .isEqualTo("too_many_requests");
            assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            assertThat(program(slow, "modest").get("/api/v1/thing").statusCode()).isEqualTo(200);
        }
    }
}
