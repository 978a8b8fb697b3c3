package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;
import static io.belfry.realtimepush.SomeRows.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.belfry.core.account.UserChoices;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The order of rows and of columns while the table lives, in a real browser. */
class SortedTableTest extends TableInBrowser {
    private static final String REFERENCES =
            "() => [...document.querySelectorAll('td.rt-c-reference')].map(each => each.textContent)";

    @Test
    void aHeadSortsTurnsRoundAndGoesBackToNewestFirst() {
        push("Heads", "2", 9);
        push("Heads", "10", 100);
        push("Heads", "1", 9);
        push("Heads", "none", -1);
        open("admin", "?integration=Heads");
        sees("none", "1", "10", "2");
        assertThat(sortOf("time")).isEqualTo("descending");

        head("talk").click();
        sees("1", "2", "10", "none");
        assertThat(sortOf("talk")).isEqualTo("ascending");
        assertThat(sortOf("time")).isEqualTo("none");
        assertThat(page.url()).contains("sort=talk");
        assertThat(head("talk").locator(".rt-arrow").isVisible()).isTrue();

        head("talk").click();
        sees("10", "1", "2", "none");
        assertThat(sortOf("talk")).isEqualTo("descending");
        assertThat(page.url()).contains("sort=-talk");

        head("talk").click();
        sees("none", "1", "10", "2");
        assertThat(page.url()).doesNotContain("sort");
        head("reference").click();
        sees("1", "2", "10", "none");
        head("time").click();
        sees("2", "10", "1", "none");
        assertThat(sortOf("time")).isEqualTo("ascending");
        head("time").click();
        sees("none", "1", "10", "2");
    }

    @Test
    void theKeyboardAloneSortsAndTheFocusStaysAtTheHead() {
        push("Keyboard", "a", 3);
        push("Keyboard", "b", 2);
        push("Keyboard", "c", 1);
        open("admin", "?integration=Keyboard");
        sees("c", "b", "a");

        page.locator("[data-part=box]").focus();
        for (int at = 0; !focused().equals("reference"); at++) {
            assertThat(at).isLessThan(20);
            page.keyboard().press("Tab");
        }
        page.keyboard().press("Enter");

        sees("a", "b", "c");
        assertThat(focused()).isEqualTo("reference");
        PlaywrightAssertions.assertThat(page.locator("[data-part=said]"))
                .hasText("By Reference, ascending");
        page.keyboard().press("ArrowDown");
        assertThat(page.evaluate("document.activeElement.dataset.row"))
                .isEqualTo(row("a").getAttribute("data-row"));
    }

    @Test
    void backForwardAndALinkGiveTheSameOrder() {
        push("Links", "a", 3);
        push("Links", "b", 2);
        push("Links", "c", 1);
        open("admin", "?integration=Links&columns=reference,talk,var.ordernumber");
        sees("c", "b", "a");
        head("reference").click();
        sees("a", "b", "c");
        head("talk").click();
        sees("c", "b", "a");
        head("talk").click();
        sees("a", "b", "c");
        String link = page.url();

        page.goBack();
        PlaywrightAssertions.assertThat(page.locator("th[data-column=talk]"))
                .hasAttribute("aria-sort", "ascending");
        sees("c", "b", "a");
        page.goBack();
        PlaywrightAssertions.assertThat(page.locator("th[data-column=reference]"))
                .hasAttribute("aria-sort", "ascending");
        sees("a", "b", "c");
        page.goForward();
        sees("c", "b", "a");
        page.context().close();
        page = chromium.open(house, "sales");
        page.navigate(link);

        sees("a", "b", "c");
        assertThat(sortOf("talk")).isEqualTo("descending");
        assertThat(columns()).containsExactly("reference", "talk", "var.ordernumber");
        assertThat(page.url()).isEqualTo(link);
    }

    @Test
    void theOrderIsRightAfterAHundredUpdates() {
        List<Integer> seconds = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
        for (int at : seconds) {
            push("Updates", "U-" + at, 1);
        }
        open("admin", "?integration=Updates&sort=-talk");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(100);
        page.evaluate(
                "document.querySelectorAll('tr[data-row]').forEach(each => { each.mine = true; })");

        Collections.shuffle(seconds, new Random(7));
        for (int at = 0; at < 100; at++) {
            push("Updates", "U-" + at, 10 + seconds.get(at));
        }

        List<String> wanted =
                IntStream.range(0, 100)
                        .boxed()
                        .sorted(Comparator.comparing(seconds::get).reversed())
                        .map(at -> "U-" + at)
                        .toList();
        sees(wanted.toArray(String[]::new));
        assertThat(
                        page.evaluate(
                                "[...document.querySelectorAll('tr[data-row]')].every(each => each.mine)"))
                .isEqualTo(true);
    }

    @Test
    void rowsUnderThePointerStayAndTheirOrderWaitsUntilItLeaves() {
        push("Hover", "a", 10);
        push("Hover", "b", 20);
        push("Hover", "c", 30);
        open("admin", "?integration=Hover&sort=talk");
        sees("a", "b", "c");
        row("b").hover();

        push("Hover", "b", 5);
        push("Hover", "d", 1);

        sees("a", "b", "c", "d");
        PlaywrightAssertions.assertThat(page.locator("[data-part=waits]")).containsText("2 rows");
        page.mouse().move(5, 5);
        sees("d", "b", "a", "c");
        PlaywrightAssertions.assertThat(page.locator("[data-part=waits]")).isHidden();
    }

    @Test
    void aRowThatIsHeldDoesNotVanish() {
        push("Vanish", "a", 10);
        push("Vanish", "b", 20);
        open("admin", "?integration=Vanish&q=rossi");
        sees("b", "a");
        row("b").hover();

        house.push(row("Vanish", "b", call("1.b", "Sales").put("callername", "Other")));

        PlaywrightAssertions.assertThat(page.locator("tr.rt-gone")).containsText("b");
        sees("b", "a");
        page.mouse().move(5, 5);
        sees("a");
    }

    @Test
    void aShortTableIsNotPushedUnderThePointerAndIsAtTheTopAgainAfterwards() {
        push("Short", "a", 10);
        push("Short", "b", 20);
        open("admin", "?integration=Short");
        sees("b", "a");
        row("b").hover();
        double before = top("b");

        push("Short", "c", 30);
        push("Short", "d", 30);
        sees("d", "c", "b", "a");

        assertThat(top("b")).isCloseTo(before, Offset.offset(2.0));
        PlaywrightAssertions.assertThat(page.locator("[data-part=above]"))
                .containsText("2 new rows");
        page.mouse().move(5, 5);
        PlaywrightAssertions.assertThat(page.locator("[data-part=above]")).isHidden();
        assertThat(scroll()).isZero();
    }

    @Test
    void whoDoesNotWantToHoldRowsSaysSoOnceAndKeepsHisFocus() {
        push("Loose", "a", 10);
        push("Loose", "b", 20);
        push("Loose", "c", 30);
        open("admin", "?integration=Loose&sort=talk");
        sees("a", "b", "c");
        menu().click();
        page.locator("[data-part=hold]").uncheck();
        page.reload();
        sees("a", "b", "c");
        row("b").focus();

        push("Loose", "b", 50);
        sees("a", "c", "b");

        assertThat(page.evaluate("document.activeElement.dataset.row"))
                .isEqualTo(row("b").getAttribute("data-row"));
        push("Loose", "b", 5);
        sees("b", "a", "c");
        assertThat(page.evaluate("document.activeElement.dataset.row"))
                .isEqualTo(row("b").getAttribute("data-row"));
    }

    @Test
    void aSortedTableIsReadInPeaceHoweverFastRowsChange() {
        List<Future<RealtimeRow>> rows = new ArrayList<>();
        for (int at = 0; at < 2_000; at++) {
            rows.add(send("Fast", "F-" + at, at));
        }
        // one that is late at the database is in the table all the same
        await(Future.join(rows).otherwiseEmpty());
        open("admin", "?integration=Fast&sort=-talk");
        PlaywrightAssertions.assertThat(page.locator("tr[data-row]")).hasCount(500);
        page.locator("[data-part=box]").evaluate("box => { box.scrollTop = 4000; }");
        String id =
                (String)
                        page.evaluate(
                                """
                                () => {
                                  const top = document.querySelector('[data-part=box]').getBoundingClientRect().top;
                                  const row = [...document.querySelectorAll('tr[data-row]')]
                                    .find((each) => each.getBoundingClientRect().top > top + 100);
                                  row.focus({preventScroll: true});
                                  const begin = performance.now();
                                  window.paints = 0;
                                  window.seconds = () => (performance.now() - begin) / 1000;
                                  new MutationObserver(() => { window.paints += 1; })
                                    .observe(document.querySelector('[data-part=rows]'), {childList: true});
                                  return row.dataset.row;
                                }""");
        Number scroll = scroll();
        double before = topOf(id);

        storm();
        page.waitForFunction(
                "() => Number(document.querySelector('[data-part=waits]').textContent.match(/\\d+/)) > 300");
        calm();

        assertThat(scroll()).isEqualTo(scroll);
        assertThat(topOf(id)).isCloseTo(before, Offset.offset(1.0));
        assertThat(page.evaluate("document.activeElement.dataset.row")).isEqualTo(id);
        assertThat(((Number) page.evaluate("window.paints / window.seconds()")).doubleValue())
                .isLessThanOrEqualTo(5.0);
        page.locator("[data-part=pause]").focus();
        PlaywrightAssertions.assertThat(page.locator("[data-part=waits]")).isHidden();
        page.waitForFunction(
                """
                () => {
                  const talks = [...document.querySelectorAll('td.rt-c-talk')].map((each) => each.textContent)
                    .map((words) => words.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
                  return talks.every((each, at) => at === 0 || talks[at - 1] >= each);
                }""");
    }

    @Test
    void columnsAreMovedByKeyboardAndKeptForTheUserInEachBrowser() {
        push("Mine", "a", 10);
        open("support", "?integration=Mine&queue=Support");
        PlaywrightAssertions.assertThat(page.locator("th[data-column=time]")).isVisible();
        menu().focus();
        page.keyboard().press("Enter");
        page.locator("[data-column='var.ordernumber'] input").focus();
        page.keyboard().press("Space");
        page.locator("li[data-column=queue] input").focus();
        page.keyboard().press("Alt+ArrowUp");
        page.locator("li[data-column=caller] button").first().focus();
        page.keyboard().press("Enter");
        page.keyboard().press("Enter");
        PlaywrightAssertions.assertThat(page.locator("[data-part=columns-saved]"))
                .hasText("Caller is column 5");
        List<String> chosen = columns();
        String link = page.url();
        UserChoices choices = new UserChoices(house.database);
        house.until(
                () ->
                        await(choices.find("support", "realtime.integration"))
                                .equals(String.join(",", chosen)));
        page.context().close();

        page = chromium.open(house, "support");
        List<String> elsewhere = columnsOfNewPage("?integration=Mine");

        assertThat(chosen)
                .startsWith("time", "integration", "event", "queue", "caller", "direction")
                .containsSubsequence("var.ordernumber", "outcome");
        assertThat(elsewhere).isEqualTo(chosen);
        assertThat(link).contains("columns=");
        assertThat(columnsOfNewPage("?columns=agent,time")).containsExactly("agent", "time");
        menu().click();
        page.locator("[data-part=columns-reset]").click();
        PlaywrightAssertions.assertThat(page.locator("[data-part=columns-saved]"))
                .hasText("Saved for you");
        assertThat(page.url()).doesNotContain("columns");
        page.goBack();
        PlaywrightAssertions.assertThat(page.locator("thead th")).hasCount(2);
    }

    @Test
    void variablesThatOnlyRowsKnowAreColumnsAndTheirNamesAreText() {
        String evil = "<img src=x onerror=\"window.canary=1\">";
        JsonObject channel =
                call("1.v", "Sales")
                        .put(evil, "<script>window.canary=1</script>")
                        .put("constructor", "built")
                        .put("with,comma", "x")
                        .put("\u202Ecod", "rtl")
                        .put("nested", new JsonObject().put("a", 1));
        house.push(row("Variables", "a", channel));
        push("Variables", "b", 10);
        open("admin", "?integration=Variables");
        sees("b", "a");
        menu().click();

        page.locator("[data-part=columns] input[value='var." + evil.replace("\"", "\\\"") + "']")
                .check();
        page.locator("[data-part=columns] input[value='var.constructor']").check();

        PlaywrightAssertions.assertThat(page.locator("thead")).containsText(evil);
        PlaywrightAssertions.assertThat(row("a")).containsText("<script>window.canary=1</script>");
        PlaywrightAssertions.assertThat(row("b").locator("td.rt-c-custom").first()).hasText("–");
        PlaywrightAssertions.assertThat(row("b").locator("td.rt-c-custom").last()).hasText("–");
        PlaywrightAssertions.assertThat(
                        page.locator("[data-part=columns] input[value='var.with,comma']"))
                .hasCount(0);
        PlaywrightAssertions.assertThat(
                        page.locator("[data-part=columns] input[value='var.nested']"))
                .hasCount(0);
        head("var.constructor").click();
        sees("a", "b");
        page.navigate(page.url());
        sees("a", "b");
        PlaywrightAssertions.assertThat(page.locator("thead")).containsText(evil);
        assertThat(page.evaluate("window.canary === undefined")).isEqualTo(true);
        assertThat(page.locator("thead img, .rt-columns img, tbody script").count()).isZero();
    }

    private List<String> columnsOfNewPage(String query) {
        page.navigate(url(query));
        PlaywrightAssertions.assertThat(page.locator("th[data-column=time]")).isVisible();
        return columns();
    }

    /** Waits until the table shows these references and no others, in this order. */
    private void sees(String... references) {
        PlaywrightAssertions.assertThat(page.locator("td.rt-c-reference")).hasText(references);
    }

    @SuppressWarnings("unchecked")
    private List<String> columns() {
        return (List<String>)
                page.evaluate(
                        "[...document.querySelectorAll('thead th')].map(each => each.dataset.column)");
    }

    private Locator head(String column) {
        return page.locator("th[data-column='" + column + "'] button");
    }

    private String sortOf(String column) {
        return page.locator("th[data-column='" + column + "']").getAttribute("aria-sort");
    }

    private String focused() {
        return (String) page.evaluate("document.activeElement.closest('th')?.dataset.column ?? ''");
    }

    private Locator menu() {
        return page.locator(
                "details.menu summary", new Page.LocatorOptions().setHasText("Columns"));
    }

    private Locator row(String reference) {
        return page.locator("tr[data-row]")
                .filter(
                        new Locator.FilterOptions()
                                .setHas(
                                        page.locator(
                                                "td.rt-c-reference",
                                                new Page.LocatorOptions()
                                                        .setHasText(
                                                                Pattern.compile(
                                                                        "^" + reference + "$")))));
    }

    private double top(String reference) {
        return row(reference).boundingBox().y;
    }

    private double topOf(String id) {
        return page.locator("tr[data-row='" + id + "']").boundingBox().y;
    }

    private int scroll() {
        return ((Number) page.locator("[data-part=box]").evaluate("box => box.scrollTop"))
                .intValue();
    }

    private static RowRequest row(String app, String reference, JsonObject channel) {
        return new RowRequest(
                app + reference + channel.hashCode(), Instant.now(), app, channel, reference, "");
    }

    private static JsonObject talked(String reference, int seconds) {
        JsonObject channel = call("1." + reference, "Sales");
        return seconds < 0 ? channel : channel.put("talktime", Integer.toString(seconds));
    }

    /** A row, or a change of the one that has this reference. */
    private static void push(String app, String reference, int seconds) {
        house.push(row(app, reference, talked(reference, seconds)));
    }

    private static Future<RealtimeRow> send(String app, String reference, int seconds) {
        return Ask.PUSH_ROW.put(house.vertx, row(app, reference, talked(reference, seconds)));
    }

    /** Half of them new rows, half others' talk times. */
    private void storm() {
        storm(
                count -> {
                    int at = (int) count;
                    send("Fast", "N-" + at, at * 7 % 3_000);
                    send("Fast", "F-" + (ROWS - 1 - at % 300), at * 13 % 3_000);
                });
    }
}
