package io.belfry.core.settings;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.belfry.core.agent.Agent;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigAnswer.Conflict;
import io.belfry.core.bus.ConfigAnswer.NotFound;
import io.belfry.core.bus.ConfigAnswer.ReadOnly;
import io.belfry.core.bus.ConfigAnswer.Refused;
import io.belfry.core.bus.ConfigAnswer.Saved;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.store.AgentLogin;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.Settings;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class IntegrationConfigTest {
    private static final Clock TEN =
            Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);
    private static final Secrets SECRETS = Secrets.of(new byte[32]);
    private static final PbxConfig FIXED =
            new PbxConfig(
                    "pbx.0", "file", "10.0.0.9", 5038, "u", "sealed", false, true, "pbx.0", 0);
    private static final String CRM =
            """
            {"appname": "CRM", "url": "https://crm.example/?n={callernum}",
             "rules": [{"name": "r", "events": ["up"], "all": [{"field": "queue", "op": "equals", "value": "Sales"}],
                        "actions": [{"type": "open"}]}]}""";

    @Parameter TestDatabase kind;
    private final Heard<ConfigAnnounced> announced = new Heard<>();
    private Vertx vertx;
    private Database database;
    private ConfigStore store;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        database = forIt(Database.open(vertx, kind.create()));
        store = new ConfigStore(database);
        forIt(vertx.deployVerticle(owner()));
        forIt(Topic.CONFIG.subscribe(vertx, announced::add).completion());
    }

    @AfterEach
    void stop() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private IntegrationConfig owner() {
        return new IntegrationConfig(
                store,
                SECRETS,
                new SimpleTemplates(),
                password -> "hash of " + password,
                List.of(FIXED),
                TEN);
    }

    private ConfigAnswer create(Thing thing, String document) {
        return forIt(
                Ask.CHANGE.put(
                        vertx,
                        new ConfigChange(
                                Op.CREATE, thing, "", 0, new JsonObject(document), "eve", false)));
    }

    private ConfigAnswer update(Thing thing, String id, long version, String document) {
        return forIt(
                Ask.CHANGE.put(
                        vertx,
                        new ConfigChange(
                                Op.UPDATE,
                                thing,
                                id,
                                version,
                                new JsonObject(document),
                                "eve",
                                false)));
    }

    private ConfigAnswer delete(Thing thing, String id, long version) {
        return forIt(
                Ask.CHANGE.put(
                        vertx,
                        new ConfigChange(
                                Op.DELETE, thing, id, version, new JsonObject(), "eve", false)));
    }

    private ConfigAnswer restore(Thing thing, String id) {
        return forIt(
                Ask.CHANGE.put(
                        vertx,
                        new ConfigChange(
                                Op.RESTORE, thing, id, -1, new JsonObject(), "eve", false)));
    }

    private String created(Thing thing, String document) {
        Saved saved = (Saved) create(thing, document);
        announced.next();
        return saved.id();
    }

    private Configuration configuration() {
        return forIt(Ask.CONFIG.put(vertx, new ConfigQuery()));
    }

    private List<JsonObject> documents(Thing thing) {
        return forIt(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(thing, ""))).documents();
    }

    @Test
    void aNewIntegrationIsSavedAndAnnounced() {
        long before = configuration().version();

        Saved saved = (Saved) create(Thing.INTEGRATION, CRM);

        assertThat(announced.next()).isEqualTo(new ConfigAnnounced(before + 1));
        assertThat(configuration().version()).isEqualTo(before + 1);
        assertThat(configuration().integration(saved.id()).orElseThrow().appname())
                .isEqualTo("CRM");
        Settings stored = forIt(store.load());
        assertThat(stored.integrations().get(0).value())
                .isEqualTo(configuration().integrations().get(0));
        assertThat(stored.integrations().get(0).updatedBy()).isEqualTo("eve");
    }

    @Test
    void theAnswerIsTheWholeDocumentAsRestShowsIt() {
        Saved saved = (Saved) create(Thing.INTEGRATION, CRM);

        assertThat(saved.document().encode())
                .isEqualTo(
                        new JsonObject(
                                        """
                                        {"id": "%s", "appname": "CRM", "enabled": true, "url": "https://crm.example/?n={callernum}",
                                         "variables": [], "rules": [{"name": "r", "enabled": true, "events": ["up"],
                                         "all": [{"field": "queue", "op": "equals", "value": "Sales"}], "any": [],
                                         "actions": [{"type": "open", "url": "", "mode": "new_tab"}]}], "script": "", "scriptHosts": [], "version": 1,
                                         "updatedBy": "eve", "updatedAt": "2026-11-22T10:00:00Z", "warnings": {}}"""
                                                .formatted(saved.id()))
                                .encode());
    }

    @Test
    void whatWasAnsweredCanBeSentBack() {
        Saved saved = (Saved) create(Thing.INTEGRATION, CRM);

        ConfigAnswer again =
                update(Thing.INTEGRATION, saved.id(), saved.version(), saved.document().encode());

        assertThat(again).isInstanceOf(Saved.class);
        assertThat(((Saved) again).version()).isEqualTo(2);
    }

    @Test
    void whatIsRefusedChangesNothing() {
        created(Thing.INTEGRATION, CRM);
        Configuration before = configuration();

        ConfigAnswer answer =
                create(
                        Thing.INTEGRATION,
                        """
                        {"appname": "crm", "url": "ftp://x/", "rules": [{"events": ["up"],
                         "actions": [{"type": "open"}, {"type": "webhook"}]}]}""");

        assertThat(((Refused) answer).fields())
                .containsOnlyKeys("appname", "url", "rules[0].actions[1].type")
                .containsEntry("appname", "\"crm\" is taken")
                .containsEntry(
                        "rules[0].actions[1].type",
                        "unknown action type \"webhook\"; known: open, notify, realtime");
        assertThat(configuration()).isEqualTo(before);
        assertThat(announced.isSilent()).isTrue();
        assertThat(forIt(store.load()).version()).isEqualTo(before.version());
    }

    @Test
    void aDryRunOnlyChecks() {
        Configuration before = configuration();
        ConfigChange change =
                new ConfigChange(
                        Op.CREATE, Thing.INTEGRATION, "", 0, new JsonObject(CRM), "eve", true);

        ConfigAnswer answer = forIt(Ask.CHANGE.put(vertx, change));

        assertThat(((Saved) answer).document().getString("appname")).isEqualTo("CRM");
        assertThat(configuration()).isEqualTo(before);
        assertThat(forIt(store.load()).integrations()).isEmpty();
    }

    @Test
    void whoSavesSecondIsShownWhatTheFirstSaved() {
        String id = created(Thing.VARIABLE, "{\"name\": \"ordernumber\"}");
        update(Thing.VARIABLE, id, 1, "{\"name\": \"ordernumber\", \"sample\": \"first\"}");

        ConfigAnswer second =
                update(
                        Thing.VARIABLE,
                        id,
                        1,
                        "{\"name\": \"ordernumber\", \"sample\": \"second\"}");

        Conflict conflict = (Conflict) second;
        assertThat(conflict.version()).isEqualTo(2);
        assertThat(conflict.who()).isEqualTo("eve");
        assertThat(conflict.document().getString("sample")).isEqualTo("first");
        assertThat(configuration().variables().get(0).sample()).isEqualTo("first");
    }

    @Test
    void whoWantsToOverwriteCan() {
        String id = created(Thing.VARIABLE, "{\"name\": \"ordernumber\"}");
        update(Thing.VARIABLE, id, 1, "{\"name\": \"ordernumber\", \"sample\": \"first\"}");

        update(Thing.VARIABLE, id, -1, "{\"name\": \"ordernumber\", \"sample\": \"second\"}");

        assertThat(configuration().variables().get(0).sample()).isEqualTo("second");
    }

    @Test
    void whatIsNotThereCanNotBeChanged() {
        assertThat(update(Thing.AGENT, "nobody", 1, "{}")).isEqualTo(new NotFound());
        assertThat(delete(Thing.PBX, "none", 1)).isEqualTo(new NotFound());
        assertThat(delete(Thing.INTEGRATION, "", -1)).isEqualTo(new NotFound());
    }

    @Test
    void whatWasDeletedIsGoneAndItsNameFree() {
        String id = created(Thing.INTEGRATION, CRM);

        ConfigAnswer answer = delete(Thing.INTEGRATION, id, 1);

        assertThat(((Saved) answer).document().getString("appname")).isEqualTo("CRM");
        assertThat(configuration().integrations()).isEmpty();
        assertThat(create(Thing.INTEGRATION, CRM)).isInstanceOf(Saved.class);
    }

    @Test
    void whatWasDeletedComesBackAsItWasWithItsSecrets() {
        String id =
                created(
                        Thing.AGENT,
                        """
                        {"name": "Anna", "user": "anna", "password": "one two three", "peers": ["SIP/anna"]}""");
        List<JsonObject> before = documents(Thing.AGENT);
        Settings stored = forIt(store.load());
        delete(Thing.AGENT, id, 1);

        ConfigAnswer answer = restore(Thing.AGENT, id);

        assertThat(answer).isInstanceOf(Saved.class);
        assertThat(documents(Thing.AGENT)).isEqualTo(before);
        assertThat(forIt(store.load()).agents()).isEqualTo(stored.agents());
    }

    @Test
    void whatIsThereOrWasNeverThereCanNotComeBack() {
        String id = created(Thing.INTEGRATION, CRM);
        delete(Thing.INTEGRATION, id, 1);
        restore(Thing.INTEGRATION, id);

        assertThat(restore(Thing.INTEGRATION, id)).isEqualTo(new NotFound());
        assertThat(restore(Thing.INTEGRATION, "never")).isEqualTo(new NotFound());
        assertThat(configuration().integrations()).hasSize(1);
    }

    @Test
    void whatWasDeletedStaysAwayWhenItsNameIsTakenMeanwhile() {
        String id = created(Thing.INTEGRATION, CRM);
        delete(Thing.INTEGRATION, id, 1);
        created(Thing.INTEGRATION, CRM);

        ConfigAnswer answer = restore(Thing.INTEGRATION, id);

        assertThat(((Refused) answer).fields()).containsOnlyKeys("appname");
        assertThat(configuration().integrations()).hasSize(1);
    }

    @Test
    void aVariableThatIsUsedCanNeitherGoNorChangeItsName() {
        String id = created(Thing.VARIABLE, "{\"name\": \"ordernumber\"}");
        created(Thing.INTEGRATION, CRM.replace("{callernum}", "{ordernumber|digits}"));

        ConfigAnswer removed = delete(Thing.VARIABLE, id, 1);
        ConfigAnswer renamed = update(Thing.VARIABLE, id, 1, "{\"name\": \"ordernr\"}");

        assertThat(((Refused) removed).message()).isEqualTo("\"ordernumber\" is used by CRM");
        assertThat(((Refused) renamed).fields()).containsOnlyKeys("name");
        assertThat(configuration().variableNames()).containsExactly("ordernumber");
    }

    @Test
    void aPasswordIsKeptAsHashAndNeverShown() {
        String id =
                created(
                        Thing.AGENT,
                        """
                        {"name": "Anna", "number": "1001", "user": "anna", "password": "correct horse",
                         "peers": ["PJSIP/anna"]}""");
        update(Thing.AGENT, id, 1, "{\"name\": \"Anna B\", \"user\": \"anna\"}");

        assertThat(forIt(store.agentLogin("anna")))
                .contains(new AgentLogin(id, "Anna B", "anna", "hash of correct horse"));
        assertThat(documents(Thing.AGENT).get(0).encode())
                .doesNotContain("horse")
                .contains("\"hasPassword\":true");
    }

    @Test
    void anAgentWithoutUserNameHasNoPasswordEither() {
        String id =
                created(
                        Thing.AGENT,
                        "{\"name\": \"Anna\", \"user\": \"anna\", \"password\": \"correct horse\"}");

        update(Thing.AGENT, id, 1, "{\"name\": \"Anna\"}");

        assertThat(forIt(store.agentLogin("anna"))).isEmpty();
        assertThat(update(Thing.AGENT, id, 2, "{\"name\": \"Anna\", \"user\": \"anna\"}"))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aSecretIsKeptSealedAndNeverShown() {
        String id =
                created(
                        Thing.PBX,
                        "{\"name\": \"main\", \"host\": \"10.0.0.1\", \"user\": \"u\", \"secret\": \"pssst\"}");
        update(Thing.PBX, id, 1, "{\"name\": \"main\", \"host\": \"10.0.0.2\", \"user\": \"u\"}");

        PbxConfig pbx = forIt(store.load()).pbxs().get(0).value();

        assertThat(pbx.host()).isEqualTo("10.0.0.2");
        assertThat(pbx.secret()).doesNotContain("pssst");
        assertThat(SECRETS.open(pbx.secret())).isEqualTo("pssst");
        assertThat(documents(Thing.PBX).toString()).doesNotContain("pssst", pbx.secret());
    }

    @Test
    void aPbxOfTheConfigurationFileIsShownAndCanNotBeChanged() {
        ConfigAnswer changed = update(Thing.PBX, "pbx.0", -1, "{}");
        ConfigAnswer twin =
                create(
                        Thing.PBX,
                        "{\"name\": \"FILE\", \"host\": \"h\", \"user\": \"u\", \"secret\": \"s\"}");

        assertThat(changed).isEqualTo(new ReadOnly("pbx.0"));
        assertThat(((Refused) twin).fields()).containsEntry("name", "\"FILE\" is taken");
        assertThat(configuration().pbxs()).containsExactly(FIXED);
        assertThat(documents(Thing.PBX).get(0).getString("source")).isEqualTo("pbx.0");
    }

    @Test
    void membersOfQueuesAppearAsDiscoveredAgents() {
        meet("Local/1001@agents/n", "Anna", "PJSIP/1001");
        meet("PJSIP/bruno", "PJSIP/bruno", "PJSIP/bruno");

        announced.next();

        assertThat(configuration().agents())
                .extracting(Agent::name, Agent::number, Agent::peers, Agent::discovered)
                .containsExactly(
                        tuple("Anna", "1001", List.of("Local/1001@agents/n", "PJSIP/1001"), true),
                        tuple("bruno", "bruno", List.of("PJSIP/bruno"), true));
    }

    @Test
    void whoIsEnteredTakesThePlaceOfWhoWasDiscovered() {
        meet("PJSIP/anna", "Anna", "");
        announced.next();

        created(Thing.AGENT, "{\"name\": \"Anna Bianchi\", \"peers\": [\"PJSIP/anna\"]}");
        meet("PJSIP/anna", "Anna", "");
        meet("PJSIP/carla", "Carla", "");
        announced.next();

        assertThat(configuration().agents())
                .extracting(Agent::name, Agent::discovered)
                .containsExactly(tuple("Anna Bianchi", false), tuple("Carla", true));
    }

    @Test
    void aDiscoveredAgentThatIsSavedIsAnEnteredOne() {
        meet("PJSIP/anna", "Anna", "");
        announced.next();
        String id = configuration().agents().get(0).id();

        update(Thing.AGENT, id, 1, "{\"name\": \"Anna B\", \"peers\": [\"PJSIP/anna\"]}");

        assertThat(configuration().agents())
                .extracting(Agent::id, Agent::name, Agent::discovered)
                .containsExactly(tuple(id, "Anna B", false));
    }

    @Test
    void moreMembersThanTheLimitAreNotRemembered() {
        for (int i = 0; i < Discovery.MOST + 10; i++) {
            meet("PJSIP/" + i, "Agent " + i, "");
        }

        announced.next();

        assertThat(configuration().agents()).hasSize(Discovery.MOST);
    }

    private void meet(String member, String name, String stateInterface) {
        Topic.MEMBERS.publish(
                vertx, new QueueMemberSeen("main", "Sales", member, name, stateInterface));
    }

    @Test
    void twoOwnersOfOneDatabaseDoNotOverwriteEachOther() {
        Vertx other = Vertx.vertx();
        RecordCodec.register(other);
        forIt(other.deployVerticle(owner()));
        created(Thing.VARIABLE, "{\"name\": \"first\"}");

        ConfigChange change =
                new ConfigChange(
                        Op.CREATE,
                        Thing.VARIABLE,
                        "",
                        0,
                        new JsonObject().put("name", "second"),
                        "eve",
                        false);
        ConfigAnswer answer = forIt(Ask.CHANGE.put(other, change));

        assertThat(answer).isInstanceOf(Saved.class);
        Configuration seen = forIt(Ask.CONFIG.put(other, new ConfigQuery()));
        assertThat(seen.variableNames()).containsExactly("first", "second");
        forIt(other.close());
    }

    @Test
    void settingsCanBeReadAndNotChangedWhileTheDatabaseIsAway() {
        created(Thing.INTEGRATION, CRM);
        forIt(database.close());

        assertThatThrownBy(() -> create(Thing.VARIABLE, "{\"name\": \"x\"}"))
                .hasMessageContaining("the database did not say that it was saved");

        assertThat(configuration().integrations()).hasSize(1);
        assertThat(configuration().variables()).isEmpty();
    }

    /** Its answer was lost, and it was saved: told by a table that is held while it changes. */
    @Test
    void whatWasNotConfirmedIsLookedAtWhenTheDatabaseAnswersAgain() throws SQLException {
        DatabaseConfig config = kind.create();
        forIt(forIt(Database.open(vertx, config)).close());
        Vertx other = Vertx.vertx();
        RecordCodec.register(other);
        store = new ConfigStore(forIt(Database.open(other, config.patient(1))));
        forIt(other.deployVerticle(owner()));
        Heard<ConfigAnnounced> there = new Heard<>();
        forIt(Topic.CONFIG.subscribe(other, there::add).completion());
        try (Connection held =
                        DriverManager.getConnection(
                                config.jdbcUrl(), config.user(), config.password());
                Statement statement = held.createStatement()) {
            held.setAutoCommit(false);
            statement.execute("update settings_version set version = version + 1");
            ConfigChange change =
                    new ConfigChange(
                            Op.CREATE,
                            Thing.VARIABLE,
                            "",
                            0,
                            new JsonObject().put("name", "x"),
                            "eve",
                            false);

            assertThatThrownBy(() -> forIt(Ask.CHANGE.put(other, change)))
                    .hasMessageContaining("the database did not say that it was saved");
            held.commit();
        }

        assertThat(there.next().version()).isEqualTo(configuration().version() + 1);
        forIt(other.close());
    }

    @Test
    void manyChangesAtOnceAreMadeOneAfterTheOther() {
        var answers =
                IntStream.range(0, 50)
                        .mapToObj(
                                i ->
                                        Ask.CHANGE.put(
                                                vertx,
                                                new ConfigChange(
                                                        Op.CREATE,
                                                        Thing.VARIABLE,
                                                        "",
                                                        0,
                                                        new JsonObject().put("name", "v" + i),
                                                        "eve",
                                                        false)))
                        .toList();

        Set<Class<?>> kinds =
                answers.stream().map(each -> forIt(each).getClass()).collect(Collectors.toSet());

        assertThat(kinds).containsExactly(Saved.class);
        assertThat(forIt(store.load()).variables()).hasSize(50);
        assertThat(configuration().variables()).hasSize(50);
    }
}
