package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Browser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server keeps of how somebody likes the table. */
class ColumnRestTest {
    private static final Pattern WORD = Pattern.compile("name=\"csrf\" content=\"([^\"]+)\"");

    private static House house;

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @Test
    void theChoiceIsInEachPageOfThisUserAndOfNobodyElse() {
        Browser here = staff("sales");

        int saved = save(here, List.of("caller", "var.a <b>\"c\"", "time"));
        String elsewhere = page(house.as("sales"));
        String other = page(house.as("support"));

        assertThat(saved).isEqualTo(204);
        assertThat(elsewhere).contains("data-columns=\"caller,var.a &lt;b&gt;&quot;c&quot;,time\"");
        assertThat(other).doesNotContain("data-columns");
    }

    @Test
    void theLastChoiceIsKeptAndNoneIsTheUsual() {
        Browser here = staff("nobody");

        save(here, List.of("caller"));
        save(here, List.of("queue", "time"));
        String second = page(here);
        save(here, List.of());

        assertThat(second).contains("data-columns=\"queue,time\"");
        assertThat(page(here)).doesNotContain("data-columns");
    }

    @Test
    void theLongestChoiceThatIsAllowedIsKept() {
        Browser here = staff("admin");
        List<String> longest =
                IntStream.range(0, ColumnRest.MOST)
                        .mapToObj(
                                at -> "var." + "\uD83E\uDD84".repeat(62) + (char) ('0' + at) + "x")
                        .toList();

        int saved = save(here, longest);

        assertThat(saved).isEqualTo(204);
        assertThat(page(house.as("admin"))).contains(longest.get(1) + ",");
    }

    static Stream<Object> whatIsNoChoiceIsRefused() {
        return Stream.of(
                "time",
                new JsonArray().add("time").add("time"),
                new JsonArray().add("nothing"),
                new JsonArray().add("var."),
                new JsonArray().add("var.a,b"),
                new JsonArray().add("var.a\u0000b"),
                new JsonArray().add("var." + "x".repeat(65)),
                new JsonArray().add(new JsonObject()),
                new JsonArray().addNull(),
                new JsonArray(
                        IntStream.rangeClosed(0, ColumnRest.MOST)
                                .mapToObj(at -> "var.v" + at)
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoChoiceIsRefused(Object columns) {
        Browser here = staff("support");

        var refused =
                here.json(
                        "PUT", ColumnRest.PATH, new JsonObject().put("columns", columns).encode());

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("columns");
        assertThat(page(here)).doesNotContain("data-columns");
    }

    @Test
    void nobodyElseCanChoose() {
        String body = new JsonObject().put("columns", new JsonArray().add("time")).encode();

        int stranger = new Browser(house.port).json("PUT", ColumnRest.PATH, body).statusCode();
        int program = house.program().json("PUT", ColumnRest.PATH, body).statusCode();
        int withoutWord = house.as("support").json("PUT", ColumnRest.PATH, body).statusCode();

        assertThat(List.of(stranger, program, withoutWord)).allMatch(status -> status >= 401);
        assertThat(withoutWord).isEqualTo(403);
        assertThat(page(house.as("support"))).doesNotContain("data-columns");
    }

    /** With the word that each change must carry, as the page sends it. */
    private static Browser staff(String who) {
        Browser browser = house.as(who);
        Matcher word = WORD.matcher(page(browser));
        assertThat(word.find()).isTrue();
        return browser.with("X-CSRF-Token", word.group(1)).with("Origin", browser.origin());
    }

    private static String page(Browser browser) {
        return browser.get(RealtimePages.PATH).body();
    }

    private static int save(Browser browser, List<String> columns) {
        String body = new JsonObject().put("columns", new JsonArray(columns)).encode();
        return browser.json("PUT", ColumnRest.PATH, body).statusCode();
    }
}
