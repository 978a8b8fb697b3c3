package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeRows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewestRowsTest {
    private final NewestRows rows = new NewestRows(3);

    @Test
    void rowsAreReadNewestFirstWhateverTheOrderTheyCameIn() {
        rows.put(row("b", 20));
        rows.put(row("c", 30));
        rows.put(row("a", 10));

        var ids = rows.newestFirst().stream().map(each -> each.row().id()).toList();

        assertThat(ids).containsExactly("c", "b", "a");
    }

    @Test
    void aChangedRowKeepsItsPlaceAndGetsTheNextVersion() {
        rows.put(row("a", 10));
        rows.put(row("b", 20));
        long seen = rows.version();

        rows.put(SomeRows.withOutcome(row("a", 10), "opened"));

        assertThat(changedSince(seen)).containsExactly("a");
        assertThat(rows.newestFirst().stream().map(each -> each.row().outcome()))
                .containsExactly("", "opened");
    }

    @Test
    void whatHasNotChangedForLongestLeavesFirst() {
        rows.put(row("a", 10));
        rows.put(row("b", 20));
        rows.put(row("c", 30));
        rows.put(SomeRows.withOutcome(row("a", 10), "card"));

        rows.put(row("d", 40));

        assertThat(rows.find("b")).isEmpty();
        assertThat(rows.find("a")).isPresent();
        assertThat(rows.newestFirst()).hasSize(3);
    }

    @Test
    void whoHasNotSeenAForgottenChangeNeedsASnapshot() {
        rows.put(row("a", 10));
        long afterFirst = rows.version();
        for (int at = 0; at < 4; at++) {
            rows.put(row("later" + at, 20 + at));
        }

        assertThat(rows.canTellSince(0)).isFalse();
        assertThat(rows.canTellSince(afterFirst)).isFalse();
        assertThat(rows.canTellSince(afterFirst + 1)).isTrue();
        assertThat(rows.canTellSince(rows.version())).isTrue();
    }

    @Test
    void aVersionOfAnotherTimeIsNoVersion() {
        rows.put(row("a", 10));

        assertThat(rows.canTellSince(rows.version() + 1)).isFalse();
    }

    private List<String> changedSince(long version) {
        return rows.changedSince(version).stream().map(each -> each.row().id()).toList();
    }
}
