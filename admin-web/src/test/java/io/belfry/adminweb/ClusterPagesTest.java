package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.account.AuditEntry;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ClusterReport;
import io.belfry.core.bus.MovePbx;
import io.belfry.core.bus.MovedPbx;
import io.belfry.core.bus.NodeFigures;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Settings → Cluster and its resource, on a node of three and on a server of its own. */
class ClusterPagesTest {
    private static final String PAGE = "/settings/cluster";
    private static final String REST = "/api/v1/cluster";
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant TAKEN = Instant.parse("2026-12-01T09:30:00Z");
    private static final String HOSTILE = "<script>alert('x')</script>";
    private static final BlockingQueue<MovePbx> MOVES = new LinkedBlockingQueue<>();
    private static AdminServer node;
    private static AdminServer alone;
    private static Visitor admin;

    @BeforeAll
    static void start() {
        node =
                new AdminServer(
                        pbx("pbx.0", "hq", true),
                        pbx("pbx.1", HOSTILE, true),
                        pbx("pbx.2", "depot", false));
        alone = new AdminServer(pbx("pbx.0", "hq", true));
        await(Ask.CLUSTER.answer(node.vertx, any -> Future.succeededFuture(report())).completion());
        await(
                Ask.MOVE_PBX
                        .answer(
                                node.vertx,
                                wish -> {
                                    MOVES.add(wish);
                                    return Future.succeededFuture(
                                            new MovedPbx(wish.pbx(), wish.node()));
                                })
                        .completion());
        node.states = List.of(live("hq"));
        admin = Visitor.admin(node);
    }

    @AfterAll
    static void stop() {
        node.close();
        alone.close();
    }

    @BeforeEach
    void forget() {
        MOVES.clear();
    }

    private static PbxConfig pbx(String id, String name, boolean enabled) {
        return new PbxConfig(id, name, "10.0.0.9", 5038, "u", "sealed", false, enabled, id, 0);
    }

    private static PbxState live(String name) {
        return new PbxState(
                name, PbxState.Status.LIVE, "", NOW, "20.1", NOW, 1, 1, 1, 0, 0, 0, 0, "", 7, 2);
    }

    private static ClusterReport report() {
        return new ClusterReport(
                "id-1",
                NOW,
                List.of(
                        member("id-1", "north", "pbx,agents,web", "https://north.example:8443"),
                        member("id-2", "south", "pbx", "javascript:alert(1)"),
                        member("id-3", HOSTILE, "agents", HOSTILE)),
                List.of(
                        new ClusterReport.Lease("hq", "id-1", 7, TAKEN, NOW.plusSeconds(2), ""),
                        new ClusterReport.Lease(HOSTILE, "", 2, TAKEN, NOW, HOSTILE),
                        new ClusterReport.Lease("gone", "id-2", 1, TAKEN, NOW, "")));
    }

    private static ClusterReport.Node member(String id, String name, String roles, String url) {
        NodeFigures figures =
                id.equals("id-3")
                        ? NodeFigures.none(id)
                        : new NodeFigures(id, NOW, 312, 14, 5, 61, 72);
        return new ClusterReport.Node(
                id, name, roles, url, "0.1.0", TAKEN, NOW.minusMillis(340), figures);
    }

    /** What stands in the part of the page about one node or PBX. */
    private static String words(String page, String mark) {
        String part = page.substring(page.indexOf(mark));
        return part.substring(0, part.indexOf("</dl>"))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ");
    }

    @Nested
    class OnANode {
        @Test
        void nodesAreShownWithWhatTheyTellOfThemselves() {
            String page = admin.get(PAGE).body();

            assertThat(words(page, "data-node=\"id-1\""))
                    .contains("north", "this node", "agents", "Belfry 0.1.0", "0.3 s ago")
                    .contains("Event loop lag 14 ms", "Lease lag 312 ms", "Owns hq")
                    .contains("Given up 5", "Held back 61", "Dropped 72");
            assertThat(words(page, "data-node=\"id-2\"")).doesNotContain("this node");
            assertThat(words(page, "data-node=\"id-3\"")).contains("Event loop lag –");
            assertThat(page)
                    .contains("href=\"https://north.example:8443\"")
                    .contains("Messages of a former owner");
        }

        @Test
        void pbxsAreShownWithTheirOwners() {
            String page = admin.get(PAGE).body();

            assertThat(words(page, "data-lease=\"pbx.0\""))
                    .contains("hq", "live", "Owner north", "Epoch 7");
            assertThat(page).contains("<time datetime=\"2026-12-01T09:30:00Z\">");
            assertThat(words(page, "data-lease=\"pbx.1\"")).contains("Owner nobody", "shall be on");
            assertThat(page)
                    .contains("href=\"/settings/cluster/pbxs/pbx.0\"")
                    .doesNotContain("href=\"/settings/cluster/pbxs/pbx.2\"");
        }

        @Test
        void pageFetchesItsFiguresWithoutBeingLoadedAgain() {
            String page = admin.get(PAGE).body();
            String part = admin.get(PAGE + "/states").body();

            assertThat(page).contains("hx-get=\"/settings/cluster/states\"");
            assertThat(part).contains("data-node=\"id-1\"").doesNotContain("<html", "<main");
        }

        @Test
        void hostileNamesAreText() {
            for (String path : List.of(PAGE, PAGE + "/states", PAGE + "/pbxs/pbx.1")) {
                assertThat(admin.get(path).body())
                        .as(path)
                        .contains("&lt;script&gt;")
                        .doesNotContain("<script>alert", "href=\"javascript:", "href=\"<");
            }
        }

        @Test
        void onlyNodesThatMayOwnPbxsAreOffered() {
            String page = admin.get(PAGE + "/pbxs/pbx.0").body();

            assertThat(page)
                    .contains("Now north owns it", "value=\"north\"", "value=\"south\"")
                    .contains("Wherever there is room")
                    .doesNotContain("value=\"&lt;script");
        }

        @Test
        void pbxIsMovedAndThePageSaysWhatWillHappen() {
            admin.get(PAGE + "/pbxs/pbx.0");

            HttpResponse<String> moved = admin.post(PAGE + "/pbxs/pbx.0", "node", "south");

            assertThat(moved.statusCode()).isEqualTo(303);
            assertThat(MOVES.poll()).isEqualTo(new MovePbx("hq", "south"));
            assertThat(admin.get(PAGE).body()).contains("hq moves to south within seconds.");
            AuditEntry entry = await(node.audit.list(Long.MAX_VALUE, 1)).get(0);
            assertThat(entry.what()).isEqualTo("pbx.move");
            assertThat(entry.object()).isEqualTo("pbx/pbx.0");
        }

        @Test
        void nodeThatWentAwayMeanwhileIsRefusedAtItsField() {
            admin.get(PAGE + "/pbxs/pbx.0");

            HttpResponse<String> refused = admin.post(PAGE + "/pbxs/pbx.0", "node", "west");

            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("there are: north, south");
            assertThat(MOVES).isEmpty();
        }

        @Test
        void programsReadTheSame() {
            JsonObject all = new JsonObject(Visitor.program(node).get(REST).body());

            JsonObject first = all.getJsonArray("nodes").getJsonObject(0);
            JsonObject pbx = all.getJsonArray("pbxs").getJsonObject(0);
            assertThat(all.getBoolean("clustered")).isTrue();
            assertThat(first.getString("name")).isEqualTo("north");
            assertThat(first.getBoolean("answering")).isTrue();
            assertThat(first.getJsonArray("pbxs")).isEqualTo(new JsonArray().add("hq"));
            assertThat(first.getLong("fenced")).isEqualTo(5);
            assertThat(pbx.getString("owner")).isEqualTo("north");
            assertThat(pbx.getLong("epoch")).isEqualTo(7);
            assertThat(pbx.getString("since")).isEqualTo(TAKEN.toString());
            assertThat(all.getJsonArray("pbxs")).hasSize(3);
        }

        @Test
        void theStateOfAPbxNamesItsOwner() {
            JsonObject state =
                    new JsonObject(Visitor.program(node).get("/api/v1/pbxs/pbx.0/state").body());

            assertThat(state.getString("owner")).isEqualTo("north");
        }

        @Test
        void programsMovePbxsByName() {
            HttpResponse<String> moved = move("hq", "{\"node\": \"\"}");

            assertThat(moved.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(moved.body()))
                    .isEqualTo(new JsonObject().put("pbx", "hq").put("node", ""));
            assertThat(MOVES.poll()).isEqualTo(new MovePbx("hq", ""));
        }

        @Test
        void programsAreToldWhyAPbxDoesNotMove() {
            assertThat(move("none", "{\"node\": \"south\"}").statusCode()).isEqualTo(404);
            assertThat(move("depot", "{\"node\": \"south\"}").statusCode()).isEqualTo(409);
            for (String body : List.of("{\"node\": \"west\"}", "{\"node\": 7}", "{}")) {
                HttpResponse<String> refused = move("hq", body);

                assertThat(refused.statusCode()).as(body).isEqualTo(422);
                assertThat(fields(refused).containsKey("node")).as(body).isTrue();
            }
            assertThat(
                            fields(move("hq", "{\"node\": \"south\", \"pbx\": \"x\"}"))
                                    .containsKey("pbx"))
                    .isTrue();
            assertThat(MOVES).isEmpty();
        }

        private HttpResponse<String> move(String pbx, String body) {
            return Visitor.program(node).json("POST", REST + "/pbxs/" + pbx + "/move", body);
        }

        private JsonObject fields(HttpResponse<String> refused) {
            return new JsonObject(refused.body()).getJsonObject("error").getJsonObject("fields");
        }
    }

    @Nested
    class OnAServerOfItsOwn {
        private final Visitor owner = Visitor.admin(alone);

        @Test
        void pageSaysThatThereIsNoClusterAndWhereToReadHow() {
            String page = owner.get(PAGE).body();

            assertThat(page)
                    .contains("This server runs alone", "docs/guide/cluster.md")
                    .doesNotContain("hx-get=\"/settings/cluster/states\"");
        }

        @Test
        void thereIsNowhereToMoveAPbxTo() {
            HttpResponse<String> asked = owner.get(PAGE + "/pbxs/pbx.0");

            assertThat(asked.statusCode()).isEqualTo(303);
            assertThat(
                            Visitor.program(alone)
                                    .json("POST", REST + "/pbxs/hq/move", "{\"node\": \"\"}")
                                    .statusCode())
                    .isEqualTo(409);
        }

        @Test
        void programsReadThatThereIsNoCluster() {
            JsonObject all = new JsonObject(Visitor.program(alone).get(REST).body());

            assertThat(all.getBoolean("clustered")).isFalse();
            assertThat(all.getJsonArray("nodes")).isEmpty();
            assertThat(all.getJsonArray("pbxs").getJsonObject(0).getString("owner")).isEmpty();
        }
    }
}
