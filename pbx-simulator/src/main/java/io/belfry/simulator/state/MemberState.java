package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.MemberPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A member of one queue: the lines that QueueMember* events carry, with their last values. */
public final class MemberState {
    /**
     * In the order of the events. QueueStatus names the first two otherwise and has no Ringinuse.
     */
    public static final List<String> LINES =
            List.of(
                    "MemberName",
                    "Interface",
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
                    "Ringinuse",
                    "Wrapuptime");

    private final Map<String, String> lines = new LinkedHashMap<>();

    static MemberState planned(MemberPlan plan, Instant since) {
        MemberState member = new MemberState();
        LINES.forEach(name -> member.lines.put(name, "0"));
        member.lines.put("MemberName", plan.memberName());
        member.lines.put("Interface", plan.address());
        member.lines.put("StateInterface", plan.stateInterface());
        member.lines.put("Membership", "static");
        member.lines.put("LoginTime", Long.toString(since.getEpochSecond()));
        member.lines.put("Status", "1");
        member.lines.put("PausedReason", "");
        return member;
    }

    static MemberState seen(AmiEvent event) {
        MemberState member = new MemberState();
        LINES.forEach(name -> member.lines.put(name, event.get(name)));
        return member;
    }

    /** From an item of QueueStatus, which has other words for name and interface. */
    static MemberState listed(AmiEvent item) {
        MemberState member = seen(item);
        member.lines.put("MemberName", item.get("Name"));
        member.lines.put("Interface", item.get("Location"));
        member.lines.put("Ringinuse", "0");
        return member;
    }

    void update(AmiEvent event) {
        LINES.stream()
                .filter(name -> event.has(name))
                .forEach(name -> lines.put(name, event.get(name)));
    }

    /** Changes one line; the next event about the member will show it. */
    public void set(String name, String value) {
        lines.put(name, value);
    }

    public String get(String name) {
        return lines.getOrDefault(name, "");
    }

    public String address() {
        return get("Interface");
    }

    public boolean paused() {
        return get("Paused").equals("1");
    }

    /** Not in use: 1; 0 is a state that nobody knows, which app_queue rings too. */
    public boolean available() {
        return !paused() && (get("Status").equals("1") || get("Status").equals("0"));
    }

    public Map<String, String> lines() {
        return new LinkedHashMap<>(lines);
    }
}
