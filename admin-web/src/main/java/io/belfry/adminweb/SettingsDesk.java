package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.account.AuditLog;
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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks the owner of the settings. Pages and REST come to it with the same words, so neither can do
 * what the other can not; no answer is a problem that a reader understands.
 */
final class SettingsDesk {
    private final Vertx vertx;
    private final AuditLog audit;

    /**
     * @param audit gets every change that was saved
     */
    SettingsDesk(Vertx vertx, AuditLog audit) {
        this.vertx = vertx;
        this.audit = audit;
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

    /** What somebody works on; none when nothing waits to be published. */
    Future<Optional<JsonObject>> draft(String id) {
        return answered(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(Thing.DRAFT, id)))
                .map(found -> found.documents().stream().findFirst());
    }

    Future<ConfigAnswer> create(Thing thing, JsonObject document, Actor who) {
        return change(Op.CREATE, thing, "", -1, document, who);
    }

    /**
     * @param version that the change is based on; negative to overwrite whatever is there
     */
    Future<ConfigAnswer> update(
            Thing thing, String id, long version, JsonObject document, Actor who) {
        return change(Op.UPDATE, thing, id, version, document, who);
    }

    Future<ConfigAnswer> delete(Thing thing, String id, long version, Actor who) {
        return change(Op.DELETE, thing, id, version, new JsonObject(), who);
    }

    /** Brings back what was deleted a moment ago. */
    Future<ConfigAnswer> restore(Thing thing, String id, Actor who) {
        return change(Op.RESTORE, thing, id, -1, new JsonObject(), who);
    }

    /**
     * Makes the draft of an integration what calls see.
     *
     * @param version of the draft; negative for whatever it is
     * @param more may say which published version it {@code replaces}
     */
    Future<ConfigAnswer> publish(String id, long version, JsonObject more, Actor who) {
        return change(Op.PUBLISH, Thing.DRAFT, id, version, more, who);
    }

    /** What was there before is asked for first: the audit shows it beside what came of it. */
    private Future<ConfigAnswer> change(
            Op op, Thing thing, String id, long version, JsonObject document, Actor who) {
        ConfigChange change = new ConfigChange(op, thing, id, version, document, who.user(), false);
        Thing shown = op == Op.PUBLISH ? Thing.INTEGRATION : thing;
        return before(shown, id)
                .compose(
                        before ->
                                changed(Ask.CHANGE.put(vertx, change))
                                        .compose(
                                                answer ->
                                                        logged(
                                                                change, shown, who, before,
                                                                answer)));
    }

    private Future<JsonObject> before(Thing thing, String id) {
        return id.isEmpty()
                ? Future.succeededFuture(new JsonObject())
                : answered(Ask.DOCUMENTS.put(vertx, new DocumentsQuery(thing, id)))
                        .map(Documents::documents)
                        .map(found -> found.isEmpty() ? new JsonObject() : found.get(0));
    }

    /** What can not be written down is an error in our log; what was done stays done. */
    private Future<ConfigAnswer> logged(
            ConfigChange change, Thing shown, Actor who, JsonObject before, ConfigAnswer answer) {
        if (!(answer instanceof ConfigAnswer.Saved saved)) {
            return Future.succeededFuture(answer);
        }
        boolean gone = change.op() == Op.DELETE;
        return audit.add(
                        who,
                        word(shown) + "." + word(change.op()),
                        word(shown) + "/" + saved.id(),
                        before,
                        gone ? new JsonObject() : saved.document())
                .transform(written -> Future.succeededFuture(answer));
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    static Problem missing(String id) {
        return Problem.notFound("There is nothing with the key \"" + id + "\" (any more).");
    }

    /** A question that nobody answered in time is no mistake of who asked. */
    static <T> Future<T> answered(Future<T> question) {
        return answered(question, "unavailable", "Try again.");
    }

    /** A change that nobody says was made may have been made. */
    static <T> Future<T> changed(Future<T> question) {
        return answered(
                question,
                "undecided",
                "It may have been saved all the same: look before you try again.");
    }

    private static <T> Future<T> answered(Future<T> question, String code, String advice) {
        return question.recover(
                failure ->
                        Future.failedFuture(
                                failure instanceof Problem
                                        ? failure
                                        : new Problem(
                                                503,
                                                code,
                                                "The part of Belfry that answers this does not"
                                                        + " run or was too slow. "
                                                        + advice,
                                                Map.of())));
    }
}
