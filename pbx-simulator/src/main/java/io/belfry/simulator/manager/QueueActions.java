package io.belfry.simulator.manager;

import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues as they are now: QueueStatus and QueueSummary. */
final class QueueActions {
    private final ManagedPbx pbx;

    QueueActions(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void register(ActionTable table) {
        table.add("QueueStatus", "", "Show queue status.", this::status);
        table.add("QueueSummary", "", "Show queue summary.", this::summary);
    }

    private void status(ActionRequest request) {
        ActionRequest.Listing list = request.list("Queue status will follow");
        new StateLists(pbx.state(), pbx.now())
                .queues(asked(request), request.get("Member"))
                .forEach(item -> list.idLast(item.event(), item.lines()));
        list.complete("QueueStatusComplete", Map.of());
    }

    private List<QueueState> asked(ActionRequest request) {
        String name = request.get("Queue");
        return pbx.state().queues().stream()
                .filter(queue -> name.isEmpty() || queue.name().equalsIgnoreCase(name))
                .toList();
    }

    private void summary(ActionRequest request) {
        ActionRequest.Listing list = request.list("Queue summary will follow");
        for (QueueState queue : asked(request)) {
            Instant now = pbx.now();
            long longest =
                    queue.entries().stream()
                            .mapToLong(entry -> Duration.between(entry.since(), now).toSeconds())
                            .max()
                            .orElse(0);
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("Queue", queue.name());
            lines.put("LoggedIn", Long.toString(loggedIn(queue)));
            lines.put(
                    "Available",
                    Long.toString(queue.members().stream().filter(MemberState::available).count()));
            lines.put("Callers", Integer.toString(queue.entries().size()));
            lines.put("HoldTime", Long.toString(queue.holdtime()));
            lines.put("TalkTime", Long.toString(queue.talktime()));
            lines.put("LongestHoldTime", Long.toString(longest));
            list.idLast("QueueSummary", lines);
        }
        list.complete("QueueSummaryComplete", Map.of());
    }

    /** Everybody whose phone is there: 4 is an invalid device, 5 one that is unavailable. */
    private static long loggedIn(QueueState queue) {
        return queue.members().stream()
                .filter(
                        member ->
                                !member.get("Status").equals("4")
                                        && !member.get("Status").equals("5"))
                .count();
    }
}
