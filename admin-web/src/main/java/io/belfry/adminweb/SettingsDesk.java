package io.belfry.adminweb;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.Documents;
import io.belfry.core.bus.DocumentsQuery;
import io.belfry.core.integration.Configuration;
import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Asks the owner of the settings. Pages and REST come to it with the same words, so neither can do
 * what the other can not; no answer is a problem that a reader understands.
 */
final class SettingsDesk {
    private final Vertx vertx;

    SettingsDesk(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<Configuration> configuration() {
        return answered(Ask.CONFIG.put(vertx, new ConfigQuery()));
    }

    /** All of a kind, in the shape of REST and in the order of lists. */
    Future<List<JsonObject>> documents(Thing thing) {
        return answered(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(thing, "")))
                .map(Documents::documents);
    }

    /** One thing; fails with 404 when there is none. */
    Future<JsonObject> document(Thing thing, String id) {
        return answered(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(thing, id)))
                .map(
                        found ->
                                found.documents().stream()
                                        .findFirst()
                                        .orElseThrow(() -> missing(id)));
    }

    Future<ConfigAnswer> create(Thing thing, JsonObject document, String who) {
        return change(new ConfigChange(Op.CREATE, thing, "", -1, document, who, false));
    }

    /**
     * @param version that the change is based on; negative to overwrite whatever is there
     */
    Future<ConfigAnswer> update(
            Thing thing, String id, long version, JsonObject document, String who) {
        return change(new ConfigChange(Op.UPDATE, thing, id, version, document, who, false));
    }

    Future<ConfigAnswer> delete(Thing thing, String id, long version, String who) {
        return change(
                new ConfigChange(Op.DELETE, thing, id, version, new JsonObject(), who, false));
    }

    /** Brings back what was deleted a moment ago. */
    Future<ConfigAnswer> restore(Thing thing, String id, String who) {
        return change(new ConfigChange(Op.RESTORE, thing, id, -1, new JsonObject(), who, false));
    }

    private Future<ConfigAnswer> change(ConfigChange change) {
        return answered(Ask.CHANGE.put(vertx, change));
    }

    static Problem missing(String id) {
        return Problem.notFound("There is nothing with the key \"" + id + "\" (any more).");
    }

    /** A question that nobody answered in time is no mistake of who asked. */
    static <T> Future<T> answered(Future<T> question) {
        return question.recover(
                failure ->
                        Future.failedFuture(
                                failure instanceof Problem
                                        ? failure
                                        : new Problem(
                                                503,
                                                "unavailable",
                                                "The part of Belfry that answers this does not"
                                                        + " run or was too slow. Try again.",
                                                Map.of())));
    }
}
