package io.belfry.core.settings;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.Templates;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;

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
        return List.of(new Edit.PutIntegration(kept));
    }
}
