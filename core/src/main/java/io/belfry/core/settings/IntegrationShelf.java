package io.belfry.core.settings;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Draft;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.Templates;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Integrations. */
final class IntegrationShelf implements Shelf<Integration, Integration> {
    private final Templates templates;

    IntegrationShelf(Templates templates) {
        this.templates = templates;
    }

    @Override
    public List<Kept<Integration>> in(Settings settings) {
        return settings.integrations();
    }

    @Override
    public String idOf(Integration value) {
        return value.id();
    }

    @Override
    public JsonObject json(Integration value) {
        return IntegrationDocument.json(value);
    }

    @Override
    public Checked<Integration> check(
            JsonObject document, List<Kept<Integration>> before, Configuration now) {
        String id = before.isEmpty() ? "" : before.get(0).value().id();
        return IntegrationDocument.check(document, id, now, templates);
    }

    @Override
    public Integration finish(
            Integration draft, List<Kept<Integration>> before, String id, long version) {
        return draft.withVersion(id, version);
    }

    @Override
    public List<Edit> put(Kept<Integration> kept, Settings now) {
        List<Edit> edits = new ArrayList<>();
        now.integration(kept.value().id())
                .filter(before -> isSwitch(before.value(), kept.value()))
                .flatMap(before -> draftOf(before, now))
                .ifPresent(draft -> edits.add(new Edit.PutDraft(switched(draft, kept))));
        edits.add(new Edit.PutIntegration(kept));
        return edits;
    }

    private static Optional<Kept<Draft>> draftOf(Kept<Integration> before, Settings now) {
        return now.draft(before.value().id())
                .filter(draft -> draft.value().basedOn() == before.version());
    }

    private static boolean isSwitch(Integration before, Integration after) {
        return before.enabled() != after.enabled()
                && before.switchedOff()
                        .withVersion("", 0)
                        .equals(after.switchedOff().withVersion("", 0));
    }

    /**
     * To switch an integration on or off is no reason for whoever works on its draft to start anew.
     */
    private static Kept<Draft> switched(Kept<Draft> before, Kept<Integration> after) {
        Draft draft = before.value();
        long version = before.version() + 1;
        JsonObject document =
                draft.document()
                        .copy()
                        .put("enabled", after.value().enabled())
                        .put("version", version);
        return new Kept<>(
                new Draft(draft.id(), document, after.version(), version),
                version,
                before.updatedBy(),
                before.updatedAt());
    }
}
