package io.belfry.simulator.replay;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.state.PbxState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was there before a recording began, as far as the recorder asked: channels and waiting
 * callers that its lists show although no event of the recording made them.
 */
public final class Before {
    private final List<Recording.Timed> channels = new ArrayList<>();
    private final List<Recording.Timed> callers = new ArrayList<>();
    private final List<Recording.Timed> members = new ArrayList<>();

    static Before of(List<Recording.Timed> events, List<Recording.Timed> dialogue) {
        Set<String> born = uniqueids(events, "Newchannel");
        Set<String> joined = uniqueids(events, "QueueCallerJoin");
        Before before = new Before();
        for (Recording.Timed item : dialogue) {
            String uniqueid = item.event().get("Uniqueid");
            if (item.event().type().equals("CoreShowChannel") && born.add(uniqueid)) {
                before.channels.add(item);
            } else if (item.event().type().equals("QueueEntry") && joined.add(uniqueid)) {
                before.callers.add(item);
            } else if (item.event().type().equals("QueueMember") && !touchedBefore(events, item)) {
                before.members.add(item);
            }
        }
        return before;
    }

    private static boolean touchedBefore(List<Recording.Timed> events, Recording.Timed member) {
        return events.stream()
                .takeWhile(timed -> timed.millis() <= member.millis())
                .map(Recording.Timed::event)
                .anyMatch(event -> event.get("Interface").equals(member.event().get("Location")));
    }

    private static Set<String> uniqueids(List<Recording.Timed> events, String type) {
        Set<String> found = new HashSet<>();
        for (Recording.Timed timed : events) {
            if (timed.event().type().equals(type)) {
                found.add(timed.event().get("Uniqueid"));
            }
        }
        return found;
    }

    /**
     * Tells a fresh state of it. Lists answer with the youngest first; the state wants the oldest
     * first.
     *
     * @param start when the recording begins
     */
    public void tell(PbxState state, Instant start) {
        for (int i = channels.size() - 1; i >= 0; i--) {
            AmiEvent event = channels.get(i).event();
            state.knowChannel(
                    event, asked(start, channels.get(i)).minus(duration(event.get("Duration"))));
        }
        members.forEach(member -> state.knowMember(member.event()));
        for (Recording.Timed caller : callers) {
            long waited = Long.parseLong(caller.event().get("Wait"));
            state.knowCaller(caller.event(), asked(start, caller).minusSeconds(waited));
        }
    }

    private static Instant asked(Instant start, Recording.Timed item) {
        return start.plusMillis(item.millis());
    }

    private static Duration duration(String clock) {
        String[] parts = clock.split(":");
        return Duration.ofHours(Long.parseLong(parts[0]))
                .plusMinutes(Long.parseLong(parts[1]))
                .plusSeconds(Long.parseLong(parts[2]));
    }
}
