package io.belfry.ami;

import io.belfry.core.bus.WireFormat;
import io.belfry.core.call.KeptCall;
import io.belfry.core.store.CheckpointStore;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live calls as rows of the database. */
public final class StoredCalls implements CallKeeper {
    private static final Logger log = LoggerFactory.getLogger(StoredCalls.class);

    private final CheckpointStore store;

    public StoredCalls(CheckpointStore store) {
        this.store = store;
    }

    @Override
    public Future<List<KeptCall>> load(String pbx) {
        return store.load(pbx)
                .map(rows -> rows.values().stream().flatMap(StoredCalls::read).toList());
    }

    /** A row of another version, which can not be read, costs its call and not the start. */
    private static java.util.stream.Stream<KeptCall> read(String json) {
        List<KeptCall> calls = new ArrayList<>(1);
        try {
            if (WireFormat.decode(json) instanceof KeptCall memory) {
                calls.add(memory);
            }
        } catch (IllegalArgumentException e) {
            log.warn("A call from before can not be read and is left out: {}", e.getMessage());
        }
        return calls.stream();
    }

    @Override
    public void keep(String pbx, KeptCall memory) {
        store.put(pbx, memory.key(), WireFormat.text(memory));
    }

    @Override
    public void forget(String pbx, String key) {
        store.remove(pbx, key);
    }
}
