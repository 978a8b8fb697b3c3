package io.belfry.realtimepush;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.belfry.core.agent.Delivery;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.FieldNames;
import io.belfry.core.integration.Integration;
import io.belfry.core.web.Access;
import io.belfry.core.web.Messages;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
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

    private static final long CHOICE_WITHIN_MILLIS = 1_000;

    private final Settings settings;
    private final ColumnRest columns;

    RealtimePages(Settings settings, ColumnRest columns) {
        this.settings = settings;
        this.columns = columns;
    }

    void mount(Site site, LiveStream stream) {
        site.get("/realtime", Access.SUPERVISOR, rc -> rc.redirect(PATH));
        site.get(PATH, Access.SUPERVISOR, rc -> show(site, rc));
        site.get("/realtime/stream", Access.SUPERVISOR, rc -> stream.open(site, rc));
    }

    private void show(Site site, RoutingContext rc) {
        Sight sight = new Sight(Site.principal(rc));
        // the table is there also while the database is not
        Future<String> chosen =
                columns.of(sight.who().user())
                        .timeout(CHOICE_WITHIN_MILLIS, MILLISECONDS)
                        .otherwise("");
        settings.now()
                .compose(now -> chosen.map(ids -> model(sight, now, ids)))
                .compose(model -> site.views().show(rc, "realtime", model))
                .onFailure(rc::fail);
    }

    private static Map<String, Object> model(Sight sight, Configuration settings, String columns) {
        Principal who = sight.who();
        Map<String, Object> model = new HashMap<>();
        model.put("texts", TEXTS);
        model.put("outcomes", OUTCOMES);
        model.put("variables", settings.variableNames());
        // what a row has beside these is a variable, whether or not the settings know it
        model.put("fields", FieldNames.BUILT_IN);
        model.put("columns", columns);
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
