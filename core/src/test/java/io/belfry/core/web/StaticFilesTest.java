package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {
    private static TestSite server;

    @BeforeAll
    static void start() {
        server = new TestSite();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whatAPageRefersToMayBeKeptForEver() {
        String page = server.browser().get("/bare").body();
        Matcher link =
                Pattern.compile("href=\"(/static/core/belfry.css\\?v=[^\"]+)\"").matcher(page);
        assertThat(link.find()).isTrue();

        HttpResponse<String> style = server.browser().get(link.group(1));

        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        assertThat(style.headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?v=0000000000000000"})
    void withoutTheRightHashAFileIsAskedForAgain(String query) {
        Browser browser = server.browser();
        HttpResponse<String> first = browser.get("/static/core/page.js" + query);
        String tag = first.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> second =
                browser.with("If-None-Match", tag).get("/static/core/page.js" + query);

        assertThat(first.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/static/core/theme.js,      text/javascript; charset=utf-8",
        "/static/core/icons.svg,     image/svg+xml",
        "/static/vendor/htmx.min.js, text/javascript; charset=utf-8"
    })
    void filesHaveTheirTypes(String path, String type) {
        HttpResponse<String> file = server.browser().get(path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains(type);
        assertThat(file.body()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/",
                "/static/core",
                "/static/core/",
                "/static/core/nope.js",
                "/static/core/../../templates/layout.html",
                "/static/core/%2e%2e/%2e%2e/logback-test.xml",
                "/static/core/..%2f..%2flogback-test.xml",
                "/static/..%5c..%5cx.css",
                "/static/core/belfry.css%00.js",
                "/static/../io/belfry/core/store/migration/V2__accounts.sql",
                "/static/core/.hidden.js",
                "/static/META-INF/MANIFEST.MF"
            })
    void nothingElseOfTheClassPathIsServed(String path) {
        assertThat(server.browser().get(path).statusCode()).isEqualTo(404);
    }
}
