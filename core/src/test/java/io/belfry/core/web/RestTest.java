package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {
    private static TestSite server;

    @BeforeAll
    static void start() {
        server =
                new TestSite(
                        SiteConfig.defaults().withApiToken(TestSite.TOKEN),
                        site -> {
                            site.get(
                                    "/api/v1/list",
                                    Access.ADMIN,
                                    rc ->
                                            Rest.page(
                                                    rc,
                                                    List.of(
                                                            new JsonObject()
                                                                    .put(
                                                                            "limit",
                                                                            Rest.limit(
                                                                                    rc, 50, 200))),
                                                    Rest.query(rc, "cursor")));
                            site.put(
                                    "/api/v1/field",
                                    Access.ADMIN,
                                    rc -> rc.fail(Problem.invalid(Map.of("url", "must be http"))));
                        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browser program() {
        return server.browser()
                .with("Accept", "application/json")
                .with("Authorization", "Bearer " + TestSite.TOKEN);
    }

    @Test
    void aBodyIsReadAndAnswered() {
        HttpResponse<String> answer =
                program()
                        .send(
                                "POST",
                                "/api/v1/echo",
                                "application/json; charset=utf-8",
                                "{\"name\":\"è\",\"n\":[1,2.5,null,true]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"è\",\"n\":[1,2.5,null,true]}");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,}                | line 1, column 8",
                "{\"a\":1                  | line 1",
                "{\"a\":1}x                | line 1, column 9",
                "{\"a\":1} {\"b\":2}       | something else, or more than one",
                "{'a':1}                   | line 1, column 2",
                "{\"a\":NaN}               | Non-standard token 'NaN'",
                "{\"a\":1,\"a\":2}         | Duplicate field 'a'",
                "[1,2]                     | something else",
                "\"text\"                  | something else",
                "7                         | something else",
                "null                      | is null"
            })
    void whatIsNoJsonObjectIsRefusedWithThePlace(String body, String said) {
        HttpResponse<String> answer = program().json("POST", "/api/v1/echo", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("bad_request");
        assertThat(error.getString("message"))
                .contains(said)
                .doesNotContain("java")
                .doesNotContain("enable")
                .doesNotContain("com.fasterxml");
    }

    @Test
    void theLineIsCounted() {
        HttpResponse<String> answer =
                program().json("POST", "/api/v1/echo", "{\n \"a\": 1,\n \"b\" 2\n}");

        assertThat(answer.body()).contains("line 3, column 6");
    }

    @Test
    void anEmptyBodyATooDeepOneAndOneThatIsNoTextAreRefused() {
        String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);

        assertThat(program().json("POST", "/api/v1/echo", "").body()).contains("is empty");
        assertThat(program().json("POST", "/api/v1/echo", deep).statusCode()).isEqualTo(400);
        assertThat(program().json("POST", "/api/v1/echo", "{\"a\":\"\u0001\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anotherKindOfBodyIsRefused() {
        assertThat(program().send("POST", "/api/v1/echo", "text/plain", "{}").statusCode())
                .isEqualTo(415);
        assertThat(program().form("/api/v1/echo", "a=1").statusCode()).isEqualTo(415);
        assertThat(program().send("POST", "/api/v1/echo", "", "").statusCode()).isEqualTo(415);
    }

    @Test
    void aMegabyteIsTheMost() {
        String fits = "{\"a\":\"" + "x".repeat(1024 * 1024 - 10) + "\"}";

        assertThat(program().json("POST", "/api/v1/echo", fits).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = program().json("POST", "/api/v1/echo", fits + " ".repeat(9));
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("\"code\":\"too_large\"");
    }

    @Test
    void errorsOfFieldsStandAtTheirFields() {
        HttpResponse<String> answer = program().json("PUT", "/api/v1/field", "{}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"error\":{\"code\":\"invalid\",\"message\":\"Some fields are not"
                                + " right.\",\"fields\":{\"url\":\"must be http\"}}}");
    }

    @Test
    void allListsLookAlike() {
        assertThat(program().get("/api/v1/list").body())
                .isEqualTo("{\"items\":[{\"limit\":50}],\"next\":null}");
        assertThat(program().get("/api/v1/list?limit=7&cursor=abc").body())
                .isEqualTo("{\"items\":[{\"limit\":7}],\"next\":\"abc\"}");
    }

    @ParameterizedTest
    @CsvSource({"0", "201", "-1", "x", "99999999999", "1e2"})
    void aLimitThatIsNoneIsRefused(String limit) {
        HttpResponse<String> answer = program().get("/api/v1/list?limit=" + limit);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("limit must be a number from 1 to 200");
    }
}
