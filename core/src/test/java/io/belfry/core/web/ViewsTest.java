package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
    private static TestSite server;

    @BeforeAll
    static void start() {
        server = new TestSite();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' autofocus onfocus=alert(1) x='",
                "</title><script>alert(1)</script>",
                "${7*7}",
                "*{7*7}",
                "#{layout.skip}",
                "~{layout :: page}",
                "@{/x}",
                "__${7*7}__::x",
                "[[${7*7}]]",
                "[(${7*7})]",
                "javascript:alert(1)"
            })
    void whatPeopleWriteIsTextAndNothingElse(String hostile) {
        List<Option> options = List.of(new Option(hostile, hostile));
        String page =
                await(
                        server.site
                                .views()
                                .render(
                                        "hostile",
                                        Locale.ENGLISH,
                                        Map.of("text", hostile, "options", options)));

        String escaped =
                hostile.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;");
        assertThat(page).contains("<p>" + escaped + "</p>").contains("value=\"" + escaped + "\"");
        assertThat(page).doesNotContain("<script").doesNotContain("<img").doesNotContain(">49<");
    }

    @Test
    void aPartOfATemplateCanBeRenderedAlone() {
        String badge =
                await(
                        server.site
                                .views()
                                .render(
                                        "hostile :: part",
                                        Locale.ENGLISH,
                                        Map.of("text", "x", "options", List.of())));

        assertThat(badge.strip()).isEqualTo("<p>x</p>");
    }

    @Test
    void theMenuShowsWhatIsBuiltAndAllowed() {
        String forAdmin = server.browserOf(Role.ADMIN).get("/").body();
        String forSupervisor = server.browserOf(Role.SUPERVISOR).get("/").body();

        assertThat(forAdmin)
                .contains("href=\"/settings/agents\"")
                .contains("<a href=\"/\" aria-current=\"page\">")
                .doesNotContain("href=\"/settings/pbxs\"");
        assertThat(forSupervisor).contains("href=\"/\"").doesNotContain("/settings/agents");
        assertThat(server.browser().get("/bare").body()).doesNotContain("class=\"side\"");
    }

    @Test
    void everyPageKnowsItsUserItsTokenAndItsPlace() {
        Browser anna = server.browserOf(Role.ADMIN);
        String page = anna.get("/settings/agents").body();

        assertThat(page)
                .contains(
                        "<meta name=\"csrf\" content=\"" + TestSite.csrf(anna, Role.ADMIN) + "\">")
                .contains("name=\"_csrf\" value=\"" + TestSite.csrf(anna, Role.ADMIN) + "\"")
                .contains(">Anna</span>")
                .contains("Administrator")
                .containsPattern("(?s)<li>Settings</li>.*<li aria-current=\"page\">Agents</li>");
    }

    @Test
    void fieldsSayWhatIsWrongWithThem() {
        String page = server.browserOf(Role.ADMIN).get("/settings/agents").body();

        assertThat(page)
                .containsPattern(
                        "<input id=\"f-name\" name=\"name\" type=\"text\"[^>]*aria-invalid=\"true\""
                                + "[^>]*aria-describedby=\"e-name h-name\"")
                .containsPattern("id=\"e-name\".*Another integration has this name")
                .contains("<a href=\"#f-url\">Only http and https addresses can be opened.</a>")
                .containsPattern("value=\"work_window\" selected=\"selected\"")
                .containsPattern("name=\"queues\" value=\"Sales\" checked=\"checked\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                 en, Skip to content",
        "it,                 it, Vai al contenuto",
        "'it-IT,it;q=0.9',   it, Vai al contenuto",
        "'de,it;q=0.8,en;q=0.5', it, Vai al contenuto",
        "'en-GB,it;q=0.3',   en, Skip to content",
        "'xx;q=oops',        en, Skip to content"
    })
    void aPageSpeaksTheReadersLanguage(String accepted, String lang, String text) {
        Browser reader = server.browser();
        if (!accepted.isEmpty()) {
            reader.with("Accept-Language", accepted);
        }

        assertThat(reader.get("/bare").body()).contains("lang=\"" + lang + "\"").contains(text);
    }

    @Test
    void whoeverChoosesALanguageAndAThemeKeepsThem() {
        Browser reader = server.browser().with("Accept-Language", "en");

        var answer = reader.form("/preferences", "theme=dark&language=it&back=%2Fbare%3Fa%3D1");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/bare?a=1");
        assertThat(reader.get("/bare").body())
                .contains("lang=\"it\"")
                .contains("data-theme=\"dark\"")
                .contains("content=\"dark\"");
        reader.form("/preferences", "theme=purple&language=xx");
        assertThat(reader.get("/bare").body()).contains("data-theme=\"dark\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "",
                "/a b",
                "/a\r\nSet-Cookie: x=y",
                "\t//evil.example"
            })
    void theWayBackNeverLeavesTheServer(String back) {
        assertThat(Preferences.localPath(back)).isEqualTo("/");
    }

    @Test
    void whatWasDoneIsSaidOnceOnTheNextPage() {
        Browser reader = server.browser();

        reader.get("/say/live.stale");

        assertThat(reader.get("/bare").body())
                .contains("note-good")
                .contains("Data from &lt;b&gt;3&lt;/b&gt;");
        assertThat(reader.get("/bare").body()).doesNotContain("Data from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"good\",\"You won\"]", "[]", "{", "[1,2,3]", "[null,null]"})
    void aPlantedCookieSaysNothing(String cookie) {
        String value =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(cookie.getBytes(StandardCharsets.UTF_8));
        Browser reader = server.browser().cookie("belfry_flash", value);

        var page = reader.get("/bare");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("You won").doesNotContain("note-good");
    }

    @Test
    void htmxIsThereWhenAModuleBringsItAndRunsNothingInline() {
        String page = server.browser().get("/bare").body();

        assertThat(page)
                .containsPattern("<script defer src=\"/static/vendor/htmx.min.js\\?v=\\S+\">")
                .contains("&quot;allowEval&quot;:false".replace("&quot;", "\""));
        assertThat(page).doesNotContainPattern("<script(?![^>]* src=)").doesNotContain("style=\"");
    }
}
