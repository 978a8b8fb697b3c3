package io.belfry.adminweb;

import io.belfry.core.call.CallEvent;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The last events of real calls, as samples to try rules on. Any thread may ask. */
final class RecentCalls {
    private static final int MOST = 50;

    private final Deque<CallEvent> last = new ArrayDeque<>();

    synchronized void add(CallEvent event) {
        if (!event.kind().isOriginal()) {
            return;
        }
        last.addFirst(event);
        if (last.size() > MOST) {
            last.removeLast();
        }
    }

    /** Newest first. */
    synchronized List<CallEvent> all() {
        return List.copyOf(last);
    }

    Optional<JsonObject> event(String id) {
        return all().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .map(CallEventJson::of);
    }

    /**
     * The newest event of a call.
     *
     * @param callId {@code pbx:uniqueid}
     */
    Optional<JsonObject> ofCall(String callId) {
        return all().stream()
                .filter(each -> callId.equals(Today.key(each.callId())))
                .findFirst()
                .map(CallEventJson::of);
    }
}
