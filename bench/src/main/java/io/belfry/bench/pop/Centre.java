package io.belfry.bench.pop;

import io.belfry.core.account.Passwords;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.integration.CheckedTemplates;
import io.belfry.core.settings.IntegrationConfig;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.Secrets;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Sessions;
import io.belfry.core.web.SiteConfig;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.plan.PbxPlan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Fills a data directory before its server starts: agents, an integration that opens a page when a
 * call rings, and a session for each agent. Sessions outlive a restart, so the server takes them
 * for its own, and a thousand passwords are not hashed.
 */
public final class Centre {
    private final Vertx vertx;
    private final DatabaseConfig config;
    private final Secrets secrets;

    /**
     * @param config its schema is made
     */
    public Centre(Vertx vertx, DatabaseConfig config, Secrets secrets) {
        this.vertx = vertx;
        this.config = config;
        this.secrets = secrets;
    }

    /** With the database file in the server's folder. */
    static Centre embedded(Vertx vertx, Path dataDir) {
        return new Centre(vertx, DatabaseConfig.embedded(dataDir), Secrets.ofDirectory(dataDir));
    }

    /** Blocks for a moment before it answers. */
    public Future<List<Seat>> fill(PbxPlan plan) {
        RecordCodec.register(vertx);
        String nobodyKnows = new Passwords(vertx).hashNow(UUID.randomUUID().toString());
        return Database.open(vertx, config)
                .compose(
                        database ->
                                fill(plan, secrets, nobodyKnows, database)
                                        .compose(seats -> database.close().map(seats)));
    }

    private Future<List<Seat>> fill(
            PbxPlan plan, Secrets secrets, String passwordHash, Database database) {
        Clock clock = Clock.systemUTC();
        IntegrationConfig settings =
                new IntegrationConfig(
                        new ConfigStore(database),
                        secrets,
                        new CheckedTemplates(),
                        password -> passwordHash,
                        List.of(),
                        clock);
        Sessions sessions = new Sessions(vertx, database, SiteConfig.defaults(), clock);
        return vertx.deployVerticle(settings)
                .compose(
                        deployment ->
                                create(Thing.INTEGRATION, integration())
                                        .compose(saved -> seats(plan, sessions))
                                        .compose(seats -> vertx.undeploy(deployment).map(seats)));
    }

    private Future<List<Seat>> seats(PbxPlan plan, Sessions sessions) {
        List<Seat> seats = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (AgentPlan agent : plan.agents()) {
            String peer = plan.technology() + "/" + agent.device();
            all =
                    all.compose(before -> create(Thing.AGENT, agent(agent, peer)))
                            .compose(id -> logIn(sessions, agent, id))
                            .map(
                                    cookie -> {
                                        seats.add(new Seat(agent.device(), peer, cookie));
                                        return null;
                                    });
        }
        return all.map(done -> List.copyOf(seats));
    }

    private static Future<String> logIn(Sessions sessions, AgentPlan agent, String id) {
        return sessions.create(Principal.agent(agent.device(), agent.name(), id), "127.0.0.1")
                .map(opened -> "belfry_agent=" + opened.token());
    }

    private Future<String> create(Thing thing, JsonObject document) {
        return Ask.CHANGE
                .put(vertx, new ConfigChange(Op.CREATE, thing, "", -1, document, "bench", false))
                .compose(
                        answer ->
                                answer instanceof ConfigAnswer.Saved saved
                                        ? Future.succeededFuture(saved.id())
                                        : Future.failedFuture("settings refused: " + answer));
    }

    private static JsonObject agent(AgentPlan agent, String peer) {
        return new JsonObject()
                .put("name", agent.name())
                .put("number", agent.number())
                .put("user", agent.device())
                .put("password", UUID.randomUUID().toString())
                .put("peers", new JsonArray().add(peer));
    }

    /** What most customers have: the page of the caller when it rings, and a row in the table. */
    private static JsonObject integration() {
        JsonArray actions =
                new JsonArray()
                        .add(
                                new JsonObject()
                                        .put("type", "open")
                                        .put("url", "")
                                        .put("mode", "new_tab"))
                        .add(
                                new JsonObject()
                                        .put("type", "realtime")
                                        .put("reference", "{uniqueid}")
                                        .put("url", ""));
        JsonObject rule =
                new JsonObject()
                        .put("name", "Who is calling")
                        .put("enabled", true)
                        .put("events", new JsonArray().add("ringing"))
                        .put("all", new JsonArray())
                        .put("any", new JsonArray())
                        .put("actions", actions);
        return new JsonObject()
                .put("appname", "Bench")
                .put("enabled", true)
                .put(
                        "url",
                        "https://crm.example/calls?phone={callernum}&id={uniqueid}&agent={agentname}")
                .put("variables", new JsonArray())
                .put("rules", new JsonArray().add(rule));
    }
}
