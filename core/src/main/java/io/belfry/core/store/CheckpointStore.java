package io.belfry.core.store;

import io.belfry.core.call.CallId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of live calls, so that a restarted server or another owner can go on with them. Written
 * at most 100 ms after it was given; of several states of a call only the newest. Whoever gives one
 * never waits.
 */
public final class CheckpointStore {
    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 500;
    private static final List<String> KEY = List.of("pbx", "uniqueid");

    private final Database database;
    private final BatchWriter<Change> writer;

    /**
     * @param state empty: the call is over
     */
    private record Change(CallId call, String state, long at) {
        Map<String, Object> key() {
            Map<String, Object> columns = new HashMap<>();
            columns.put("pbx", call.pbx());
            columns.put("uniqueid", call.uniqueid());
            return columns;
        }

        Map<String, Object> columns() {
            Map<String, Object> columns = key();
            columns.put("state", state);
            columns.put("updated_at", at);
            return columns;
        }
    }

    public CheckpointStore(Vertx vertx, Database database) {
        this.database = database;
        this.writer =
                new BatchWriter<>(
                        vertx,
                        database,
                        BatchWriter.Limits.of("checkpoints", MOST_WAITING, BATCH),
                        this::write);
    }

    /**
     * @param json what is needed to go on, in a form that only the giver knows
     */
    public void put(String pbx, String uniqueid, String json) {
        add(new CallId(pbx, uniqueid), json);
    }

    /** The call is over. */
    public void remove(String pbx, String uniqueid) {
        add(new CallId(pbx, uniqueid), "");
    }

    private void add(CallId call, String state) {
        writer.add(call, new Change(call, state, System.currentTimeMillis()));
    }

    public WriteCounters counters() {
        return writer.counters();
    }

    /** When all that was given is written, or dropped. */
    public Future<Void> flushed() {
        return writer.flushed();
    }

    private Future<Void> write(List<Change> changes) {
        List<Map<String, Object>> puts = new ArrayList<>();
        List<Map<String, Object>> removals = new ArrayList<>();
        for (Change change : changes) {
            if (change.state().isEmpty()) {
                removals.add(change.key());
            } else {
                puts.add(change.columns());
            }
        }
        return database.transaction(
                here ->
                        here.upsert("call_checkpoint", KEY, puts)
                                .compose(
                                        done ->
                                                here.batch(
                                                        "delete from call_checkpoint where pbx = #{pbx}"
                                                                + " and uniqueid = #{uniqueid}",
                                                        removals)));
    }

    /** The states of the live calls of a PBX by uniqueid, as they were last written. */
    public Future<Map<String, String>> load(String pbx) {
        return database.list(
                        "select uniqueid, state from call_checkpoint where pbx = #{pbx}",
                        Map.of("pbx", pbx),
                        row -> Map.entry(row.getString("uniqueid"), row.getString("state")))
                .map(
                        rows -> {
                            Map<String, String> states = new HashMap<>();
                            rows.forEach(row -> states.put(row.getKey(), row.getValue()));
                            return states;
                        });
    }
}
