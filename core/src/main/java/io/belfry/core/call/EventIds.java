package io.belfry.core.call;

import io.belfry.core.call.CallEvent.Head;
import java.time.Instant;

/**
 * Ids that come out the same whenever the same fact is derived again, so that a retry, a resync or
 * a second owner can be recognised by every receiver: PBX, caller's Uniqueid, kind and what tells
 * two facts of one kind apart (leg of the agent, visit of the queue).
 */
final class EventIds {
    private EventIds() {}

    static Head head(Call call, CallEvent.Kind kind, String which, Instant at, boolean recovered) {
        return new Head(of(call.id(), kind, which), at, recovered);
    }

    static String of(CallId call, CallEvent.Kind kind, String which) {
        // a peer stands in for a leg that has no id; it may hold the slash that divides the ids of
        // pops
        return call.pbx()
                + ":"
                + call.uniqueid()
                + ":"
                + kind.word()
                + ":"
                + which.replace('/', '_');
    }
}
