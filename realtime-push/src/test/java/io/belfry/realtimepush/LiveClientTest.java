package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeRows.TEN;
import static io.belfry.realtimepush.SomeRows.row;
import static io.belfry.realtimepush.SomeRows.withOutcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.RowStore;
import io.belfry.core.web.FakeClock;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveClientTest {
    private final NewestRows rows = new NewestRows(2_000);
    private final TodayCounts counts = new TodayCounts(new FakeClock());
    private final LiveTable table = new LiveTable(rows, counts, new PbxLights());
    private final FakeWire wire = new FakeWire();
    private final LiveClient client = client(Role.SUPERVISOR, "Sales");
    private Instant now = TEN;

    @Test
    void whoAsksGetsASnapshotOfHisQueuesAndThenOnlyChanges() {
        rows.put(row("mine", 1, "Sales"));
        rows.put(row("others", 2, "Support"));
        client.wantsRows(RowFilter.ALL);
        tick();
        JsonObject snapshot = wire.next("snapshot");

        rows.put(withOutcome(row("mine", 1, "Sales"), "opened"));
        rows.put(row("others", 2, "Support"));
        tick();

        assertThat(ids(snapshot)).containsExactly("mine");
        JsonObject change = wire.next("rows");
        assertThat(ids(change)).containsExactly("mine");
        assertThat(change.getLong("from")).isEqualTo(snapshot.getLong("v"));
        assertThat(change.getJsonArray("gone")).isEmpty();
    }

    @Test
    void aRowWithoutQueueIsForAdministratorsOnly() {
        LiveClient admin = client(Role.ADMIN);
        rows.put(row("none", 1, ""));
        client.wantsRows(RowFilter.ALL);
        tick();
        List<String> supervisor = ids(wire.next("snapshot"));

        admin.wantsRows(RowFilter.ALL);
        admin.tick(now);

        assertThat(supervisor).isEmpty();
        assertThat(ids(wire.next("snapshot"))).containsExactly("none");
    }

    @Test
    void nothingIsToldOfRowsThatWereNeverHis() {
        client.wantsRows(RowFilter.ALL);
        tick();
        wire.sent.clear();

        rows.put(row("others", 2, "Support"));
        rows.put(withOutcome(row("others", 2, "Support"), "opened"));
        tick();

        assertThat(wire.sent).isEmpty();
    }

    @Test
    void aRowThatLeavesHisQueuesOrHisFilterIsTakenAway() {
        rows.put(row("a", 1, "Sales"));
        rows.put(withOutcome(row("b", 2, "Sales"), "card"));
        client.wantsRows(RowFilter.ALL);
        tick();
        wire.sent.clear();

        rows.put(row("a", 1, "Support"));
        tick();
        JsonObject transferred = wire.next("rows");
        client.wantsRows(new RowFilter("", "", "", "card", ""));
        tick();
        rows.put(withOutcome(row("b", 2, "Sales"), "opened"));
        tick();

        assertThat(transferred.getJsonArray("gone")).containsExactly("a");
        assertThat(wire.next("rows").getJsonArray("gone")).containsExactly("b");
    }

    @Test
    void manyChangesOfOneRowAreOneMessageWithItsLatestState() {
        client.wantsRows(RowFilter.ALL);
        tick();
        wire.sent.clear();

        IntStream.range(0, 100)
                .forEach(at -> rows.put(withOutcome(row("a", 1), at % 2 == 0 ? "card" : "opened")));
        tick();

        assertThat(wire.sent).hasSize(1);
        JsonArray told = wire.next("rows").getJsonArray("rows");
        assertThat(told).hasSize(1);
        assertThat(told.getJsonObject(0).getString("outcome")).isEqualTo("opened");
    }

    @Test
    void aSlowBrowserGetsNothingWhileItIsFullAndASnapshotAfterwards() {
        client.wantsRows(RowFilter.ALL);
        tick();
        wire.sent.clear();
        wire.full = true;
        IntStream.range(0, 50)
                .forEach(
                        at -> {
                            rows.put(row("r" + at, at));
                            pass(100);
                            tick();
                        });
        int whileFull = wire.sent.size();

        wire.full = false;
        tick();

        assertThat(whileFull).isZero();
        assertThat(wire.next("snapshot").getJsonArray("rows")).hasSize(50);
        assertThat(wire.closed).isZero();
    }

    @Test
    void whoIsFullForTenSecondsIsSentAway() {
        client.wantsRows(RowFilter.ALL);
        wire.full = true;
        tick();
        pass(10_100);

        tick();

        assertThat(wire.closed).isEqualTo(LiveClient.TRY_AGAIN_LATER);
    }

    @Test
    void aSnapshotIsBoundedAndSaysWhatItLeavesOut() {
        IntStream.range(0, 700).forEach(at -> rows.put(row("r" + at, at)));
        rows.put(withOutcome(row("x", 800), "card"));
        client.wantsRows(new RowFilter("", "", "", "none", ""));

        tick();

        JsonObject snapshot = wire.next("snapshot");
        assertThat(snapshot.getJsonArray("rows")).hasSize(LiveClient.SNAPSHOT);
        assertThat(ids(snapshot).get(0)).isEqualTo("r699");
        assertThat(snapshot.getString("next")).isEqualTo(RowStore.behind(row("r200", 200)));
        assertThat(snapshot.getInteger("hidden")).isEqualTo(1);
    }

    @Test
    void theSumOfTheDayIsToldEvenWhenTheFilterHidesTheRow() {
        client.wantsRows(new RowFilter("Other", "", "", "", ""));
        tick();
        wire.sent.clear();
        rows.put(row("a", 1));
        counts.added(row("a", 1));

        tick();

        JsonObject told = wire.next("rows");
        assertThat(told.getJsonArray("rows")).isEmpty();
        assertThat(told.getJsonObject("today").getLong("rows")).isEqualTo(1);
    }

    @Test
    void onlyStepsOfTheWatchedCallAreTold() {
        client.watches("pbx1:1.1");
        client.stepTaken(step("pbx1:1.1"));
        client.stepTaken(step("pbx1:9.9"));

        tick();

        assertThat(wire.next("trace").getJsonArray("lines")).hasSize(1);
    }

    @Test
    void whoseStepsDoNotFitIsToldToReadThemAgain() {
        client.watches("pbx1:1.1");
        IntStream.range(0, 1_000).forEach(at -> client.stepTaken(step("pbx1:1.1")));

        tick();

        assertThat(wire.next("trace").getBoolean("reload")).isTrue();
    }

    @Test
    void silenceIsBrokenByABeat() {
        tick();
        wire.sent.clear();
        pass(3_000);
        tick();
        int early = wire.sent.size();
        pass(1_500);

        tick();

        assertThat(early).isZero();
        assertThat(wire.next("beat").getString("now")).isNotEmpty();
    }

    private LiveClient client(Role role, String... queues) {
        Principal who = Principal.staff("anna", "Anna", role, List.of(queues));
        return new LiveClient(wire, new Sight(who), table);
    }

    private void tick() {
        client.tick(now);
    }

    private void pass(long millis) {
        now = now.plusMillis(millis);
    }

    private static TraceLine step(String call) {
        return new TraceLine(call, TEN, TraceLine.Step.PBX, "AgentCalled", Map.of());
    }

    private static List<String> ids(JsonObject message) {
        return message.getJsonArray("rows").stream()
                .map(each -> ((JsonObject) each).getString("id"))
                .toList();
    }

    private static final class FakeWire implements LiveClient.Wire {
        private final List<JsonObject> sent = new ArrayList<>();
        private boolean full;
        private short closed;

        /** The next message of this type, without those before it. */
        private JsonObject next(String type) {
            while (!sent.isEmpty()) {
                JsonObject message = sent.remove(0);
                if (message.getString("type").equals(type)) {
                    return message;
                }
            }
            throw new AssertionError("no message of type " + type);
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void send(String message) {
            sent.add(new JsonObject(message));
        }

        @Override
        public void close(short code, String reason) {
            closed = code;
        }
    }
}
