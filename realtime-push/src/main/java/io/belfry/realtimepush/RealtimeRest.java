package io.belfry.realtimepush;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.command.Command;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.RowSearch;
import io.belfry.core.store.RowStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Role;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** {@code /api/v1/realtime}: the rows of the table for programs, and rows that programs push. */
final class RealtimeRest {
    private static final String PATH = "/api/v1/realtime";
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final Vertx vertx;
    private final RowStore rows;
    private final Clock clock;

    RealtimeRest(Vertx vertx, RowStore rows, Clock clock) {
        this.vertx = vertx;
        this.rows = rows;
        this.clock = clock;
    }

    void mount(Site site) {
        site.get(PATH, Access.SUPERVISOR.andTokens(Scope.READ), this::list);
        site.get(PATH + "/:id", Access.SUPERVISOR.andTokens(Scope.READ), this::one);
        site.post(PATH, Access.ADMIN.andTokens(Scope.PUSH), Rest.withBody(this::push));
    }

    private void list(RoutingContext rc) {
        int limit = Rest.limit(rc, USUAL, MOST);
        RowFilter filter = RowFilter.of(rc.queryParams());
        filter.check();
        RowSearch search = filter.search(Rest.query(rc, "cursor"), limit);
        Future.succeededFuture(new Sight(Site.principal(rc)).scope())
                .compose(scope -> rows.search(search, scope))
                .onSuccess(
                        page ->
                                Rest.page(
                                        rc,
                                        page.items().stream().map(RowJson::of).toList(),
                                        page.next()))
                .onFailure(e -> Failed.answer(rc, e));
    }

    private void one(RoutingContext rc) {
        Predicate<RealtimeRow> mine = new Sight(Site.principal(rc))::row;
        rows.find(rc.pathParam("id"))
                .map(
                        found ->
                                found.filter(mine)
                                        .orElseThrow(() -> Problem.notFound("No such row.")))
                .onSuccess(row -> Rest.json(rc, 200, RowJson.of(row)))
                .onFailure(rc::fail);
    }

    private void push(RoutingContext rc, JsonObject body) {
        RowRequest row = request(body, Site.principal(rc));
        mayPush(Site.principal(rc), row);
        Ask.PUSH_ROW
                .put(vertx, row)
                .onSuccess(
                        written -> {
                            rc.response().putHeader("Location", PATH + "/" + written.id());
                            Rest.json(rc, 201, RowJson.of(written));
                        })
                .onFailure(e -> rc.fail(notWritten(e)));
    }

    private static Throwable notWritten(Throwable e) {
        return Ask.whyNot(e).equals(RowRequest.FOREIGN)
                ? Problem.invalid(Map.of("reference", RowRequest.FOREIGN))
                : e;
    }

    /**
     * The same checks as for programs on a socket.
     *
     * @throws Problem 422 with the fields that are not right
     */
    private RowRequest request(JsonObject body, Principal who) {
        Command.Read read = Command.read(Command.PUSH_ROW, body);
        if (read instanceof Command.Refused refused) {
            throw Problem.invalid(refused.fields());
        }
        Command.PushRow row = (Command.PushRow) ((Command.Good) read).command();
        return new RowRequest(
                "",
                clock.instant(),
                row.type(),
                row.channel(),
                row.reference(),
                row.url(),
                who.role() == Role.ADMIN ? List.of() : who.queues());
    }

    /** Who sees some queues only writes into these. */
    private static void mayPush(Principal who, RowRequest row) {
        if (!new Sight(who).queue(new CallFields(row.channel()).text("queue"))) {
            throw Problem.invalid(
                    Map.of(
                            "channel.queue",
                            "must be a queue of this token: " + String.join(", ", who.queues())));
        }
    }
}
