package io.belfry.realtimepush;

import io.belfry.core.account.UserChoices;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.Database;
import io.belfry.core.store.EventLog;
import io.belfry.core.store.QueueScope;
import io.belfry.core.store.RowSearch;
import io.belfry.core.store.RowStore;
import io.belfry.core.store.TraceStore;
import io.belfry.core.store.WriteCounters;
import io.belfry.core.web.Site;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisors' screens: keeps the Integration table, streams it to whoever may see it, and
 * tells the story of each call.
 */
public final class RealtimePush extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimePush.class);

    private static final int PAGE = 200;
    private static final int STOP_SECONDS = 5;
    private static final long READ_PBXS_EVERY_MILLIS = 10_000;
    private static final long COUNT_EVERY_MILLIS = 1_000;

    private final Database database;
    private final RealtimeLimits limits;
    private final Clock clock;
    private final RecentCalls recent = new RecentCalls();
    private volatile RowStore rows;
    private LiveTable table;
    private RealtimeFeed feed;
    private CallAccess access;
    private LiveStream stream;
    private EventStream events;
    private volatile RealtimeFigures figures = RealtimeFigures.NONE;

    /**
     * @param clock its zone decides when today begins
     */
    public RealtimePush(Database database, RealtimeLimits limits, Clock clock) {
        this.database = database;
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        rows = new RowStore(vertx, database, clock);
        table =
                new LiveTable(
                        new NewestRows(limits.rows()), new TodayCounts(clock), new PbxLights());
        feed = new RealtimeFeed(vertx, rows, table, clock);
        // who writes calls and stories is TraceWriter; here they are only read
        CallStore calls = new CallStore(vertx, database);
        TraceStore traces = new TraceStore(vertx, database);
        access = new CallAccess(context, recent, calls, traces);
        stream = new LiveStream(vertx, table, access, limits, clock);
        events = new EventStream(vertx, new EventLog(vertx, database), limits, clock);
        return rememberToday()
                .compose(done -> rememberRows("", List.of()))
                .onSuccess(this::begin)
                .compose(done -> events.start());
    }

    /** Must be called when it is deployed and before the server listens. */
    public void mount(Site site) {
        Settings settings = new Settings(vertx);
        ColumnRest columns = new ColumnRest(new UserChoices(database));
        columns.mount(site);
        new RealtimePages(settings, columns).mount(site, stream);
        new RealtimeRest(vertx, rows, clock).mount(site);
        new RealtimeCsv(rows, settings, clock).mount(site);
        new CallPages(access, settings, clock).mount(site);
        new CallsRest(access).mount(site);
        events.mount(site);
        new RecordingRest(vertx, access).mount(site);
    }

    /** From any thread; not older than a moment. */
    public RealtimeFigures figures() {
        return figures;
    }

    /** How the rows of the table are being written; from any thread, after it was deployed. */
    public WriteCounters written() {
        return rows.counters();
    }

    /** What has been answered is written; the rest is, unless the database keeps us waiting. */
    @Override
    public Future<?> stop() {
        return rows.flushed()
                .timeout(STOP_SECONDS, TimeUnit.SECONDS)
                .transform(any -> Future.succeededFuture());
    }

    private Future<Void> rememberToday() {
        return rows.countsSince(table.counts().midnight())
                .onSuccess(
                        counts ->
                                counts.forEach(
                                        each ->
                                                table.counts()
                                                        .start(
                                                                each.queue(),
                                                                each.outcome(),
                                                                each.rows())))
                .mapEmpty();
    }

    /** Page by page, newest first, until memory is full. */
    private Future<List<RealtimeRow>> rememberRows(String cursor, List<RealtimeRow> soFar) {
        int missing = limits.rows() - soFar.size();
        return rows.search(RowSearch.NEWEST.page(cursor, Math.min(PAGE, missing)), QueueScope.ALL)
                .compose(
                        page -> {
                            List<RealtimeRow> all = new ArrayList<>(soFar);
                            all.addAll(page.items());
                            return page.next().isEmpty() || all.size() >= limits.rows()
                                    ? Future.succeededFuture(all)
                                    : rememberRows(page.next(), all);
                        });
    }

    private void begin(List<RealtimeRow> newest) {
        // oldest first, so that it leaves memory first
        Collections.reverse(newest);
        newest.forEach(feed::remember);
        feed.start();
        stream.start();
        Topic.CALLS.subscribe(vertx, recent::happened);
        Topic.TRACE.subscribeHere(vertx, recent::traced);
        Topic.PBX_STATES.subscribe(vertx, state -> table.pbxLights().heard(state, clock.instant()));
        Topic.CONFIG.subscribe(vertx, announced -> readPbxStates());
        vertx.setPeriodic(0, READ_PBXS_EVERY_MILLIS, timer -> readPbxStates());
        vertx.setPeriodic(COUNT_EVERY_MILLIS, timer -> count());
        LOG.info("Realtime table ready, {} rows in memory", newest.size());
    }

    private void count() {
        figures =
                new RealtimeFigures(
                        stream.listeners(),
                        stream.refused(),
                        events.listeners(),
                        events.refused(),
                        events.slowClosed());
    }

    /** Connectors tell changes; which PBXs there are at all must be asked. */
    private void readPbxStates() {
        Ask.PBX_STATES
                .put(vertx, new PbxStatesQuery())
                .onSuccess(states -> table.pbxLights().replace(states, clock.instant()))
                .onFailure(e -> LOG.debug("no PBX states yet: {}", e.getMessage()));
    }
}
