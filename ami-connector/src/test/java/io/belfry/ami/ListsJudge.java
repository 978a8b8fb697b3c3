package io.belfry.ami;

import io.belfry.ami.CutPlay.Outcome;
import io.belfry.ami.CutPlay.Told;
import io.belfry.ami.ListsPlay.Asked;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.wire.CallEventJson;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what came out while lists were under way against what the events alone tell. Nothing was
 * lost, so nothing may be missing, told twice or be found ended by a list; a list that is quicker
 * than an event may tell of a beginning before it.
 */
final class ListsJudge {
    private static final Set<Kind> BEGINNINGS =
            EnumSet.of(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.OUTBOUND, Kind.OUTBOUNDUP);

    /** A phone can ring some messages before the queue, or DialBegin, says that it is called. */
    private static final int QUICKER = 10;

    private final PlayedPbx pbx;
    private final Asked asked;
    private final Outcome whole;
    private final Outcome told;
    private final Set<String> before = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private ListsJudge(PlayedPbx pbx, Outcome whole, Asked asked, Outcome told) {
        this.pbx = pbx;
        this.whole = whole;
        this.asked = asked;
        this.told = told;
        for (int i = 0; i < asked.login(); i++) {
            before.addAll(pbx.messages().get(i).channels());
        }
    }

    /**
     * @param whole what the events alone make
     * @return what is wrong, in words; empty when all is well
     */
    static List<String> judge(PlayedPbx pbx, Outcome whole, Asked asked, Outcome told) {
        ListsJudge judge = new ListsJudge(pbx, whole, asked, told);
        judge.sameEvents();
        judge.noGhosts();
        judge.talksOfBefore();
        return judge.faults;
    }

    private void sameEvents() {
        Map<String, Told> wanted = new LinkedHashMap<>();
        whole.told().stream()
                .filter(each -> counts(each.event()))
                .forEach(each -> wanted.put(each.event().id(), each));
        Set<String> ids = new HashSet<>();
        for (Told each : told.told()) {
            if (!each.event().callId().isCall()) {
                continue;
            }
            if (!ids.add(each.event().id())) {
                fault("twice: " + text(each.event()));
            } else if (counts(each.event())) {
                compare(wanted.remove(each.event().id()), each.event());
            }
        }
        wanted.values().forEach(each -> fault("missing: " + text(each.event())));
    }

    private void compare(Told wanted, CallEvent derived) {
        if (wanted == null) {
            fault("extra: " + text(derived));
            return;
        }
        boolean quicker = derived.head().recovered() && BEGINNINGS.contains(derived.kind());
        if (quicker) {
            boolean could = wanted.message() < asked.asOf() + QUICKER;
            if (!could || wanted.message() < asked.begin()) {
                fault("recovered: " + text(derived));
            }
        } else if (!text(derived).equals(text(wanted.event()))) {
            fault("not " + text(wanted.event()) + " but " + text(derived));
        }
    }

    /** Of a server that comes late, calls that began before it are judged by their talks. */
    private boolean counts(CallEvent event) {
        return event.callId().isCall()
                && !before.contains(event.callId().uniqueid())
                && !before.contains(event.call().linkedid());
    }

    private void noGhosts() {
        told.live()
                .forEach(
                        (uniqueid, memory) -> {
                            if (pbx.endState().channel(uniqueid).isEmpty()) {
                                fault("ghost: " + memory);
                            }
                        });
    }

    /** Who talked all the time while the lists came is told to talk, and each talk ends once. */
    private void talksOfBefore() {
        if (!asked.isFresh()) {
            return;
        }
        Map<String, Integer> open = new HashMap<>();
        for (Told each : told.told()) {
            String which = talk(each.event());
            if (each.event().kind() == Kind.UP) {
                open.merge(which, 1, Integer::sum);
            } else if (each.event().kind() == Kind.HANGUP
                    && open.merge(which, -1, Integer::sum) < 0) {
                fault("end of what was not there: " + text(each.event()));
            }
        }
        open.forEach(
                (which, count) -> {
                    if (count != 0 && !livesOn(which)) {
                        fault("no end: " + which);
                    }
                });
        int to = Math.max(asked.end(), asked.asOf());
        whole.told().stream()
                .filter(up -> up.event().kind() == Kind.UP && up.message() < asked.begin())
                .filter(up -> endOf(up) > to && !open.containsKey(talk(up.event())))
                .filter(up -> isTogether(up.event(), to))
                .forEach(up -> fault("not told: " + text(up.event())));
    }

    /**
     * In one bridge, in the hands of the queue, and the agent a member of it who is in a call: a
     * talk can be over before the queue says so (behind a Local channel the telephone has hung up,
     * or passed the caller on), and a member can be taken out of his queue while he talks.
     */
    private boolean isTogether(CallEvent up, int message) {
        Map<String, AmiEvent> channels = new HashMap<>();
        boolean member = false;
        for (AmiEvent e : pbx.listsAt(message)) {
            if (e.type() == AmiType.CORE_SHOW_CHANNEL) {
                channels.put(e.get(AmiField.UNIQUEID), e);
            }
            member |=
                    e.type() == AmiType.QUEUE_MEMBER
                            && e.get(AmiField.QUEUE).equals(up.call().queue())
                            && e.get(AmiField.LOCATION).equals(up.agent().peer())
                            && !e.get(AmiField.IN_CALL).equals("0");
        }
        AmiEvent caller = channels.get(up.callId().uniqueid());
        AmiEvent leg = channels.get(up.agent().uniqueid());
        return member
                && caller != null
                && leg != null
                && caller.get(AmiField.APPLICATION).equals("Queue")
                && !caller.get(AmiField.BRIDGE_ID).isEmpty()
                && caller.get(AmiField.BRIDGE_ID).equals(leg.get(AmiField.BRIDGE_ID));
    }

    private int endOf(Told up) {
        return whole.told().stream()
                .filter(each -> each.event().kind() == Kind.HANGUP)
                .filter(each -> talk(each.event()).equals(talk(up.event())))
                .mapToInt(Told::message)
                .findFirst()
                .orElse(Integer.MAX_VALUE);
    }

    private boolean livesOn(String which) {
        return pbx.endState().channel(which.substring(0, which.indexOf(' '))).isPresent();
    }

    private static String talk(CallEvent event) {
        return event.callId().uniqueid() + " " + event.agent().uniqueid();
    }

    private static String text(CallEvent event) {
        return CallEventJson.of(event).encode();
    }

    private void fault(String words) {
        faults.add(pbx.name() + " " + asked + ": " + words);
    }
}
