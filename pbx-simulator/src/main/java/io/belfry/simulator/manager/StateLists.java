package io.belfry.simulator.manager;

import io.belfry.simulator.state.CEscapes;
import io.belfry.simulator.state.ChannelState;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.state.QueueState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What CoreShowChannels and QueueStatus answer: the state of the PBX as items of lists. Who has no
 * manager session can ask here too.
 */
public final class StateLists {
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

    private final PbxState state;
    private final Instant now;

    /** One event of a list, without the ActionID. */
    public record Item(String event, Map<String, String> lines) {}

    public StateLists(PbxState state, Instant now) {
        this.state = state;
        this.now = now;
    }

    /** CoreShowChannels: the youngest first. */
    public List<Item> channels() {
        List<Item> items = new ArrayList<>();
        for (ChannelState channel : state.channels()) {
            Map<String, String> lines = snapshot(channel);
            lines.put("Application", channel.application());
            lines.put("ApplicationData", channel.applicationData());
            lines.put("Duration", clock(Duration.between(channel.since(), now)));
            lines.put("BridgeId", channel.bridge());
            items.add(new Item("CoreShowChannel", lines));
        }
        return items;
    }

    static Map<String, String> snapshot(ChannelState channel) {
        Map<String, String> lines = new LinkedHashMap<>();
        ChannelState.SNAPSHOT.forEach(name -> lines.put(name, channel.get(name)));
        return lines;
    }

    private static String clock(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** QueueStatus of every queue. */
    public List<Item> queues() {
        return queues(state.queues(), "");
    }

    /**
     * @param member interface of the only member to list, empty for all
     */
    List<Item> queues(List<QueueState> asked, String member) {
        List<Item> items = new ArrayList<>();
        for (QueueState queue : asked) {
            items.add(new Item("QueueParams", params(queue)));
            queue.members().stream()
                    .filter(m -> member.isEmpty() || m.address().equals(member))
                    .forEach(m -> items.add(new Item("QueueMember", lines(queue, m))));
            int position = 1;
            for (QueueState.Entry entry : queue.entries()) {
                items.add(new Item("QueueEntry", lines(queue, entry, position++)));
            }
        }
        return items;
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
        lines.put("Channel", state.channel(entry.uniqueid()).map(ChannelState::name).orElse(""));
        lines.put("Uniqueid", entry.uniqueid());
        for (String name :
                List.of("CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName")) {
            String value =
                    state.channel(entry.uniqueid()).map(c -> c.get(name)).orElse("<unknown>");
            lines.put(name, value.equals("<unknown>") ? "unknown" : CEscapes.unescape(value));
        }
        lines.put("Wait", Long.toString(waited(entry)));
        lines.put("Priority", "0");
        return lines;
    }

    /** A difference of whole-second clocks, as app_queue counts. */
    private long waited(QueueState.Entry entry) {
        return Math.max(0, now.getEpochSecond() - entry.since().getEpochSecond());
    }
}
