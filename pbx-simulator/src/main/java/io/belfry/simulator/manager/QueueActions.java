package io.belfry.simulator.manager;

import io.belfry.simulator.state.CEscapes;
import io.belfry.simulator.state.ChannelState;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The queues as they are now: QueueStatus and QueueSummary. */
final class QueueActions {
    private static final List<String> MEMBER_LINES =
            List.of(
                    "StateInterface",
                    "Membership",
                    "Penalty",
                    "CallsTaken",
                    "LastCall",
                    "LastPause",
                    "LoginTime",
                    "InCall",
                    "Status",
                    "Paused",
                    "PausedReason",
                    "Wrapuptime");

    private final ManagedPbx pbx;

    QueueActions(ManagedPbx pbx) {
        this.pbx = pbx;
    }

    void register(ActionTable table) {
        table.add("QueueStatus", "", "Show queue status.", this::status);
        table.add("QueueSummary", "", "Show queue summary.", this::summary);
    }

    private void status(ActionRequest request) {
        String member = request.get("Member");
        ActionRequest.Listing list = request.list("Queue status will follow");
        for (QueueState queue : asked(request)) {
            list.idLast("QueueParams", params(queue));
            queue.members().stream()
                    .filter(m -> member.isEmpty() || m.address().equals(member))
                    .forEach(m -> list.idLast("QueueMember", lines(queue, m)));
            int position = 1;
            for (QueueState.Entry entry : queue.entries()) {
                list.idLast("QueueEntry", lines(queue, entry, position++));
            }
        }
        list.complete("QueueStatusComplete", Map.of());
    }

    private List<QueueState> asked(ActionRequest request) {
        String name = request.get("Queue");
        return pbx.state().queues().stream()
                .filter(queue -> name.isEmpty() || queue.name().equalsIgnoreCase(name))
                .toList();
    }

    private static Map<String, String> params(QueueState queue) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Queue", queue.name());
        lines.put("Max", "0");
        lines.put("Strategy", queue.strategy());
        lines.put("Calls", Integer.toString(queue.entries().size()));
        lines.put("Holdtime", Long.toString(queue.holdtime()));
        lines.put("TalkTime", Long.toString(queue.talktime()));
        lines.put("Completed", Long.toString(queue.completed()));
        lines.put("Abandoned", Long.toString(queue.abandoned()));
        lines.put("ServiceLevel", Integer.toString(queue.serviceLevel()));
        lines.put("ServicelevelPerf", percent(queue.serviceLevelPerformance()));
        lines.put("ServicelevelPerf2", percent(queue.serviceLevelPerformance2()));
        lines.put("Weight", "0");
        return lines;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static Map<String, String> lines(QueueState queue, MemberState member) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Queue", queue.name());
        lines.put("Name", member.get("MemberName"));
        lines.put("Location", member.address());
        MEMBER_LINES.forEach(name -> lines.put(name, member.get(name)));
        return lines;
    }

    /**
     * Unlike in channel events, names are not escaped here, and what is not known is the bare word.
     */
    private Map<String, String> lines(QueueState queue, QueueState.Entry entry, int position) {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("Queue", queue.name());
        lines.put("Position", Integer.toString(position));
        lines.put(
                "Channel",
                pbx.state().channel(entry.uniqueid()).map(ChannelState::name).orElse(""));
        lines.put("Uniqueid", entry.uniqueid());
        for (String name :
                List.of("CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName")) {
            String value =
                    pbx.state().channel(entry.uniqueid()).map(c -> c.get(name)).orElse("<unknown>");
            lines.put(name, value.equals("<unknown>") ? "unknown" : CEscapes.unescape(value));
        }
        lines.put("Wait", Long.toString(waited(entry)));
        lines.put("Priority", "0");
        return lines;
    }

    /** A difference of whole-second clocks, as app_queue counts. */
    private long waited(QueueState.Entry entry) {
        return Math.max(0, pbx.now().getEpochSecond() - entry.since().getEpochSecond());
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
