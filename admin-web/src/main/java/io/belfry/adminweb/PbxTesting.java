package io.belfry.adminweb;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxTest;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxDocument;
import io.belfry.core.store.Secrets;
import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Tries a connection: one that is saved, or one that somebody is about to save. */
final class PbxTesting {
    private final Vertx vertx;
    private final SettingsDesk desk;
    private final Secrets secrets;

    PbxTesting(Vertx vertx, SettingsDesk desk, Secrets secrets) {
        this.vertx = vertx;
        this.desk = desk;
        this.secrets = secrets;
    }

    /** The connection as it is saved; fails with 404 when there is none. */
    Future<PbxTestResult> test(String id) {
        return desk.configuration().map(all -> PbxPages.find(all, id)).compose(this::run);
    }

    /**
     * The connection as it would be saved; a secret that is not given is the saved one. Fails with
     * 422 when the document is not right, without trying.
     *
     * @param id empty for a new one
     */
    Future<PbxTestResult> test(String id, JsonObject document) {
        return desk.configuration().map(all -> wanted(all, id, document)).compose(this::run);
    }

    private PbxConfig wanted(Configuration all, String id, JsonObject document) {
        Optional<PbxConfig> saved =
                all.pbxs().stream().filter(each -> each.id().equals(id)).findFirst();
        // of what comes from the configuration the page shows, and so sends, no fields
        if (saved.filter(each -> !each.source().equals(PbxConfig.FROM_SETTINGS)).isPresent()) {
            return saved.get();
        }
        Checked<PbxDocument.Draft> checked =
                PbxDocument.check(document, saved.map(PbxConfig::id).orElse(""), all);
        if (!checked.isGood()) {
            throw Problem.invalid(checked.errors());
        }
        PbxDocument.Draft draft = checked.value();
        String sealed =
                draft.newSecret().isEmpty()
                        ? saved.map(PbxConfig::secret).orElse("")
                        : secrets.seal(draft.newSecret());
        return draft.pbx().finished(draft.pbx().id(), sealed, 0);
    }

    private Future<PbxTestResult> run(PbxConfig pbx) {
        return SettingsDesk.answered(Ask.TEST_PBX.put(vertx, new PbxTest(pbx)));
    }
}
