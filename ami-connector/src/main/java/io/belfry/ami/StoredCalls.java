package io.belfry.ami;

import io.belfry.core.bus.Claim;
import io.belfry.core.bus.WireFormat;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.CheckpointStore;
import io.belfry.core.store.ToldEvents;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls and their states as rows of the database. */
public final class StoredCalls implements CallKeeper {
    private static final Logger log = LoggerFactory.getLogger(StoredCalls.class);

    private final CallStore calls;
    private final CheckpointStore states;
    private final ToldEvents told;
    private final Clock clock;

    public StoredCalls(CallStore calls, CheckpointStore states, ToldEvents told, Clock clock) {
        this.told = told;
        this.clock = clock;
        this.calls = calls;
        this.states = states;
    }

    @Override
    public Future<List<KeptCall>> load(String pbx) {
        calls.forget();
        return states.load(pbx)
                .map(rows -> rows.values().stream().flatMap(StoredCalls::read).toList());
    }

    /** A row of another version, which can not be read, costs its call and not the start. */
    private static Stream<KeptCall> read(String json) {
        try {
            return WireFormat.decode(json) instanceof KeptCall call
                    ? Stream.of(call)
                    : Stream.empty();
        } catch (IllegalArgumentException e) {
            log.warn("A call from before can not be read and is left out: {}", e.getMessage());
            return Stream.empty();
        }
    }

    @Override
    public Future<List<CallEvent>> lately(String pbx) {
        return told.lately(pbx, clock.instant());
    }

    @Override
    public Future<Void> flushed() {
        return calls.flushed();
    }

    @Override
    public void keep(
            String pbx,
            Claim claim,
            List<CallEvent> told,
            Map<String, Optional<KeptCall>> changed) {
        Map<String, String> rows = new HashMap<>();
        changed.forEach((key, call) -> rows.put(key, call.map(WireFormat::text).orElse("")));
        calls.keep(pbx, claim.epoch(), told, rows);
    }
}
