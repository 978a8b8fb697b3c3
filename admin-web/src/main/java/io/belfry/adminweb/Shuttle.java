package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.ShuttleImport;
import io.belfry.core.integration.ShuttleNote;
import io.belfry.core.integration.ShuttleTemplate;
import io.belfry.core.integration.Templates;
import io.belfry.core.web.Messages;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes over what somebody had for the original: first shown, then made as a draft. */
final class Shuttle {
    private final SettingsDesk desk;
    private final Templates templates;
    private final Messages messages;

    /**
     * What an import would make.
     *
     * @param problems why it can not be made, by field; empty when it can
     * @param before what it changes, for the difference; empty for a new integration
     */
    record Proposal(ShuttleImport.Result result, Map<String, String> problems, JsonObject before) {
        boolean isGood() {
            return problems.isEmpty();
        }
    }

    /** A note in words. */
    public record Note(int line, boolean warning, String text) {}

    Shuttle(SettingsDesk desk, Templates templates, Messages messages) {
        this.desk = desk;
        this.templates = templates;
        this.messages = messages;
    }

    Proposal propose(ShuttleTemplate given, Configuration all) {
        ShuttleImport.Result result = ShuttleImport.of(given, all);
        Map<String, String> problems = new LinkedHashMap<>(result.problems());
        if (problems.isEmpty()) {
            Checked<Integration> checked =
                    IntegrationDocument.check(
                            result.document(),
                            result.integration(),
                            with(all, result.newVariables()),
                            templates);
            problems.putAll(checked.errors());
        }
        JsonObject before =
                all.integration(result.integration())
                        .map(IntegrationDocument::json)
                        .orElseGet(JsonObject::new);
        return new Proposal(result, problems, before);
    }

    /** As the settings are when the variables are made. */
    private static Configuration with(Configuration all, List<String> variables) {
        List<CustomVariable> more = new ArrayList<>(all.variables());
        variables.forEach(name -> more.add(new CustomVariable("", name, "", "", 0)));
        return new Configuration(all.version(), all.integrations(), more, all.agents(), all.pbxs());
    }

    /**
     * Makes the variables, then the draft. A variable that is there by now is no mistake.
     *
     * @return what came of the draft
     */
    Future<ConfigAnswer> make(ShuttleImport.Result result, Actor who) {
        Future<Void> made = Future.succeededFuture();
        for (String name : result.newVariables()) {
            JsonObject variable =
                    new JsonObject()
                            .put("name", name)
                            .put("description", "Shuttle: var_name_array");
            made = made.compose(on -> desk.create(Thing.VARIABLE, variable, who).mapEmpty());
        }
        return made.compose(
                on ->
                        result.integration().isEmpty()
                                ? desk.create(Thing.DRAFT, result.document(), who)
                                : desk.update(
                                        Thing.DRAFT,
                                        result.integration(),
                                        0,
                                        result.document(),
                                        who));
    }

    List<Note> notes(ShuttleImport.Result result, Locale locale) {
        return result.notes().stream().map(each -> note(each, locale)).toList();
    }

    private Note note(ShuttleNote note, Locale locale) {
        return new Note(
                note.line(),
                note.warning(),
                messages.text(locale, "admin.shuttle.note." + note.key(), note.values().toArray()));
    }

    /** As REST answers. */
    JsonObject json(ShuttleImport.Result result) {
        JsonArray notes = new JsonArray();
        for (Note note : notes(result, Locale.ENGLISH)) {
            notes.add(
                    new JsonObject()
                            .put("line", note.line())
                            .put("level", note.warning() ? "warning" : "info")
                            .put("text", note.text()));
        }
        return new JsonObject()
                .put("integration", result.document())
                .put("variables", new JsonArray(new ArrayList<>(result.newVariables())))
                .put("notes", notes);
    }
}
