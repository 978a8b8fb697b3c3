package io.belfry.core.web;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStates;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the header of every page asks each two seconds: is what you see alive? The header has its
 * place for the answer only when this is mounted.
 */
public final class LiveLabels {
    private final Vertx vertx;
    private final Clock clock;

    public LiveLabels(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    public void mount(Site site) {
        site.get("/live/pbxs", Access.SUPERVISOR, this::list);
    }

    private void list(RoutingContext rc) {
        Ask.PBX_STATES
                .put(vertx, new PbxStatesQuery())
                .map(PbxStates::states)
                .map(states -> states.stream().filter(LiveLabels::isOn).map(this::label).toList())
                .onSuccess(items -> Rest.page(rc, items, ""))
                // the page then says since when it is without news
                .onFailure(e -> Rest.error(rc, 503, "unavailable", "No PBX states.", Map.of()));
    }

    private static boolean isOn(PbxState state) {
        return state.status() != PbxState.Status.OFF;
    }

    private JsonObject label(PbxState state) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("pbx", state.pbx())
                .put("status", state.status().name())
                .put("detail", state.detail())
                .put("latencyMillis", state.latencyMillis())
                .put("forSeconds", Math.max(0, Duration.between(state.since(), now).toSeconds()))
                .put("old", state.isOld(now))
                // of a PBX that was never there there is no data
                .put(
                        "dataFrom",
                        state.lastEvent().equals(Instant.EPOCH)
                                ? ""
                                : state.lastEvent().toString());
    }
}
