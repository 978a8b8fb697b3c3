package io.belfry.realtimepush;

import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.Page;
import io.belfry.core.store.RowSearch;
import io.belfry.core.store.RowStore;
import io.belfry.core.web.Access;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table as a file: the same filters and columns as the page, of all rows in the database and
 * not only those on the screen. Read and sent page by page, as fast as the other side takes it, so
 * a large export needs no more memory than a small one.
 */
final class RealtimeCsv {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeCsv.class);
    private static final int PAGE = 200;
    private static final int MOST = 1_000_000;

    private final RowStore rows;
    private final Settings settings;
    private final Clock clock;

    RealtimeCsv(RowStore rows, Settings settings, Clock clock) {
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
    }

    void mount(Site site) {
        site.get("/realtime.csv", Access.SUPERVISOR, this::export);
        site.get("/api/v1/realtime.csv", Access.SUPERVISOR.andTokens(Scope.READ), this::export);
    }

    private void export(RoutingContext rc) {
        RowFilter filter = RowFilter.of(rc.queryParams());
        filter.check();
        HttpServerResponse response = rc.response();
        response.putHeader("Content-Type", "text/csv; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"belfry-realtime-"
                                + LocalDate.now(clock)
                                + ".csv\"");
        if (rc.request().method() == HttpMethod.HEAD) {
            response.end();
            return;
        }
        response.setChunked(true);
        RowSearch first = filter.search("", PAGE);
        settings.now()
                .map(now -> CsvColumns.of(Rest.query(rc, "columns"), now.variableNames()))
                .compose(columns -> begin(rc, columns).compose(ok -> send(rc, columns, first, 0)))
                .onSuccess(sent -> response.end())
                .onFailure(e -> breakOff(rc, e));
    }

    private static Future<Void> begin(RoutingContext rc, CsvColumns columns) {
        boolean plain = Rest.query(rc, "bom").equals("0");
        return rc.response().write((plain ? "" : Csv.BYTE_ORDER_MARK) + columns.head());
    }

    private Future<Void> send(RoutingContext rc, CsvColumns columns, RowSearch search, int sent) {
        return rows.search(search, new Sight(Site.principal(rc)).scope())
                .compose(
                        page -> {
                            if (page.items().isEmpty() || rc.response().closed()) {
                                return Future.succeededFuture();
                            }
                            int soFar = sent + page.items().size();
                            boolean last = page.next().isEmpty() || soFar >= MOST;
                            Future<Void> written = write(rc.response(), lines(columns, page));
                            return last
                                    ? written
                                    : written.compose(
                                            ok ->
                                                    send(
                                                            rc,
                                                            columns,
                                                            search.page(page.next(), PAGE),
                                                            soFar));
                        });
    }

    private static String lines(CsvColumns columns, Page<RealtimeRow> page) {
        return page.items().stream().map(columns::line).collect(Collectors.joining());
    }

    private static Future<Void> write(HttpServerResponse response, String lines) {
        response.write(lines);
        if (!response.writeQueueFull()) {
            return Future.succeededFuture();
        }
        Promise<Void> room = Promise.promise();
        response.drainHandler(drained -> room.tryComplete());
        response.closeHandler(closed -> room.tryComplete());
        return room.future();
    }

    /** A file that ends early must not look like a whole one. */
    private static void breakOff(RoutingContext rc, Throwable e) {
        if (rc.response().headWritten()) {
            LOG.warn("export broken off: {}", e.getMessage());
            rc.request().connection().close();
        } else {
            rc.fail(e);
        }
    }
}
