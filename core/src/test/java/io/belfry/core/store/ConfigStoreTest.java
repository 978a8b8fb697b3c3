package io.belfry.core.store;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Condition;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Operator;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.Rule;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class ConfigStoreTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00.123Z");
    private static final Rule RULE =
            new Rule(
                    "sales only",
                    true,
                    Set.of(Kind.UP, Kind.RINGING),
                    List.of(new Condition("queue", Operator.EQUALS, false, "Sales")),
                    List.of(new Condition("ordernumber", Operator.EXISTS, true, "")),
                    List.of(
                            new Action.Open("https://crm.example/{callernum}", OpenMode.NEW_TAB),
                            new Action.Notify(Notice.Level.WARNING, "{callername}", "a\nb"),
                            new Action.Realtime("{ordernumber}", "")));
    private static final Kept<Integration> CRM =
            kept(
                    new Integration(
                            "i1",
                            "Crm",
                            true,
                            "https://crm.example/",
                            List.of("ordernumber"),
                            List.of(RULE),
                            1));
    private static final Kept<CustomVariable> ORDER =
            kept(new CustomVariable("v1", "ordernumber", "of the shop", "A-1001", 1));
    private static final Kept<AgentEntry> ANNA =
            kept(
                    new AgentEntry(
                            new Agent(
                                    "a1",
                                    "Anna Bianchi",
                                    "1001",
                                    "Anna",
                                    List.of("PJSIP/anna", "Local/1001@agents/n"),
                                    "anna@example.com",
                                    false),
                            "hash"));
    private static final Kept<PbxConfig> MAIN =
            kept(
                    new PbxConfig(
                            "p1",
                            "main",
                            "10.0.0.1",
                            5038,
                            "belfry",
                            "sealed",
                            true,
                            true,
                            PbxConfig.FROM_SETTINGS,
                            1));

    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private ConfigStore store;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
        store = new ConfigStore(database);
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private static <T> Kept<T> kept(T value) {
        return new Kept<>(value, 1, "admin", TEN);
    }

    private long saveAll() {
        long version = forIt(store.load()).version();
        return forIt(
                store.save(
                        version,
                        List.of(
                                new Edit.PutVariable(ORDER),
                                new Edit.PutIntegration(CRM),
                                new Edit.PutAgent(ANNA),
                                new Edit.PutPbx(MAIN))));
    }

    @Test
    void whatWasSavedIsLoadedAgain() {
        long version = saveAll();

        Settings loaded = forIt(store.load());

        assertThat(loaded)
                .isEqualTo(
                        new Settings(
                                version,
                                List.of(CRM),
                                List.of(ORDER),
                                List.of(ANNA),
                                List.of(MAIN)));
    }

    @Test
    void aSecondSaveReplacesAndRemovesWhatItNames() {
        long version = saveAll();
        Kept<CustomVariable> renamed =
                new Kept<>(new CustomVariable("v1", "ordernumber", "", "B", 2), 2, "eve", TEN);

        forIt(
                store.save(
                        version,
                        List.of(new Edit.PutVariable(renamed), new Edit.Remove(Thing.PBX, "p1"))));

        Settings loaded = forIt(store.load());
        assertThat(loaded.variables()).containsExactly(renamed);
        assertThat(loaded.pbxs()).isEmpty();
        assertThat(loaded.integrations()).containsExactly(CRM);
    }

    @Test
    void aSaveThatWasDecidedOnAnOldVersionChangesNothing() {
        long version = saveAll();
        List<Edit> edits = List.of(new Edit.Remove(Thing.INTEGRATION, "i1"));

        assertThatThrownBy(() -> forIt(store.save(version - 1, edits)))
                .isInstanceOf(StaleSettings.class);

        assertThat(forIt(store.load()).integrations()).containsExactly(CRM);
    }

    @Test
    void aSaveThatFailsHalfWayChangesNothing() {
        long version = saveAll();
        Kept<Integration> twin =
                kept(new Integration("i2", "CRM", true, "", List.of(), List.of(), 1));
        List<Edit> edits =
                List.of(new Edit.Remove(Thing.VARIABLE, "v1"), new Edit.PutIntegration(twin));

        assertThatThrownBy(() -> forIt(store.save(version, edits))).isNotNull();

        assertThat(forIt(store.load()).version()).isEqualTo(version);
        assertThat(forIt(store.load()).variables()).containsExactly(ORDER);
    }

    @Test
    void anAgentIsFoundForLogInWhateverTheCaseOfTheName() {
        saveAll();

        var found = forIt(store.agentLogin("aNNa"));

        assertThat(found).contains(new AgentLogin("a1", "Anna Bianchi", "Anna", "hash"));
        assertThat(forIt(store.agentLogin("nobody"))).isEmpty();
    }

    @Test
    void anIntegrationOfANewerProgramIsOffInsteadOfActingWrongly() {
        long version = saveAll();
        forIt(
                database.update(
                        "update integration set document = #{document}",
                        java.util.Map.of(
                                "document",
                                "{\"appname\":\"Crm\",\"rules\":[{\"events\":[\"telepathy\"]}]}")));

        Settings loaded = forIt(store.load());

        assertThat(loaded.version()).isEqualTo(version);
        assertThat(loaded.integrations())
                .extracting(each -> each.value().enabled())
                .containsExactly(false);
    }
}
