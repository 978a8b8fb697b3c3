package io.belfry.core.store;

import io.belfry.core.store.Database.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The state of live calls, so that a restarted server or another owner can go on with them. {@link
 * CallStore} writes it, in one transaction with the events that led to it: what was told and what
 * is still to be told never contradict each other.
 */
public final class CheckpointStore {
    private static final List<String> KEY = List.of("pbx", "uniqueid");
    private static final int LONGEST_STATE = 300_000;

    private final Database database;

    public CheckpointStore(Database database) {
        this.database = database;
    }

    /**
     * A state that is there from now on.
     *
     * @param state what is needed to go on, in a form that only the giver knows; empty when the
     *     call is over
     */
    record Checkpoint(String pbx, String key, String state) {
        Map<String, Object> keys() {
            Map<String, Object> columns = new HashMap<>();
            columns.put("pbx", Texts.fit(pbx, 80));
            columns.put("uniqueid", Texts.fit(key, 200));
            return columns;
        }

        Map<String, Object> columns() {
            Map<String, Object> columns = keys();
            columns.put("state", state);
            columns.put("updated_at", System.currentTimeMillis());
            return columns;
        }
    }

    /** At most one of each call. */
    static Future<Void> write(Transaction here, Iterable<Checkpoint> changes) {
        List<Map<String, Object>> puts = new ArrayList<>();
        List<Map<String, Object>> removals = new ArrayList<>();
        for (Checkpoint change : changes) {
            // what is too long for its column must not cost the events that come with it
            if (change.state().isEmpty() || change.state().length() > LONGEST_STATE) {
                removals.add(change.keys());
            } else {
                puts.add(change.columns());
            }
        }
        return Future.all(
                        here.upsert("call_checkpoint", KEY, puts),
                        here.batch(
                                "delete from call_checkpoint where pbx = #{pbx}"
                                        + " and uniqueid = #{uniqueid}",
                                removals))
                .mapEmpty();
    }

    /** The states of the live calls of a PBX by key, as they were last written. */
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
