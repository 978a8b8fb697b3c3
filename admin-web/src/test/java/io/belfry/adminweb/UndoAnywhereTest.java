package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.UndoWord;
import io.belfry.core.store.DatabaseConfig;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, and a balancer that sends each request to the other one. */
class UndoAnywhereTest {
    private static final String AGENTS = "/settings/agents";
    private static final Pattern KEY = Pattern.compile("name=\"undo\" value=\"([^\"]+)\"");

    private static TestCluster cluster;
    private static AdminServer here;
    private static AdminServer there;
    private static Visitor anna;
    private static Visitor annaThere;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(2);
        DatabaseConfig data = DatabaseConfig.inMemory("undo" + UUID.randomUUID());
        here = new AdminServer(cluster.node(0), data);
        there = new AdminServer(cluster.node(1), data);
        anna = Visitor.admin(here);
        annaThere = anna.at(there);
        UndoWord unknown = new UndoWord("unknown", "anna", "", UndoWord.Act.SHOW);
        String node = NodeId.of(here.vertx).toString();
        // the other node learns a little later that this one answers
        Await.until(
                () -> Ask.UNDO.putTo(there.vertx, node, unknown).map(true).otherwise(false),
                answers -> answers);
    }

    @AfterAll
    static void stop() {
        there.close();
        here.close();
        cluster.close();
    }

    private static Optional<JsonObject> agent(AdminServer server, String name) {
        return await(Ask.DOCUMENTS.put(server.vertx, new DocumentsQuery(Thing.AGENT, "")))
                .documents()
                .stream()
                .filter(each -> each.getString("name").equals(name))
                .findFirst();
    }

    /** As the node's own copy of the settings says, which follows the other's. */
    private static void untilKnown(AdminServer server, String name, boolean known) {
        Await.until(
                () ->
                        Ask.DOCUMENTS
                                .put(server.vertx, new DocumentsQuery(Thing.AGENT, ""))
                                .map(
                                        found ->
                                                found.documents().stream()
                                                        .anyMatch(
                                                                each ->
                                                                        each.getString("name")
                                                                                .equals(name))),
                now -> now == known);
        assertThat(agent(server, name).isPresent()).isEqualTo(known);
    }

    /** Deletes an agent who has a password, here; the address of the list with the offer. */
    private static String deleted(String name, JsonObject before) {
        untilKnown(there, name, true);
        String list =
                anna.post(AGENTS + "/" + before.getString("id") + "/delete")
                        .headers()
                        .firstValue("Location")
                        .orElseThrow();
        untilKnown(there, name, false);
        return list;
    }

    private static JsonObject made(String name) {
        anna.post(AGENTS, "name", name, "user", name, "password", "one two three");
        return agent(here, name).orElseThrow();
    }

    private static Optional<String> offered(Visitor visitor, String list) {
        Matcher key = KEY.matcher(visitor.get(list).body());
        return key.find() ? Optional.of(key.group(1)) : Optional.empty();
    }

    @Test
    void whatWasDeletedAtOneNodeIsBroughtBackAtTheOther() {
        JsonObject before = made("carla");
        String list = deleted("carla", before);

        String key = offered(annaThere, list).orElseThrow();
        annaThere.post("/settings/undo", "undo", key);

        assertThat(annaThere.get(AGENTS).body()).contains("carla is back.");
        untilKnown(there, "carla", true);
        assertThat(agent(here, "carla")).contains(before);
        assertThat(agent(there, "carla")).contains(before);
        assertThat(before.getBoolean("hasPassword")).isTrue();
        assertThat(offered(annaThere, list)).isEmpty();
        assertThat(offered(anna, list)).isEmpty();
    }

    @Test
    void nobodyElseBringsItBackAtAnyNode() {
        JsonObject before = made("dario");
        String list = deleted("dario", before);
        String key = list.substring(list.indexOf('=') + 1);

        for (AdminServer each : new AdminServer[] {here, there}) {
            Visitor bruno = Visitor.admin(each, "bruno");
            assertThat(offered(bruno, list)).isEmpty();
            bruno.post("/settings/undo", "undo", key);
            assertThat(bruno.get(AGENTS).body()).contains("too late to undo");
        }

        assertThat(agent(here, "dario")).isEmpty();
        assertThat(offered(annaThere, list)).contains(key);
    }

    @Test
    void aKeyOfANodeThatIsGoneIsTooLate() {
        String key = UUID.randomUUID() + "@" + UUID.randomUUID();

        assertThat(offered(annaThere, AGENTS + "?deleted=" + key)).isEmpty();
        annaThere.post("/settings/undo", "undo", key);

        assertThat(annaThere.get(AGENTS).body()).contains("too late to undo");
    }

    @Test
    void whenItIsNotSaidWhetherItIsBackThePageSaysSo() {
        await(
                here.vertx
                        .eventBus()
                        .consumer("belfry.config.undo@silent", asked -> asked.fail(500, "too slow"))
                        .completion());

        HttpResponse<String> answer =
                anna.post("/settings/undo", "undo", UUID.randomUUID() + "@silent");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("it may have been saved");
    }

    @Test
    void theWordsBetweenNodesShowNoKeyInALog() {
        UndoWord word = new UndoWord("secret-key", "anna", "10.0.0.1", UndoWord.Act.BRING_BACK);

        assertThat(word.toString()).doesNotContain("secret-key");
    }
}
