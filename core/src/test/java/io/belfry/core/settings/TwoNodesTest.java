package io.belfry.core.settings;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigAnswer.Refused;
import io.belfry.core.bus.ConfigAnswer.Saved;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Configuration;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.store.Wait;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The owner of the settings and the engine in one Vert.x, the pages in another. */
class TwoNodesTest {
    private static final String CRM =
            """
            {"appname": "%s", "url": "https://crm.example/{callernum}",
             "rules": [{"events": ["up", "abandon"], "all": [{"field": "queue", "op": "in", "value": "Sales,Café"}],
                        "actions": [{"type": "open"}, {"type": "notify", "level": "error", "title": "{callername}"},
                                    {"type": "realtime", "reference": "{queue}"}]}]}""";

    private static TestCluster cluster;
    private static Vertx engine;
    private static Vertx pages;
    private static Database database;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(2);
        engine = cluster.node(0);
        pages = cluster.node(1);
        database = forIt(Database.open(engine, TestDatabase.H2.create()));
        forIt(
                engine.deployVerticle(
                        new IntegrationConfig(
                                new ConfigStore(database),
                                Secrets.of(new byte[32]),
                                new SimpleTemplates(),
                                password -> "hash",
                                List.of(),
                                Clock.systemUTC())));
    }

    @AfterAll
    static void stop() {
        forIt(database.close());
        cluster.close();
    }

    private static ConfigAnswer create(String document) {
        return forIt(
                Ask.CHANGE.put(
                        pages,
                        new ConfigChange(
                                Op.CREATE,
                                Thing.INTEGRATION,
                                "",
                                0,
                                new JsonObject(document),
                                "eve",
                                false)));
    }

    @Test
    void whatIsSavedOnOneNodeIsSeenOnBoth() {
        Heard<ConfigAnnounced> atEngine = listening(engine);
        Heard<ConfigAnnounced> atPages = listening(pages);

        Saved saved = (Saved) create(CRM.formatted("both"));

        ConfigAnnounced announced = atEngine.next();
        assertThat(atPages.next()).isEqualTo(announced);
        Configuration there = forIt(Ask.CONFIG.put(engine, new ConfigQuery()));
        Configuration here = forIt(Ask.CONFIG.put(pages, new ConfigQuery()));
        assertThat(here).isEqualTo(there);
        assertThat(here.version()).isEqualTo(announced.version());
        assertThat(here.integration(saved.id()).orElseThrow().rules().get(0).actions())
                .hasExactlyElementsOfTypes(
                        Action.Open.class, Action.Notify.class, Action.Realtime.class);
    }

    /** Other nodes learn a little later than the listener itself that somebody listens now. */
    private static Heard<ConfigAnnounced> listening(Vertx vertx) {
        Heard<ConfigAnnounced> heard = new Heard<>();
        AtomicBoolean ready = new AtomicBoolean();
        forIt(
                Topic.CONFIG
                        .subscribe(
                                vertx,
                                news -> {
                                    ready.set(true);
                                    if (news.version() > 0) {
                                        heard.add(news);
                                    }
                                })
                        .completion());
        Wait.until(
                engine,
                () -> {
                    Topic.CONFIG.publish(engine, new ConfigAnnounced(0));
                    return ready.get();
                });
        return heard;
    }

    @Test
    void whatIsRefusedIsRefusedAcrossNodesWithItsReasons() {
        ConfigAnswer answer = create("{\"appname\": \"refused\", \"rules\": [{\"name\": 3}]}");

        assertThat(((Refused) answer).fields())
                .containsEntry("rules[0].name", "must be text")
                .containsEntry("rules[0].events", "a rule needs at least one event");
    }

    @Test
    void documentsAreShownOnTheOtherNode() {
        create(CRM.formatted("shown"));

        var documents =
                forIt(Ask.DOCUMENTS.put(pages, new DocumentsQuery(Thing.INTEGRATION, "")))
                        .documents();

        assertThat(documents).extracting(each -> each.getString("appname")).contains("shown");
    }
}
