package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.RealtimeRow;
import io.belfry.core.store.PopOutcome;
import io.belfry.core.store.RowStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of the Integration table: answers {@link Ask#PUSH_ROW}, follows what became of the
 * pages ({@link Topic#DELIVERIES}) and tells every change on {@link Topic#ROWS}. All of it runs on
 * one context.
 *
 * <p>A row is shown at once and written behind: supervisors see calls also while the database is
 * away. The asker is answered when it is written, so that yes means kept. {@code channel} is the
 * call object of the latest request, led on by what happened to the call since, see {@link
 * LiveRows}; what was before stands in the call's trace.
 */
final class RealtimeFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RealtimeFeed.class);
    private static final int REMEMBERED = 20_000;
    private static final int ROWS_OF_A_POP = 100;
    private static final long TRY_AGAIN_MILLIS = 2_000;

    private final Vertx vertx;
    private final RowStore store;
    private final LiveTable table;
    private final Clock clock;
    private final PopOutcomes outcomes = new PopOutcomes();
    private final LiveRows live = new LiveRows();
    private final Map<String, Boolean> knownRows = new Bounded<>(REMEMBERED);
    private final Map<String, Boolean> doneRequests = new Bounded<>(REMEMBERED);

    /** When that happened of which the latest request for a row was. */
    private final Map<String, String> times = new Bounded<>(REMEMBERED);

    private final Map<PopOutcomes.Pop, Set<String>> rowsOfPops = new Bounded<>(REMEMBERED);

    RealtimeFeed(Vertx vertx, RowStore store, LiveTable table, Clock clock) {
        this.vertx = vertx;
        this.store = store;
        this.table = table;
        this.clock = clock;
    }

    void start() {
        readSettings();
        Topic.CONFIG.subscribe(vertx, announced -> readSettings());
        // each node leads the rows on of the PBXs that are its own, and all show all
        Topic.CALLS.subscribeHere(vertx, this::happened);
        Topic.ROWS.subscribeElsewhere(vertx, this::changedElsewhere);
        Topic.DELIVERIES.subscribe(vertx, this::delivered);
        Ask.PUSH_ROW.answer(vertx, this::push);
    }

    /** A row that was there before this server started. */
    void remember(RealtimeRow row) {
        table.rows().put(row);
        knownRows.put(row.id(), true);
        live.remember(row);
        PopOutcomes.Pop pop = popOf(row);
        if (pop.call().isEmpty() || pop.peer().isEmpty()) {
            return;
        }
        Set<String> rows = rowsOfPops.computeIfAbsent(pop, none -> new LinkedHashSet<>());
        if (rows.size() < ROWS_OF_A_POP) {
            rows.add(row.id());
        }
    }

    /** Another node's row; it has written it down. */
    private void changedElsewhere(RealtimeRow row) {
        // the request for it was another node's; from here on the row's own time counts
        times.remove(row.id());
        table.rows()
                .find(row.id())
                .ifPresentOrElse(
                        old -> table.counts().changed(old, row), () -> table.counts().added(row));
        remember(row);
    }

    private void readSettings() {
        Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .onSuccess(outcomes::configured)
                .onFailure(
                        e -> {
                            LOG.debug("settings not to be had yet: {}", e.getMessage());
                            vertx.setTimer(TRY_AGAIN_MILLIS, timer -> readSettings());
                        });
    }

    /** The row as it is now; a repeated request changes nothing. */
    private Future<RealtimeRow> push(RowRequest request) {
        String id = RowId.of(request);
        boolean repeated = !request.id().isEmpty() && doneRequests.put(request.id(), true) != null;
        return known(id, !request.queues().isEmpty())
                .compose(
                        before -> {
                            if (before.isPresent() && !request.mayReplace(before.get())) {
                                return Future.failedFuture(RowRequest.FOREIGN);
                            }
                            boolean old =
                                    before.isPresent()
                                            && (repeated || isOlder(id, request, before.get()));
                            return old
                                    ? Future.succeededFuture(before.get())
                                    : write(id, request, before);
                        });
    }

    /**
     * As it is now, from memory or, when it has not changed for long, from the database.
     *
     * @param surely it may be of long ago, and it matters whose it is
     */
    private Future<Optional<RealtimeRow>> known(String id, boolean surely) {
        Optional<RealtimeRow> here = table.rows().find(id);
        // what was never written is not looked for: this is the way of most requests
        return here.isPresent() || !surely && !knownRows.containsKey(id)
                ? Future.succeededFuture(here)
                : store.find(id).map(found -> table.rows().find(id).or(() -> found));
    }

    private Future<RealtimeRow> write(String id, RowRequest request, Optional<RealtimeRow> before) {
        RealtimeRow row =
                live.caughtUp(
                        new RealtimeRow(
                                id,
                                before.map(RealtimeRow::time).orElseGet(this::now),
                                request.integration(),
                                request.channel(),
                                request.reference(),
                                request.url(),
                                outcome(request, before)));
        times.put(id, new CallFields(request.channel()).text("time"));
        before.ifPresentOrElse(
                old -> table.counts().changed(old, row), () -> table.counts().added(row));
        publish(row);
        return store.put(row).map(stored -> settled(row, stored));
    }

    /** The database may know an older beginning of the row than this server remembers. */
    private RealtimeRow settled(RealtimeRow row, RealtimeRow stored) {
        Optional<RealtimeRow> now = table.rows().find(row.id());
        if (now.isEmpty() || now.get().time().equals(stored.time())) {
            return now.orElse(stored);
        }
        RealtimeRow right = now.get().at(stored.time());
        publish(right);
        return right;
    }

    /** As exact as the database keeps it, so that a row read back is in the same place. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Events of one call may come late or twice; the last state of the call wins. A row that was
     * only led on meanwhile takes what a program says of an earlier moment, and is led on again.
     */
    private boolean isOlder(String id, RowRequest request, RealtimeRow before) {
        String time = new CallFields(request.channel()).text("time");
        String known = times.getOrDefault(id, new CallFields(before.channel()).text("time"));
        return !time.isEmpty() && !known.isEmpty() && isBefore(time, known);
    }

    /** Ours are all of one form; those of programs need not be. */
    private static boolean isBefore(String time, String other) {
        try {
            return Instant.parse(time).isBefore(Instant.parse(other));
        } catch (DateTimeParseException e) {
            return time.compareTo(other) < 0;
        }
    }

    /** That of the agent whom the row is about now; an event without agent does not undo it. */
    private String outcome(RowRequest request, Optional<RealtimeRow> before) {
        PopOutcomes.Pop pop = pop(request.integration(), new CallFields(request.channel()));
        outcomes.pushed(request.id(), pop);
        String latest = outcomes.of(pop);
        return latest.isEmpty()
                ? before.filter(row -> pop.peer().isEmpty() || popOf(row).equals(pop))
                        .map(RealtimeRow::outcome)
                        .orElse("")
                : latest;
    }

    private void happened(CallEvent event) {
        outcomes.happened(event);
        for (String id : live.happened(event)) {
            table.rows()
                    .find(id)
                    .flatMap(row -> LiveRows.ledOn(row, event))
                    .ifPresent(this::leadOn);
        }
    }

    private void leadOn(RealtimeRow row) {
        publish(row);
        store.put(row)
                .onFailure(e -> LOG.warn("a row's state was not written: {}", e.getMessage()));
    }

    private void delivered(Delivery delivery) {
        outcomes.delivered(delivery)
                .forEach(
                        told -> {
                            show(told);
                            keep(told);
                        });
    }

    private void show(PopOutcomes.Told told) {
        Set<String> rows = rowsOfPops.getOrDefault(told.pop(), Set.of());
        for (String id : List.copyOf(rows)) {
            // a row that is about another agent by now keeps that one's outcome
            table.rows()
                    .find(id)
                    .filter(row -> popOf(row).equals(told.pop()))
                    .filter(row -> !row.outcome().equals(told.outcome()))
                    .ifPresent(row -> outcome(row, told.outcome()));
        }
    }

    private void keep(PopOutcomes.Told told) {
        PopOutcomes.Pop pop = told.pop();
        PopOutcome outcome =
                new PopOutcome(pop.integration(), pop.call(), pop.peer(), told.outcome(), now());
        store.mark(outcome)
                .onSuccess(rows -> rows.forEach(this::marked))
                .onFailure(e -> LOG.warn("an outcome was not written: {}", e.getMessage()));
    }

    /** Rows that have not changed for long are no more in memory, but somebody may look at them. */
    private void marked(RealtimeRow row) {
        if (table.rows().find(row.id()).isEmpty()) {
            remember(row);
            Topic.ROWS.publish(vertx, row);
        }
    }

    private void outcome(RealtimeRow before, String outcome) {
        RealtimeRow row = before.withOutcome(outcome);
        table.counts().changed(before, row);
        publish(row);
    }

    private void publish(RealtimeRow row) {
        remember(row);
        Topic.ROWS.publish(vertx, row);
    }

    private static PopOutcomes.Pop popOf(RealtimeRow row) {
        return pop(row.type(), new CallFields(row.channel()));
    }

    private static PopOutcomes.Pop pop(String integration, CallFields call) {
        return new PopOutcomes.Pop(integration, call.call(), call.text("peer"));
    }
}
