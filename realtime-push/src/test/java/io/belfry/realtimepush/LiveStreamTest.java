package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;
import static io.belfry.realtimepush.SomeRows.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveStreamTest {
    private static House house;

    private final String app = "App " + UUID.randomUUID();
    private final List<Listener> listeners = new ArrayList<>();

    @BeforeAll
    static void open() {
        house = new House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @AfterEach
    void leave() {
        listeners.forEach(Listener::close);
    }

    @Test
    void aRowAppearsAtWhoMaySeeItAndAtNobodyElse() {
        Listener admin = listen("admin");
        Listener sales = listen("sales");
        Listener support = listen("support");
        List.of(admin, sales, support).forEach(each -> each.next("snapshot"));

        house.push(app, app + "e1", "A-1", call("1.1", "Sales"));
        house.push(app, app + "e2", "A-2", call("2.2", ""));
        house.push(app, app + "e3", "A-3", call("3.3", "Support"));

        assertThat(references(support.next("rows"))).containsExactly("A-3");
        assertThat(references(sales.next("rows"))).containsExactly("A-1");
        assertThat(references(admin.next("rows"))).isNotEmpty().startsWith("A-1");
        assertThat(support.hasHeard("rows")).isFalse();
    }

    @Test
    void aRowWhoseQueueIsNullIsTheAdministratorsAndHoldsUpNobody() {
        Listener sales = listen("sales");
        Listener admin = listen("admin");
        List.of(admin, sales).forEach(each -> each.next("snapshot"));

        house.push(app, app + "e1", "A-1", call("1.1", "").putNull("queue"));
        house.push(app, app + "e2", "A-2", call("2.2", "Sales"));

        assertThat(references(sales.next("rows"))).containsExactly("A-2");
        assertThat(references(admin.next("rows"))).isNotEmpty().startsWith("A-1");
    }

    @Test
    void whoComesBackGetsASnapshotOfWhatIsNow() {
        Listener first = listen("sales");
        first.next("snapshot");
        first.close();
        house.push(app, app + "e1", "A-1", call("1.1", "Sales").put("event", "ringing"));
        house.push(app, app + "e2", "A-1", call("1.1", "Sales").put("event", "up"));

        JsonObject snapshot = listen("sales").next("snapshot");

        assertThat(references(snapshot)).containsExactly("A-1");
        assertThat(
                        snapshot.getJsonArray("rows")
                                .getJsonObject(0)
                                .getJsonObject("channel")
                                .getString("event"))
                .isEqualTo("up");
        assertThat(snapshot.getJsonObject("today").getLong("rows")).isPositive();
    }

    @Test
    void anotherFilterGivesAnotherSnapshot() {
        house.push(app, app + "e1", "A-1", call("1.1", "Sales"));
        house.push(app, app + "e2", "B-2", call("2.2", "Sales"));
        Listener sales = listen("sales");
        sales.next("snapshot");

        sales.asks(new JsonObject().put("integration", app).put("q", "b-2"));

        JsonObject snapshot = sales.next("snapshot");
        assertThat(references(snapshot)).containsExactly("B-2");
        assertThat(snapshot.getInteger("hidden")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://evil.example",
                "http://127.0.0.1",
                "http://127.0.0.1:1",
                "http://127.0.0.1.evil.example",
                "http://localhost",
                "file://",
            })
    void pagesOfOthersCanNotOpenIt(String origin) {
        String cookie = house.cookie("admin");

        assertThatThrownBy(() -> Listener.open(house, cookie, origin))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void withoutOriginOrSessionItIsNotOpened() {
        String cookie = house.cookie("admin");
        String own = "http://127.0.0.1:" + house.port;

        assertThatThrownBy(() -> Listener.open(house, cookie, ""))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class);
        assertThatThrownBy(() -> Listener.open(house, "", own))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class);
        assertThatThrownBy(() -> Listener.open(house, "x".repeat(cookie.length()), own))
                .hasRootCauseInstanceOf(UpgradeRejectedException.class);
    }

    @Test
    void logOutClosesTheStream() {
        Listener sales = listen("sales");
        Listener support = listen("support");
        sales.next("snapshot");
        support.next("snapshot");

        await(house.sessions.endAllOf(Sessions.Kind.STAFF, "sales"));

        assertThat(sales.closeCode()).isEqualTo((short) 4401);
        assertThat(support.socket.isClosed()).isFalse();
    }

    @Test
    void whoComesTooLateIsToldSo() {
        try (House small = new House(new RealtimeLimits(2_000, 4, 2))) {
            for (String who : List.of("sales", "sales", "admin")) {
                listen(small, who).next("snapshot");
            }

            Listener third = listen(small, "sales");
            JsonObject refused = third.next("refused");
            listen(small, "support").next("snapshot");
            JsonObject full = listen(small, "nobody").next("refused");

            assertThat(refused.getString("reason")).isEqualTo("toomany");
            assertThat(third.closeCode()).isEqualTo((short) 1013);
            assertThat(full.getString("reason")).isEqualTo("full");
            assertThat(full.getInteger("limit")).isEqualTo(4);
        }
    }

    @Test
    void aBrowserThatStopsReadingIsSentAwayAndHoldsUpNobody() {
        Listener slow = listen("sales");
        Listener good = listen("sales");
        slow.next("snapshot");
        good.next("snapshot");
        slow.socket.pause();

        // more than the buffers of two kernels and a browser take
        List<Future<RealtimeRow>> all = new ArrayList<>();
        for (int at = 0; at < 200; at++) {
            JsonObject large = call("1." + at, "Sales").put("note", "x".repeat(100_000));
            all.add(
                    Ask.PUSH_ROW.put(
                            house.vertx,
                            new RowRequest(app + at, Instant.now(), app, large, "", "")));
        }
        // twenty megabytes may take the database longer than one who asks waits
        await(Future.join(all).otherwiseEmpty());
        house.push(app, app + "last", "LAST", call("2.2", "Sales"));
        house.vertx.setTimer(11_500, late -> slow.socket.resume());

        assertThat(lastReference(good)).isEqualTo("LAST");
        assertThat(slow.closeCode()).isEqualTo(LiveClient.TRY_AGAIN_LATER);
        assertThat(good.socket.isClosed()).isFalse();
    }

    @Test
    void whoIsThereWhenARestartedServerAsksForItsRowsFindsThem() {
        house.push(app, app + "e1", "A-1", call("1.1", "Sales"));

        try (House again = house.restarted()) {
            assertThat(references(listen(again, "sales").next("snapshot"))).contains("A-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "[]", "{\"type\": \"drop\"}", "{\"type\": 1}"})
    void whatIsNotUnderstoodEndsTheLine(String nonsense) {
        Listener sales = listen("sales");

        sales.says(nonsense);

        assertThat(sales.closeCode()).isEqualTo((short) 1008);
    }

    @Test
    void aPbxThatIsLostIsToldAtOnce() {
        house.pbx(PbxLightsTest.state(PbxState.Status.LIVE, Instant.now(), 2));
        Listener sales = listen("sales");
        String before = live(sales);

        house.pbx(PbxLightsTest.state(PbxState.Status.RECONNECTING, Instant.now(), -1));

        assertThat(before).isEqualTo("live");
        String after = live(sales);
        // what was said before the listener came may be said to it once more
        while (after.equals("live")) {
            after = live(sales);
        }
        assertThat(after).isEqualTo("reconnecting");
    }

    @Test
    void aCallIsFollowedByWhoMaySeeItsQueue() {
        Topic.CALLS.publish(house.vertx, SomeCalls.ringing("e/1", "1.1"));
        Listener sales = listen("sales");
        Listener support = listen("support");
        sales.says("{\"type\": \"watch\", \"call\": \"pbx1:1.1\"}").next("snapshot");
        support.says("{\"type\": \"watch\", \"call\": \"pbx1:1.1\"}").next("snapshot");

        trace("pbx1:1.1", "first");
        JsonObject first = sales.next("trace");
        trace("pbx1:1.1", "second");
        JsonObject second = sales.next("trace");

        assertThat(first.getJsonArray("lines").getJsonObject(0).getString("text"))
                .isEqualTo("first");
        assertThat(second.getString("call")).isEqualTo("pbx1:1.1");
        assertThat(support.hasHeard("trace")).isFalse();
    }

    /** Whoever is behind by much is told everything anew. */
    private static String lastReference(Listener listener) {
        while (true) {
            List<String> references = references(listener.next("rows", "snapshot"));
            if (references.contains("LAST")) {
                return "LAST";
            }
        }
    }

    private Listener listen(String who) {
        return listen(house, who);
    }

    /** A logged-in page of ours that shows the rows of this test. */
    private Listener listen(House at, String who) {
        Listener listener =
                Listener.open(at, at.cookie(who), "http://127.0.0.1:" + at.port)
                        .asks(new JsonObject().put("integration", at == house ? app : ""));
        listeners.add(listener);
        return listener;
    }

    /** The label that follows, whatever is told before it. */
    private static String live(Listener listener) {
        while (true) {
            JsonObject message = listener.next("pbxs");
            if (message.getJsonArray("pbxs") != null && !message.getJsonArray("pbxs").isEmpty()) {
                return message.getJsonArray("pbxs").getJsonObject(0).getString("live");
            }
        }
    }

    private void trace(String call, String text) {
        Topic.TRACE.publish(
                house.vertx,
                new TraceLine(call, Instant.now(), TraceLine.Step.RULE, text, Map.of()));
    }

    private static List<String> references(JsonObject message) {
        return message.getJsonArray("rows").stream()
                .map(each -> ((JsonObject) each).getString("reference"))
                .toList();
    }
}
