package io.belfry.core.settings;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigAnswer.Conflict;
import io.belfry.core.bus.ConfigAnswer.NotFound;
import io.belfry.core.bus.ConfigAnswer.Refused;
import io.belfry.core.bus.ConfigAnswer.Saved;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.integration.Integration;
import io.belfry.core.store.ConfigStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.PublishedVersion;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.store.VersionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What somebody works on, what calls see, and what they saw before. */
@ParameterizedClass
@EnumSource
class DraftsTest {
    private static final Clock TEN =
            Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private ConfigStore store;
    private VersionStore versions;
    private final List<ScriptTrial> trials = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        database = forIt(Database.open(vertx, kind.create()));
        store = new ConfigStore(database);
        versions = new VersionStore(database);
        forIt(vertx.deployVerticle(owner()));
    }

    @AfterEach
    void stop() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private IntegrationConfig owner() {
        return new IntegrationConfig(
                store,
                Secrets.of(new byte[32]),
                new SimpleTemplates(),
                password -> "hash",
                List.of(),
                TEN);
    }

    private void scriptsAnswer(String state, String failure, int line, int column) {
        Ask.TRY_SCRIPT.answer(
                vertx,
                trial -> {
                    trials.add(trial);
                    return Future.succeededFuture(
                            new ScriptReport(
                                    state, List.of(), List.of(), failure, line, column, 100));
                });
    }

    private ConfigAnswer change(Op op, Thing thing, String id, long version, JsonObject document) {
        return forIt(
                Ask.CHANGE.put(
                        vertx, new ConfigChange(op, thing, id, version, document, "eve", false)));
    }

    private static JsonObject integration(String url) {
        return new JsonObject(
                """
                {"appname": "CRM", "url": "%s",
                 "rules": [{"name": "r", "events": ["up"], "actions": [{"type": "open"}]}]}"""
                        .formatted(url));
    }

    private String published(String url) {
        return ((Saved) change(Op.CREATE, Thing.INTEGRATION, "", 0, integration(url))).id();
    }

    private ConfigAnswer saveDraft(String id, long version, JsonObject document) {
        return change(Op.UPDATE, Thing.DRAFT, id, version, document);
    }

    private ConfigAnswer publish(String id, long version, JsonObject document) {
        return change(Op.PUBLISH, Thing.DRAFT, id, version, document);
    }

    private Integration live(String id) {
        return forIt(Ask.CONFIG.put(vertx, new ConfigQuery())).integration(id).orElseThrow();
    }

    private List<JsonObject> drafts(String id) {
        return forIt(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(Thing.DRAFT, id))).documents();
    }

    private List<PublishedVersion> versionsOf(String id) {
        return forIt(versions.list(id, Long.MAX_VALUE, 200));
    }

    @Test
    void aDraftChangesNothingUntilItIsPublished() {
        String id = published("https://old.example/");

        Saved draft = (Saved) saveDraft(id, 0, integration("https://new.example/"));

        assertThat(draft.version()).isEqualTo(1);
        assertThat(draft.document().getLong("basedOn")).isEqualTo(1);
        assertThat(live(id).url()).isEqualTo("https://old.example/");
        assertThat(live(id).version()).isEqualTo(1);

        Saved now = (Saved) publish(id, 1, new JsonObject());

        assertThat(now.version()).isEqualTo(2);
        assertThat(live(id).url()).isEqualTo("https://new.example/");
        assertThat(drafts(id)).isEmpty();
    }

    @Test
    void aDraftIsThereAfterARestart() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://new.example/"));

        var loaded = forIt(store.load()).draft(id).orElseThrow();

        assertThat(loaded.value().document().getString("url")).isEqualTo("https://new.example/");
        assertThat(loaded.value().basedOn()).isEqualTo(1);
        assertThat(loaded.updatedBy()).isEqualTo("eve");
    }

    @Test
    void whoSavesADraftOfYesterdayIsToldWhoWasFaster() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://first.example/"));

        ConfigAnswer second = saveDraft(id, 0, integration("https://second.example/"));

        assertThat(second).isInstanceOf(Conflict.class);
        assertThat(((Conflict) second).document().getString("url"))
                .isEqualTo("https://first.example/");
        assertThat(drafts(id).get(0).getString("url")).isEqualTo("https://first.example/");
    }

    @Test
    void whoWorkedOnWhatWasPublishedBeforeIsShownWhatIsNow() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://draft.example/"));
        change(Op.UPDATE, Thing.INTEGRATION, id, 1, integration("https://other.example/"));

        ConfigAnswer late = publish(id, 1, new JsonObject());
        ConfigAnswer again =
                saveDraft(id, 1, integration("https://draft.example/").put("basedOn", 1));
        ConfigAnswer knowing = publish(id, 1, new JsonObject().put("replaces", 2));

        assertThat(((Conflict) late).document().getString("url"))
                .isEqualTo("https://other.example/");
        assertThat(again).isInstanceOf(Conflict.class);
        assertThat(((Saved) knowing).version()).isEqualTo(3);
        assertThat(live(id).url()).isEqualTo("https://draft.example/");
    }

    @Test
    void aDraftThatOverwritesIsBasedOnWhatIsPublishedNow() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://draft.example/"));
        change(Op.UPDATE, Thing.INTEGRATION, id, 1, integration("https://other.example/"));

        Saved over = (Saved) saveDraft(id, -1, integration("https://mine.example/"));

        assertThat(over.document().getLong("basedOn")).isEqualTo(2);
        assertThat(publish(id, over.version(), new JsonObject())).isInstanceOf(Saved.class);
    }

    @Test
    void aDraftMeetsTheSameChecksAsWhatIsPublished() {
        String id = published("https://old.example/");

        ConfigAnswer refused = saveDraft(id, 0, integration("javascript:alert(1)"));

        assertThat(((Refused) refused).fields()).containsKey("url");
        assertThat(drafts(id)).isEmpty();
    }

    @Test
    void aDraftThatWasThrownAwayComesBack() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://draft.example/"));

        change(Op.DELETE, Thing.DRAFT, id, 1, new JsonObject());
        List<JsonObject> between = drafts(id);
        change(Op.RESTORE, Thing.DRAFT, id, -1, new JsonObject());

        assertThat(between).isEmpty();
        assertThat(drafts(id).get(0).getString("url")).isEqualTo("https://draft.example/");
        assertThat(drafts(id).get(0).getLong("basedOn")).isEqualTo(1);
    }

    @Test
    void whatDoesNotExistHasNoDraft() {
        String id = published("https://old.example/");

        assertThat(saveDraft("nothing", 0, integration("https://x.example/")))
                .isInstanceOf(NotFound.class);
        assertThat(publish(id, -1, new JsonObject())).isInstanceOf(NotFound.class);
    }

    @Test
    void aNewIntegrationCanBeginAsADraftThatDoesNothing() {
        JsonObject wanted = integration("https://new.example/");

        Saved made = (Saved) change(Op.CREATE, Thing.DRAFT, "", 0, wanted);

        assertThat(live(made.id()).enabled()).isFalse();
        assertThat(live(made.id()).rules()).isEmpty();
        assertThat(live(made.id()).appname()).isEqualTo("CRM");
        assertThat(drafts(made.id()).get(0).getString("url")).isEqualTo("https://new.example/");
        publish(made.id(), 1, new JsonObject());
        assertThat(live(made.id()).enabled()).isTrue();
        assertThat(live(made.id()).rules()).hasSize(1);
    }

    @Test
    void toSwitchAnIntegrationOffIsNoReasonToStartTheDraftAnew() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://draft.example/"));

        change(
                Op.UPDATE,
                Thing.INTEGRATION,
                id,
                1,
                integration("https://old.example/").put("enabled", false));

        assertThat(drafts(id).get(0).getLong("basedOn")).isEqualTo(2);
        assertThat(publish(id, -1, new JsonObject())).isInstanceOf(Saved.class);
        assertThat(live(id).enabled()).isFalse();
        assertThat(live(id).url()).isEqualTo("https://draft.example/");
    }

    @Test
    void everyPublishedVersionIsKeptWithWhoAndWhen() {
        String id = published("https://one.example/");
        change(Op.UPDATE, Thing.INTEGRATION, id, 1, integration("https://two.example/"));
        saveDraft(id, 0, integration("https://three.example/"));
        publish(id, 1, new JsonObject());

        List<PublishedVersion> kept = versionsOf(id);

        assertThat(kept).extracting(PublishedVersion::version).containsExactly(3L, 2L, 1L);
        assertThat(kept.get(1).document().getString("url")).isEqualTo("https://two.example/");
        assertThat(kept.get(0).publishedBy()).isEqualTo("eve");
        assertThat(kept.get(0).publishedAt()).isEqualTo(TEN.instant());
        assertThat(forIt(versions.find(id, 1)).orElseThrow().document().getString("url"))
                .isEqualTo("https://one.example/");
        assertThat(forIt(versions.find(id, 9))).isEmpty();
        assertThat(forIt(versions.list(id, 3, 1)))
                .extracting(PublishedVersion::version)
                .containsExactly(2L);
    }

    @Test
    void onlyTheNewestHundredVersionsAreKept() {
        String id = published("https://crm.example/0");
        for (int i = 1; i <= VersionStore.KEPT + 4; i++) {
            change(Op.UPDATE, Thing.INTEGRATION, id, i, integration("https://crm.example/" + i));
        }

        List<PublishedVersion> kept = versionsOf(id);

        assertThat(forIt(versions.count(id))).isEqualTo(VersionStore.KEPT);
        assertThat(kept.get(0).version()).isEqualTo(VersionStore.KEPT + 5);
        assertThat(kept.get(kept.size() - 1).version()).isEqualTo(6);
    }

    @Test
    void aDeletedIntegrationComesBackWithItsDraftAndVersions() {
        String id = published("https://old.example/");
        saveDraft(id, 0, integration("https://draft.example/"));

        change(Op.DELETE, Thing.INTEGRATION, id, 1, new JsonObject());
        List<JsonObject> between = drafts("");
        change(Op.RESTORE, Thing.INTEGRATION, id, -1, new JsonObject());

        assertThat(between).isEmpty();
        assertThat(drafts(id)).hasSize(1);
        assertThat(versionsOf(id)).hasSize(1);
    }

    @Test
    void whatBelongsToADeletedIntegrationGoesWithTheNextStart() {
        String gone = published("https://old.example/");
        saveDraft(gone, 0, integration("https://draft.example/"));
        change(Op.DELETE, Thing.INTEGRATION, gone, 1, new JsonObject());
        String stays = published("https://stays.example/");

        forIt(vertx.deployVerticle(owner()));

        assertThat(versionsOf(gone)).isEmpty();
        assertThat(forIt(store.load()).drafts()).isEmpty();
        assertThat(versionsOf(stays)).hasSize(1);
    }

    @Test
    void aSyntaxErrorStopsPublishingWithItsPlaceAndLeavesTheDraft() {
        scriptsAnswer("failed", "Expected ; but found }", 3, 7);
        String id = published("https://old.example/");
        JsonObject scripted = integration("https://old.example/").put("script", "event.up = (");

        ConfigAnswer draft = saveDraft(id, 0, scripted);
        ConfigAnswer refused = publish(id, 1, new JsonObject());
        ConfigAnswer direct = change(Op.UPDATE, Thing.INTEGRATION, id, 1, scripted);

        assertThat(draft).isInstanceOf(Saved.class);
        assertThat(((Refused) refused).fields())
                .containsEntry("script", "line 3, column 7: Expected ; but found }");
        assertThat(direct).isInstanceOf(Refused.class);
        assertThat(live(id).script().isEmpty()).isTrue();
        assertThat(drafts(id)).hasSize(1);
        assertThat(trials.get(0).event().isEmpty()).isTrue();
        assertThat(trials.get(0).appname()).isEqualTo("CRM");
    }

    @Test
    void aScriptThatCompilesIsPublishedAndNotAskedForAgain() {
        scriptsAnswer("done", "", 0, 0);
        String id = published("https://old.example/");
        JsonObject scripted = integration("https://old.example/").put("script", "event.up = 1");
        saveDraft(id, 0, scripted);

        ConfigAnswer saved = publish(id, 1, new JsonObject());
        change(
                Op.UPDATE,
                Thing.INTEGRATION,
                id,
                2,
                scripted.copy().put("url", "https://new.example/"));

        assertThat(saved).isInstanceOf(Saved.class);
        assertThat(live(id).script().source()).isEqualTo("event.up = 1");
        assertThat(trials).hasSize(1);
    }

    @Test
    void aScriptThatNobodyCanCheckIsSavedWithAWarning() {
        String id = published("https://old.example/");
        JsonObject scripted = integration("https://old.example/").put("script", "event.up = 1");

        Saved saved = (Saved) change(Op.UPDATE, Thing.INTEGRATION, id, 1, scripted);

        assertThat(saved.document().getJsonObject("warnings").getString("script"))
                .contains("could not be checked");
        assertThat(live(id).script().source()).isEqualTo("event.up = 1");
    }

    @Test
    void aDraftOfAVariableThatIsGoneIsRefusedWhenItIsPublished() {
        Saved variable =
                (Saved)
                        change(
                                Op.CREATE,
                                Thing.VARIABLE,
                                "",
                                0,
                                new JsonObject().put("name", "ordernumber"));
        String id = published("https://old.example/");
        JsonObject wanted = integration("https://old.example/");
        wanted.getJsonArray("rules")
                .getJsonObject(0)
                .put(
                        "all",
                        List.of(new JsonObject().put("field", "ordernumber").put("op", "exists")));
        saveDraft(id, 0, wanted);
        change(Op.DELETE, Thing.VARIABLE, variable.id(), -1, new JsonObject());

        ConfigAnswer refused = publish(id, 1, new JsonObject());

        assertThat(((Refused) refused).fields()).containsKey("rules[0].all[0].field");
        assertThat(drafts(id)).hasSize(1);
    }
}
