package io.belfry.realtimepush;

import io.belfry.core.account.UserChoices;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/**
 * Which columns of the live table a user likes, and in which order; saved by the page for him
 * alone.
 */
final class ColumnRest {
    static final String PATH = "/realtime/columns";

    /** More than a screen can show, and so few that the longest names fit. */
    static final int MOST = 60;

    private static final String PAGE = "realtime.integration";

    private final UserChoices choices;

    ColumnRest(UserChoices choices) {
        this.choices = choices;
    }

    void mount(Site site) {
        site.put(PATH, Access.SUPERVISOR, Rest.withBody(this::save));
    }

    /** Divided by commas; empty for the usual ones. */
    Future<String> of(String user) {
        return choices.find(user, PAGE);
    }

    private void save(RoutingContext rc, JsonObject body) {
        String columns = String.join(",", read(body));
        choices.keep(Site.principal(rc).user(), PAGE, columns)
                .onSuccess(kept -> Rest.noContent(rc))
                .onFailure(rc::fail);
    }

    /**
     * @throws Problem 422 unless it is a list of columns that the table may have, each once
     */
    private static List<String> read(JsonObject body) {
        if (!(body.getValue("columns") instanceof JsonArray wanted)) {
            throw refused("must be a list");
        }
        if (wanted.size() > MOST) {
            throw refused("must not be more than " + MOST);
        }
        List<String> columns = wanted.stream().map(String::valueOf).distinct().toList();
        if (columns.size() < wanted.size()) {
            throw refused("must each be there once");
        }
        if (!columns.stream().allMatch(CsvColumns::isOfPage)) {
            throw refused("must be columns of the table");
        }
        return columns;
    }

    private static Problem refused(String why) {
        return Problem.invalid(Map.of("columns", why));
    }
}
