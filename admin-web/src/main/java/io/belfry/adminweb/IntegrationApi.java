package io.belfry.adminweb;

import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.RuleTester;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /integrations/{id}/test}: what the saved rules would do with an event. */
final class IntegrationApi {
    private final SettingsDesk desk;
    private final RecentCalls recent;
    private final ZoneId zone;

    IntegrationApi(SettingsDesk desk, RecentCalls recent, ZoneId zone) {
        this.desk = desk;
        this.recent = recent;
        this.zone = zone;
    }

    void mount(Site site) {
        site.post(
                RestApi.BASE + "/integrations/:id/test",
                Access.ADMIN.andTokens(Scope.SETTINGS),
                Rest.withBody(this::test));
    }

    private void test(RoutingContext rc, JsonObject body) {
        JsonObject event = event(body);
        desk.configuration()
                .map(all -> tried(all, rc.pathParam("id"), event))
                .onSuccess(result -> Rest.json(rc, 200, result))
                .onFailure(rc::fail);
    }

    private JsonObject tried(Configuration all, String id, JsonObject event) {
        return RuleTester.test(find(all, id), event, all.directory(), zone).toJson();
    }

    private static Integration find(Configuration all, String id) {
        return all.integration(id).orElseThrow(() -> SettingsDesk.missing(id));
    }

    private JsonObject event(JsonObject body) {
        Map<String, String> wrong = new LinkedHashMap<>();
        for (String name : body.fieldNames()) {
            if (!name.equals("event") && !name.equals("callId")) {
                wrong.put(
                        name,
                        name.equals("send")
                                ? "sending from a test is not built yet"
                                : "unknown field; known: event, callId");
            }
        }
        if (!wrong.isEmpty()) {
            throw Problem.invalid(wrong);
        }
        if (body.getValue("event") instanceof JsonObject event) {
            return event;
        }
        if (body.getValue("callId") instanceof String call) {
            return recent.ofCall(call)
                    .orElseThrow(
                            () ->
                                    Problem.invalid(
                                            Map.of(
                                                    "callId",
                                                    "no recent call has this id; send the event")));
        }
        throw Problem.invalid(Map.of("event", "an event or a callId is needed"));
    }
}
