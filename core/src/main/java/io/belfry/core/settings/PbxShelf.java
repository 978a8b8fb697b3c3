package io.belfry.core.settings;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxDocument;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Secrets;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** PBXs that were entered; those of the configuration file are never on it. */
final class PbxShelf implements Shelf<PbxDocument.Draft, PbxConfig> {
    private final Secrets secrets;

    PbxShelf(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public List<Kept<PbxConfig>> in(Settings settings) {
        return settings.pbxs();
    }

    @Override
    public String idOf(PbxConfig value) {
        return value.id();
    }

    @Override
    public JsonObject json(PbxConfig value) {
        return PbxDocument.json(value);
    }

    @Override
    public Checked<PbxDocument.Draft> check(
            JsonObject document, List<Kept<PbxConfig>> before, Configuration now) {
        String id = before.isEmpty() ? "" : idOf(before.get(0).value());
        return PbxDocument.check(document, id, now);
    }

    @Override
    public PbxConfig finish(
            PbxDocument.Draft draft, List<Kept<PbxConfig>> before, String id, long version) {
        String secret =
                draft.newSecret().isEmpty()
                        ? before.get(0).value().secret()
                        : secrets.seal(draft.newSecret());
        return draft.pbx().finished(id, secret, version);
    }

    @Override
    public List<Edit> put(Kept<PbxConfig> kept, Settings now) {
        return List.of(new Edit.PutPbx(kept));
    }
}
