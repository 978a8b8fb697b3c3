package io.belfry.adminweb;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.Templates;
import io.belfry.core.store.CallRecord;
import io.belfry.core.store.CallStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /integrations/{id}/test}: what the rules and the script would do with an event. */
final class IntegrationApi {
    private static final List<String> FIELDS = List.of("event", "callId", "draft", "send");

    private final SettingsDesk desk;
    private final RecentCalls recent;
    private final CallStore calls;
    private final Trials trials;
    private final Templates templates;

    IntegrationApi(
            SettingsDesk desk,
            RecentCalls recent,
            CallStore calls,
            Trials trials,
            Templates templates) {
        this.desk = desk;
        this.recent = recent;
        this.calls = calls;
        this.trials = trials;
        this.templates = templates;
    }

    void mount(Site site) {
        site.post(
                RestApi.BASE + "/integrations/:id/test",
                Access.ADMIN.andTokens(Scope.SETTINGS),
                Rest.withBody(this::test));
    }

    private void test(RoutingContext rc, JsonObject body) {
        check(body);
        Future<JsonObject> event = event(body);
        String id = rc.pathParam("id");
        boolean draft = body.getBoolean("draft", false);
        boolean send = body.getBoolean("send", false);
        String who = Site.principal(rc).user();
        Site.takesLong(rc);
        desk.configuration()
                .compose(
                        all ->
                                tried(id, draft, all)
                                        .compose(
                                                one ->
                                                        event.compose(
                                                                happened ->
                                                                        trials.run(
                                                                                one, happened, all,
                                                                                send, who))))
                .onSuccess(trial -> Rest.json(rc, 200, trial.json()))
                .onFailure(rc::fail);
    }

    private Future<Integration> tried(String id, boolean draft, Configuration all) {
        if (!draft) {
            return Future.succeededFuture(
                    all.integration(id).orElseThrow(() -> SettingsDesk.missing(id)));
        }
        return desk.draft(id)
                .map(
                        found -> {
                            JsonObject document =
                                    found.orElseThrow(
                                            () ->
                                                    Problem.notFound(
                                                            "There is no draft of this integration."));
                            Checked<Integration> checked =
                                    IntegrationDocument.check(document, id, all, templates);
                            return checked.value().withVersion(id, document.getLong("version"));
                        });
    }

    private static void check(JsonObject body) {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String name : body.fieldNames()) {
            if (!FIELDS.contains(name)) {
                wrong.put(name, "unknown field; known: " + String.join(", ", FIELDS));
            }
        }
        for (String flag : List.of("draft", "send")) {
            if (body.getValue(flag) != null && !(body.getValue(flag) instanceof Boolean)) {
                wrong.put(flag, "must be true or false");
            }
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong);
        }
    }

    private Future<JsonObject> event(JsonObject body) {
        if (body.getValue("event") instanceof JsonObject event) {
            return Future.succeededFuture(event);
        }
        if (body.getValue("callId") instanceof String call) {
            return recent.ofCall(call).map(Future::succeededFuture).orElseGet(() -> ofPast(call));
        }
        throw Problem.invalid(Map.of("event", "an event or a callId is needed"));
    }

    /** The last that is known of it; memory keeps the latest calls only. */
    private Future<JsonObject> ofPast(String call) {
        return calls.find(call)
                .map(
                        found ->
                                found.map(CallRecord::lastEvent)
                                        .orElseThrow(
                                                () ->
                                                        Problem.invalid(
                                                                Map.of(
                                                                        "callId",
                                                                        "no call has this id; send"
                                                                                + " the event"))));
    }
}
