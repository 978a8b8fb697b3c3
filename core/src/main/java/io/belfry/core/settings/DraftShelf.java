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
import java.util.List;

/**
 * What somebody works on. How a draft is saved and published is {@link DraftPlanner}'s; it is
 * shown, thrown away and brought back like any other thing.
 */
final class DraftShelf implements Shelf<Integration, Draft> {
    private final Templates templates;

    DraftShelf(Templates templates) {
        this.templates = templates;
    }

    /**
     * A draft of an integration that is deleted waits for a while, unseen, for the deletion to be
     * undone.
     */
    @Override
    public List<Kept<Draft>> in(Settings settings) {
        return settings.drafts().stream()
                .filter(each -> settings.integration(each.value().id()).isPresent())
                .toList();
    }

    @Override
    public String idOf(Draft value) {
        return value.id();
    }

    @Override
    public JsonObject json(Draft value) {
        return value.json();
    }

    @Override
    public Checked<Integration> check(
            JsonObject document, List<Kept<Draft>> before, Configuration now) {
        return check(document, before.isEmpty() ? "" : idOf(before.get(0).value()), now);
    }

    /**
     * @param id of the integration; empty for a new one
     */
    Checked<Integration> check(JsonObject document, String id, Configuration now) {
        return IntegrationDocument.check(document, id, now, templates);
    }

    @Override
    public Draft finish(Integration good, List<Kept<Draft>> before, String id, long version) {
        long basedOn = before.isEmpty() ? 1 : before.get(0).value().basedOn();
        return draft(good, id, basedOn, version);
    }

    static Draft draft(Integration good, String id, long basedOn, long version) {
        return new Draft(
                id, IntegrationDocument.json(good.withVersion(id, version)), basedOn, version);
    }

    @Override
    public List<Edit> put(Kept<Draft> kept, Settings now) {
        return List.of(new Edit.PutDraft(kept));
    }
}
