package io.belfry.core.settings;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer.Refused;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.ScriptMistake;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks whether a script can be compiled before calls meet it. Who runs scripts may be away or busy:
 * then it is saved all the same, with a warning, because rules must not wait for scripts.
 */
final class ScriptCheck {
    /** Other changes wait meanwhile, and whoever asked for this one waits ten seconds at most. */
    private static final long SECONDS = 5;

    private final Vertx vertx;

    ScriptCheck(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * What speaks against saving this; empty when nothing does. A warning is put into the document.
     *
     * @param before as it is saved now; a script that does not change is not checked again
     */
    Future<Optional<Refused>> of(Plan.Work work, Settings before) {
        return work.edits().stream()
                .filter(Edit.PutIntegration.class::isInstance)
                .map(edit -> ((Edit.PutIntegration) edit).kept().value())
                .filter(integration -> isNew(integration, before))
                .findFirst()
                .map(integration -> check(integration, work.document(), before))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
    }

    private static boolean isNew(Integration integration, Settings before) {
        boolean same =
                before.integration(integration.id())
                        .map(Kept::value)
                        .filter(each -> each.script().equals(integration.script()))
                        .isPresent();
        return !integration.script().isEmpty() && !same;
    }

    private Future<Optional<Refused>> check(
            Integration integration, JsonObject document, Settings before) {
        List<String> variables =
                before.variables().stream().map(each -> each.value().name()).toList();
        ScriptTrial trial =
                new ScriptTrial(
                        integration.appname(), integration.script(), variables, new JsonObject());
        return Ask.TRY_SCRIPT
                .put(vertx, trial)
                .timeout(SECONDS, TimeUnit.SECONDS)
                .map(report -> verdict(report, document))
                .otherwise(away -> unchecked(document));
    }

    private static Optional<Refused> verdict(ScriptReport report, JsonObject document) {
        return switch (report.state()) {
            case "done" -> Optional.empty();
            case "busy" -> unchecked(document);
            default -> Optional.of(refused(report));
        };
    }

    private static Optional<Refused> unchecked(JsonObject document) {
        JsonObject warnings = document.getJsonObject("warnings", new JsonObject());
        warnings.put("script", "could not be checked now: what runs scripts does not answer");
        document.put("warnings", warnings);
        return Optional.empty();
    }

    private static Refused refused(ScriptReport report) {
        String text =
                new ScriptMistake(report.line(), report.column(), report.failure()).toString();
        return new Refused("script: " + text, Map.of("script", text));
    }
}
