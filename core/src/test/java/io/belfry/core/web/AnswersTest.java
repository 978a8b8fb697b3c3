package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of every answer, and what trouble looks like from outside. */
class AnswersTest {
    private static TestSite server;

    @BeforeAll
    static void start() {
        server = new TestSite();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/bare", "/static/core/belfry.css", "/nope", "/fails", "/api/v1/thing", "/"})
    void everyAnswerTellsTheBrowserWhatNotToDo(String path) {
        HttpResponse<String> answer = server.browser().get(path);

        assertThat(header(answer, "Content-Security-Policy"))
                .matches(
                        "default-src 'self'; script-src 'self' 'nonce-[A-Za-z0-9_-]{22}';"
                                + " style-src 'self'; object-src 'none'; base-uri 'none';"
                                + " frame-ancestors 'none'; form-action 'self'; connect-src 'self'");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("same-origin");
        assertThat(header(answer, "Cross-Origin-Opener-Policy"))
                .isEqualTo("same-origin-allow-popups");
        assertThat(header(answer, "Strict-Transport-Security")).isEmpty();
    }

    @Test
    void eachAnswerHasANonceOfItsOwn() {
        Browser browser = server.browser();

        assertThat(header(browser.get("/bare"), "Content-Security-Policy"))
                .isNotEqualTo(header(browser.get("/bare"), "Content-Security-Policy"));
    }

    @Test
    void onlyThePageThatAsksForItMayShowFrames() {
        try (TestSite frames =
                new TestSite(
                        SiteConfig.defaults().withSecure(true),
                        site ->
                                site.get(
                                        "/agent",
                                        Access.PUBLIC,
                                        rc -> {
                                            Site.allowFrames(rc);
                                            Site.allowFrames(rc);
                                            rc.end();
                                        }))) {
            HttpResponse<String> agent = frames.browser().get("/agent");

            assertThat(header(agent, "Content-Security-Policy"))
                    .endsWith("connect-src 'self'; frame-src http: https:");
            assertThat(header(agent, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(header(frames.browser().get("/bare"), "Content-Security-Policy"))
                    .doesNotContain("frame-src");
        }
    }

    @Test
    void whatBreaksInsideStaysInside() {
        for (String path : new String[] {"/fails", "/api/v1/fails", "/bad-page"}) {
            HttpResponse<String> answer = server.browser().get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(500);
            assertThat(answer.body())
                    .doesNotContain("internals")
                    .doesNotContain("/srv")
                    .doesNotContain("Exception")
                    .doesNotContain("at io.");
        }
        assertThat(server.browser().get("/fails").body())
                .contains("Something went wrong")
                .containsPattern("<code>[A-Za-z0-9_-]{8}</code>");
        assertThat(server.browser().get("/api/v1/fails").body())
                .containsPattern(
                        "\\{\"error\":\\{\"code\":\"internal\",\"message\":\".* under [^ ]{8}\\.\"}}");
    }

    @Test
    void aProblemIsToldAsItIs() {
        HttpResponse<String> page = server.browser().get("/problem");
        HttpResponse<String> json = server.browser().with("Accept", "*/*").get("/problem");

        assertThat(page.statusCode()).isEqualTo(409);
        assertThat(page.body()).contains("<html").contains("Anna was faster.");
        assertThat(json.body())
                .isEqualTo("{\"error\":{\"code\":\"conflict\",\"message\":\"Anna was faster.\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /nope,            404, not_found",
        "GET,    /api/v1/nope,     404, not_found",
        "POST,   /bare,            405, method_not_allowed",
        "DELETE, /api/v1/thing,    405, method_not_allowed",
        "GET,    /static/core/nope.css, 404, not_found"
    })
    void whatIsNotThereIsSaidInTheFormThatWasAskedFor(
            String method, String path, int status, String code) {
        HttpResponse<String> json =
                server.browser().with("Accept", "application/json").send(method, path, "", "");

        assertThat(json.statusCode()).isEqualTo(status);
        assertThat(json.body()).contains("{\"error\":{\"code\":\"" + code + "\"");
        if (status == 404 && !path.startsWith("/api/")) {
            assertThat(server.browser().get(path).body()).contains("Nothing here");
        }
    }

    @Test
    void headIsAnsweredLikeGetWithoutABody() {
        Browser anna = server.browserOf(Role.ADMIN);

        HttpResponse<String> answer = anna.send("HEAD", "/settings/agents", "", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void underAnotherNameWeAreNotAtHome() {
        try (TestSite named =
                new TestSite(
                        SiteConfig.defaults().withHosts(java.util.Set.of("cti.example")),
                        site -> {})) {
            assertThat(named.browser().get("/bare").statusCode()).isEqualTo(421);
        }
    }

    @Test
    void pagesOfAUserAreNotKeptByCaches() {
        Browser anna = server.browserOf(Role.ADMIN);

        assertThat(header(anna.get("/settings/agents"), "Cache-Control")).isEqualTo("no-store");
        assertThat(header(anna.get("/api/v1/thing"), "Cache-Control")).isEqualTo("no-store");
    }
}
