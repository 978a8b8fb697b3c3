package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.web.Access;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Site;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Realtime › Integration: the page around the live table. */
final class RealtimePages {
    static final String PATH = "/realtime/integration";

    /** Texts that scripts put into the page. */
    static final List<String> TEXTS =
            Messages.bundle("realtime-push", "en").keySet().stream()
                    .filter(key -> key.startsWith("rt."))
                    .sorted()
                    .toList();

    private static final List<String> OUTCOMES =
            Stream.concat(
                            Stream.of(Delivery.Outcome.values()).map(Delivery.Outcome::word),
                            Stream.of(RowFilter.NO_OUTCOME))
                    .toList();

    private final Settings settings;

    RealtimePages(Settings settings) {
        this.settings = settings;
    }

    void mount(Site site, LiveStream stream) {
        site.get("/realtime", Access.SUPERVISOR, rc -> rc.redirect(PATH));
        site.get(PATH, Access.SUPERVISOR, rc -> show(site, rc));
        site.get("/realtime/stream", Access.SUPERVISOR, rc -> stream.open(site, rc));
    }

    private void show(Site site, RoutingContext rc) {
        Sight sight = new Sight(Site.principal(rc));
        settings.now()
                .compose(now -> site.views().show(rc, "realtime", model(sight, now)))
                .onFailure(rc::fail);
    }

    private static Map<String, Object> model(Sight sight, Configuration settings) {
        Principal who = sight.who();
        Map<String, Object> model = new HashMap<>();
        model.put("texts", TEXTS);
        model.put("outcomes", OUTCOMES);
        model.put("variables", settings.variableNames());
        // a supervisor learns the other names from the rows that he may see
        model.put("queues", who.queues());
        model.put(
                "integrations",
                sight.everything()
                        ? settings.integrations().stream().map(Integration::appname).toList()
                        : List.of());
        model.put("seesNothing", !sight.everything() && who.queues().isEmpty());
        return model;
    }
}
