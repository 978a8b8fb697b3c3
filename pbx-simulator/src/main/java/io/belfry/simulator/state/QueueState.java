package io.belfry.simulator.state;

import io.belfry.simulator.plan.QueuePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One queue: who waits, who is a member, and the statistics that app_queue keeps. */
public final class QueueState {
    private static final int SERVICE_LEVEL_SECONDS = 20;

    private final String name;
    private String strategy;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, MemberState> members = new LinkedHashMap<>();
    private long holdtime;
    private long talktime;
    private long completed;
    private long abandoned;
    private long completedInTime;
    private long abandonedInTime;

    /** From then on the figures come from the PBX itself and ours are not counted. */
    private boolean told;

    /** A caller who waits; the position is the place in the list. */
    public record Entry(String uniqueid, Instant since) {}

    QueueState(String name, String strategy) {
        this.name = name;
        this.strategy = strategy;
    }

    static QueueState planned(QueuePlan plan, Instant since) {
        QueueState queue = new QueueState(plan.name(), plan.strategy().word());
        plan.members()
                .forEach(
                        member ->
                                queue.members.put(
                                        member.address(), MemberState.planned(member, since)));
        return queue;
    }

    void join(String uniqueid, int position, Instant at) {
        leave(uniqueid);
        entries.add(Math.max(0, Math.min(position - 1, entries.size())), new Entry(uniqueid, at));
    }

    void leave(String uniqueid) {
        entries.removeIf(entry -> entry.uniqueid().equals(uniqueid));
    }

    /**
     * Averages over time as app_queue has them: three quarters of the old value, one of the new.
     */
    void connected(long hold) {
        if (told) {
            return;
        }
        holdtime = completed + abandoned == 0 && holdtime == 0 ? hold : (holdtime * 3 + hold) >> 2;
    }

    void completed(long hold, long talk) {
        if (told) {
            return;
        }
        completed++;
        talktime = completed == 1 ? talk : (talktime * 3 + talk) >> 2;
        if (hold <= SERVICE_LEVEL_SECONDS) {
            completedInTime++;
        }
    }

    void abandoned(long hold) {
        abandoned += told ? 0 : 1;
        if (hold <= SERVICE_LEVEL_SECONDS) {
            abandonedInTime++;
        }
    }

    /** The PBX says its own figures in channel variables (QUEUEHOLDTIME and others); they win. */
    void told(String variable, String value) {
        told = true;
        switch (variable) {
            case "QUEUESTRATEGY" -> strategy = value;
            case "QUEUEHOLDTIME" -> holdtime = number(value, holdtime);
            case "QUEUETALKTIME" -> talktime = number(value, talktime);
            case "QUEUECOMPLETED" -> completed = number(value, completed);
            case "QUEUEABANDONED" -> abandoned = number(value, abandoned);
            case "QUEUESRVLEVELPERF" ->
                    completedInTime = Math.round(decimal(value) / 100.0 * completed);
            default -> {}
        }
    }

    private static long number(String text, long otherwise) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    MemberState member(String address, MemberState fresh) {
        return members.computeIfAbsent(address, key -> fresh);
    }

    void remove(String address) {
        members.remove(address);
    }

    public Optional<MemberState> member(String address) {
        return Optional.ofNullable(members.get(address));
    }

    public String name() {
        return name;
    }

    public String strategy() {
        return strategy;
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<MemberState> members() {
        return List.copyOf(members.values());
    }

    public long holdtime() {
        return holdtime;
    }

    public long talktime() {
        return talktime;
    }

    public long completed() {
        return completed;
    }

    public long abandoned() {
        return abandoned;
    }

    public int serviceLevel() {
        return SERVICE_LEVEL_SECONDS;
    }

    /** Share of the completed calls that were answered in time, in percent. */
    public double serviceLevelPerformance() {
        return completed == 0 ? 0 : 100.0 * completedInTime / completed;
    }

    /** The same over all calls, the abandoned ones included. */
    public double serviceLevelPerformance2() {
        long all = completed + abandoned;
        return all == 0 ? 0 : 100.0 * (completedInTime + abandonedInTime) / all;
    }
}
