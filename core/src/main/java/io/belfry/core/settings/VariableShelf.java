package io.belfry.core.settings;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.VariableDocument;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Custom variables. */
final class VariableShelf implements Shelf<CustomVariable, CustomVariable> {
    @Override
    public List<Kept<CustomVariable>> in(Settings settings) {
        return settings.variables();
    }

    @Override
    public String idOf(CustomVariable value) {
        return value.id();
    }

    @Override
    public JsonObject json(CustomVariable value) {
        return VariableDocument.json(value);
    }

    @Override
    public Checked<CustomVariable> check(
            JsonObject document, List<Kept<CustomVariable>> before, Configuration now) {
        String id = before.isEmpty() ? "" : before.get(0).value().id();
        return VariableDocument.check(document, id, now);
    }

    @Override
    public CustomVariable finish(
            CustomVariable draft, List<Kept<CustomVariable>> before, String id, long version) {
        return new CustomVariable(id, draft.name(), draft.description(), draft.sample(), version);
    }

    @Override
    public List<Edit> put(Kept<CustomVariable> kept, Settings now) {
        return List.of(new Edit.PutVariable(kept));
    }

    @Override
    public Optional<String> holds(CustomVariable value, Configuration now) {
        List<String> users = VariableDocument.usedBy(value.name(), now);
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of("\"" + value.name() + "\" is used by " + String.join(", ", users));
    }
}
