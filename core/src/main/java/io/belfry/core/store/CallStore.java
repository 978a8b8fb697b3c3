package io.belfry.core.store;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.EventWords;
import io.belfry.core.store.CheckpointStore.Checkpoint;
import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * The history of calls: what became of each, and how to find it again. What an event changes, its
 * line in the story and what is needed to go on after a restart are written together or not at all.
 */
public final class CallStore {
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 500;
    static final int REMEMBERED = 2_000;
    private static final String DOCUMENT = "select document from call_record";

    private final Database database;
    private final BatchWriter<Turn> writer;

    /** As they are in the database; only touched by the one write that is under way. */
    private final Map<String, CallRecord> recent =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, CallRecord> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private final AtomicBoolean outdated = new AtomicBoolean();

    /**
     * What belongs together: a state, and the events that led to it.
     *
     * @param epoch of who tells it; 0 where nobody else could
     */
    private record Turn(
            String pbx,
            long epoch,
            List<CallEvent> told,
            List<CallEvent> events,
            List<Checkpoint> checkpoints) {}

    public CallStore(Vertx vertx, Database database) {
        this.database = database;
        this.writer =
                new BatchWriter<>(
                        vertx,
                        database,
                        BatchWriter.Limits.of("calls", MOST_WAITING, BATCH),
                        this::write);
    }

    /** Never waits; what is about no call is ignored. */
    public void record(CallEvent event) {
        keep(event.callId().pbx(), List.of(event), Map.of());
    }

    /**
     * Never waits; events that are about no call are ignored.
     *
     * @param events in order
     * @param states of the calls of this PBX whose state they changed, by the key of the call, in a
     *     form that only the giver knows; empty when the call is over
     */
    public void keep(String pbx, List<CallEvent> events, Map<String, String> states) {
        keep(pbx, 0, events, states);
    }

    /**
     * The same from the owner of a PBX of a cluster: nothing is written when another has a higher
     * epoch by then.
     *
     * @param epoch of the owner; 0 without a cluster
     */
    public void keep(String pbx, long epoch, List<CallEvent> events, Map<String, String> states) {
        List<CallEvent> ofCalls = events.stream().filter(CallHistory::isAboutCall).toList();
        List<Checkpoint> checkpoints =
                states.entrySet().stream()
                        .map(each -> new Checkpoint(pbx, each.getKey(), each.getValue()))
                        .toList();
        List<CallEvent> told = epoch > 0 ? List.copyOf(events) : List.of();
        if (!ofCalls.isEmpty() || !checkpoints.isEmpty() || !told.isEmpty()) {
            writer.add(new Turn(pbx, epoch, told, ofCalls, checkpoints));
        }
    }

    /** Another owner has written since: what is remembered of calls is not to be trusted. */
    public void forget() {
        outdated.set(true);
    }

    public WriteCounters counters() {
        return writer.counters();
    }

    /** When all that was recorded is written, or dropped. */
    public Future<Void> flushed() {
        return writer.flushed();
    }

    private Future<Void> write(List<Turn> turns) {
        if (outdated.getAndSet(false)) {
            recent.clear();
        }
        List<String> unknown =
                turns.stream()
                        .flatMap(turn -> turn.events().stream())
                        .map(event -> event.callId().toString())
                        .distinct()
                        // asked for is used: none of these is the eldest when others come
                        .filter(id -> recent.get(id) == null)
                        .toList();
        return database.transaction(here -> save(here, turns, unknown))
                .onSuccess(recent::putAll)
                .mapEmpty();
    }

    /** What a former owner still had to write is left out. */
    private Future<Map<String, CallRecord>> save(
            Transaction here, List<Turn> turns, List<String> unknown) {
        Future<Map<String, Long>> epochs = epochs(here, turns);
        Future<List<CallRecord>> loaded = load(here, unknown);
        return Future.all(epochs, loaded)
                .compose(
                        both -> {
                            loaded.result()
                                    .forEach(record -> recent.put(record.id().toString(), record));
                            return saveAll(here, owned(turns, epochs.result()));
                        });
    }

    private static List<Turn> owned(List<Turn> turns, Map<String, Long> highest) {
        return turns.stream()
                .filter(turn -> turn.epoch() >= highest.getOrDefault(turn.pbx(), 0L))
                .toList();
    }

    /**
     * Held until the end of the transaction, so that no owner comes in between. Only the key is:
     * the lease must be renewed meanwhile, however long this takes. Only a cluster comes here, and
     * that has PostgreSQL.
     */
    private static Future<Map<String, Long>> epochs(Transaction here, List<Turn> turns) {
        List<String> owned =
                turns.stream().filter(turn -> turn.epoch() > 0).map(Turn::pbx).distinct().toList();
        if (owned.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Query query = new Query().whereIn("pbx", "pbx", owned);
        return here.list(
                        query.select("select pbx, epoch from pbx_lease") + " for key share",
                        query.values(),
                        row -> Map.entry(row.getString("pbx"), row.getLong("epoch")))
                .map(
                        rows ->
                                rows.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey, Map.Entry::getValue)));
    }

    private Future<Map<String, CallRecord>> saveAll(Transaction here, List<Turn> turns) {
        List<CallEvent> events = turns.stream().flatMap(turn -> turn.events().stream()).toList();
        List<CallEvent> told = turns.stream().flatMap(turn -> turn.told().stream()).toList();
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        turns.stream()
                .flatMap(turn -> turn.checkpoints().stream())
                .forEach(each -> checkpoints.put(each.pbx() + ":" + each.key(), each));
        Map<String, CallRecord> after = after(events);
        return Future.all(
                        save(here, after),
                        TraceStore.write(here, events.stream().map(EventWords::line).toList()),
                        CheckpointStore.write(here, checkpoints.values()),
                        ToldEvents.write(here, told))
                .map(after);
    }

    private Map<String, CallRecord> after(List<CallEvent> events) {
        Map<String, CallRecord> after = new LinkedHashMap<>();
        for (CallEvent event : events) {
            String id = event.callId().toString();
            CallRecord before = after.containsKey(id) ? after.get(id) : recent.get(id);
            after.put(
                    id,
                    before == null ? CallHistory.begin(event) : CallHistory.after(before, event));
        }
        return after;
    }

    private Future<?> save(Transaction here, Map<String, CallRecord> after) {
        List<Map<String, Object>> rows = new ArrayList<>();
        List<Map<String, Object>> tags = new ArrayList<>();
        after.forEach(
                (id, record) -> {
                    rows.add(CallRows.columns(record));
                    Set<Map<String, Object>> fresh = CallRows.tags(record);
                    if (recent.containsKey(id)) {
                        fresh.removeAll(CallRows.tags(recent.get(id)));
                    }
                    tags.addAll(fresh);
                });
        return Future.all(
                here.upsert("call_record", List.of("id"), rows),
                here.upsert("call_tag", CallRows.TAG_KEY, tags));
    }

    private static Future<List<CallRecord>> load(Transaction here, List<String> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Query query = new Query().whereIn("id", "id", ids);
        return here.list(query.select(DOCUMENT), query.values(), CallStore::record);
    }

    private static CallRecord record(Row row) {
        return CallRecord.of(new JsonObject(row.getString("document")));
    }

    /**
     * @param id {@code pbx:uniqueid}
     */
    public Future<Optional<CallRecord>> find(String id) {
        return database.one(DOCUMENT + " where id = #{id}", Map.of("id", id), CallStore::record);
    }

    /**
     * Newest first.
     *
     * @throws IllegalArgumentException for a cursor that is none
     */
    public Future<Page<CallRecord>> search(CallSearch search, QueueScope scope) {
        Query query = CallRows.query(search, scope);
        return database.list(
                        query.newestFirst(
                                "select id, started_at, document from call_record",
                                "started_at",
                                search.limit()),
                        query.values(),
                        CallRows::found)
                .map(rows -> Found.page(rows, search.limit()));
    }
}
