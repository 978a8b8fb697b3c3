package io.belfry.ami;

import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import java.time.Instant;
import java.util.Optional;

/** Remembers that we were blind until it can be told from when to when. */
final class GapWatch {
    private final String pbx;
    private Instant from = Instant.MAX;
    private int calls;

    GapWatch(String pbx) {
        this.pbx = pbx;
    }

    /** The first loss counts, however often the connection is lost before all is well. */
    void lost(Instant at, int liveCalls) {
        if (from.equals(Instant.MAX)) {
            from = at;
            calls = liveCalls;
        }
    }

    /** What could be repaired was repaired; whoever listens shall know that we were blind. */
    Optional<CallEvent> mended(Instant at) {
        if (from.equals(Instant.MAX)) {
            return Optional.empty();
        }
        String id = pbx + ":-:gap:" + from.toEpochMilli();
        CallEvent gap =
                new CallEvent.Gap(
                        new CallEvent.Head(id, at, false), Call.none(pbx, ""), from, at, calls);
        from = Instant.MAX;
        return Optional.of(gap);
    }
}
