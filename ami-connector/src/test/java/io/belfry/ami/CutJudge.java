package io.belfry.ami;

import io.belfry.ami.CutPlay.Cut;
import io.belfry.ami.CutPlay.Outcome;
import io.belfry.ami.CutPlay.Told;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds what came out of a scenario with a gap against what came out of the whole: nobody is left
 * talking or waiting, each call ends once, what the gap did not touch is the same to the letter.
 */
final class CutJudge {
    private static final Set<Kind> OUTBOUND =
            EnumSet.of(Kind.OUTBOUND, Kind.OUTBOUNDUP, Kind.OUTBOUNDHANGUP);

    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final PlayedPbx pbx;
    private final Outcome whole;
    private final Cut cut;
    private final Outcome cutOff;
    private final List<CallEvent> after;
    private final List<String> faults = new ArrayList<>();

    private CutJudge(PlayedPbx pbx, Outcome whole, Cut cut, Outcome cutOff) {
        this.pbx = pbx;
        this.whole = whole;
        this.cut = cut;
        this.cutOff = cutOff;
        this.after =
                cutOff.told().stream()
                        .filter(each -> !cut.fresh() || each.message() >= cut.back())
                        .map(Told::event)
                        .toList();
    }

    /**
     * @return what is wrong, in words; empty when all is well
     */
    static List<String> judge(PlayedPbx pbx, Outcome whole, Cut cut, Outcome cutOff) {
        CutJudge judge = new CutJudge(pbx, whole, cut, cutOff);
        judge.nothingTwice();
        judge.noGhosts();
        judge.everyTalkEndsOnce();
        judge.everyStayEnds();
        judge.endsAreThoseOfTheWhole();
        judge.untouchedCallsAreTheSame();
        return judge.faults;
    }

    private void nothingTwice() {
        Set<String> ids = new HashSet<>();
        for (CallEvent event : after) {
            if (event.callId().isCall() && !ids.add(event.id())) {
                fault("twice: " + text(event));
            }
        }
    }

    private void noGhosts() {
        cutOff.live()
                .forEach(
                        (uniqueid, memory) -> {
                            if (pbx.endState().channel(uniqueid).isEmpty()) {
                                fault("ghost: " + memory);
                            }
                        });
    }

    private void everyTalkEndsOnce() {
        Map<String, Integer> talks = new LinkedHashMap<>();
        for (CallEvent event : after) {
            String which = leg(event);
            if (event.kind() == Kind.UP) {
                talks.merge(which, 1, Integer::sum);
            } else if (event.kind() == Kind.HANGUP && talks.merge(which, -1, Integer::sum) < 0) {
                fault("end of what was not there: " + text(event));
            }
        }
        talks.forEach(
                (which, open) -> {
                    if (open > 0 && !livesOn(which)) {
                        fault("no end: " + which);
                    }
                });
    }

    private void everyStayEnds() {
        Map<String, Integer> stays = new LinkedHashMap<>();
        for (CallEvent event : after) {
            String which = stay(event);
            switch (event.kind()) {
                case QUEUED -> stays.merge(which, 1, Integer::sum);
                case UP, ABANDON, LEAVE -> stays.computeIfPresent(which, (key, n) -> n - 1);
                default -> {}
            }
        }
        stays.forEach(
                (which, open) -> {
                    if (open > 0 && !livesOn(which)) {
                        fault("waits for ever: " + which);
                    }
                });
    }

    /** What goes on over the gap ends as it does without one; what ends in it is recovered. */
    private void endsAreThoseOfTheWhole() {
        Map<String, List<CallEvent>> ends =
                after.stream()
                        .filter(event -> event.kind() == Kind.HANGUP)
                        .collect(Collectors.groupingBy(CutJudge::leg));
        Map<String, List<Told>> wanted =
                whole.told().stream()
                        .filter(end -> end.event().kind() == Kind.HANGUP)
                        .collect(Collectors.groupingBy(end -> leg(end.event())));
        for (Told up : whole.told()) {
            if (up.event().kind() == Kind.UP) {
                String leg = leg(up.event());
                wanted.getOrDefault(leg, List.of())
                        .forEach(end -> compareTalk(up, end, ends.getOrDefault(leg, List.of())));
            }
        }
    }

    private void compareTalk(Told up, Told end, List<CallEvent> ends) {
        boolean known = up.message() < cut.at() && !cut.fresh();
        if (known && end.message() >= cut.back()) {
            boolean once = ends.size() == 1;
            // he was taken away from the agent in the gap, and the queue has not said so yet
            boolean proved = once && ends.get(0).head().recovered() && partedInGap(up.event());
            if (!once || !proved && !talk(ends.get(0)).equals(talk(end.event()))) {
                fault("goes on, but ends " + texts(ends) + ", not " + text(end.event()));
            }
        } else if (known && end.message() >= cut.at()) {
            if (ends.size() != 1) {
                fault("ended in the gap, but " + texts(ends));
            }
        }
    }

    private boolean partedInGap(CallEvent up) {
        String leg = bridge(up.agent().uniqueid());
        return cut.lost() > 0 && (leg.isEmpty() || !leg.equals(bridge(up.callId().uniqueid())));
    }

    /** When the connection was there again. */
    private String bridge(String channel) {
        return pbx.listsAt(cut.back()).stream()
                .filter(e -> e.get(AmiField.UNIQUEID).equals(channel))
                .map(e -> e.get(AmiField.BRIDGE_ID))
                .findFirst()
                .orElse("");
    }

    private void untouchedCallsAreTheSame() {
        if (cut.fresh()) {
            sameSince();
            return;
        }
        Set<String> touched = new HashSet<>();
        for (int i = cut.at(); i < Math.min(cut.back(), pbx.size()); i++) {
            touched.addAll(pbx.messages().get(i).channels());
            // a late AgentComplete names no channel that is gone, only the member
            pbx.messages().get(i).event().forEach(e -> touched.add(e.get(AmiField.INTERFACE)));
        }
        same(
                event ->
                        event.callId().isCall()
                                && !touched.contains(event.callId().uniqueid())
                                && !touched.contains(event.call().linkedid())
                                && !touched.contains(event.agent().uniqueid())
                                && !touched.contains(event.agent().peer()));
    }

    /** A server that comes late tells all of the calls that begin after that. */
    private void sameSince() {
        Set<String> before = new HashSet<>();
        for (int i = 0; i < Math.min(cut.back(), pbx.size()); i++) {
            before.addAll(pbx.messages().get(i).channels());
        }
        same(
                event ->
                        event.callId().isCall()
                                && !before.contains(event.callId().uniqueid())
                                && !before.contains(event.call().linkedid()));
    }

    private void same(Predicate<CallEvent> counts) {
        List<CallEvent> wanted = new ArrayList<>();
        Map<String, CallEvent> derived = new LinkedHashMap<>();
        after.stream().filter(counts).forEach(event -> derived.put(event.id(), event));
        for (CallEvent event : whole.events()) {
            // mostly it is the same to the letter, and need not be written out
            if (counts.test(event) && !derived.remove(event.id(), event)) {
                wanted.add(event);
            }
        }
        List<String> others = texts(derived.values().stream().map(this::notQuicker).toList());
        for (String each : texts(wanted)) {
            if (!others.remove(each)) {
                fault("missing: " + each);
            }
        }
        others.forEach(each -> fault("extra: " + each));
    }

    /**
     * What the PBX is about to say can be seen in its lists a moment before: a phone rings before
     * the queue says that it calls the agent, a talk is over before the queue says why. Just then
     * the list is the first to tell, and what is told is the same but for what no list knows.
     */
    private CallEvent notQuicker(CallEvent event) {
        return whole.told().stream()
                .filter(each -> event.head().recovered())
                .filter(each -> each.event().id().equals(event.id()))
                .filter(each -> isAboutToBeSaid(each.message()))
                .map(Told::event)
                .findFirst()
                .orElse(event);
    }

    private boolean isAboutToBeSaid(int message) {
        return message >= cut.back()
                && message < pbx.size()
                && Duration.between(
                                        pbx.messages().get(cut.back()).at(),
                                        pbx.messages().get(message).at())
                                .compareTo(A_MOMENT)
                        <= 0;
    }

    private boolean livesOn(String which) {
        return pbx.endState().channel(which.substring(0, which.indexOf(' '))).isPresent();
    }

    private static String leg(CallEvent event) {
        return event.callId().uniqueid() + " " + event.agent().uniqueid();
    }

    private static String stay(CallEvent event) {
        return event.callId().uniqueid() + " " + event.call().queue();
    }

    private static List<String> texts(List<CallEvent> events) {
        return new ArrayList<>(events.stream().map(CutJudge::text).toList());
    }

    /** What a snapshot proved has no moment of its own. */
    private static String text(CallEvent event) {
        JsonObject json = CallEventJson.of(event);
        if (event.head().recovered()) {
            json.remove("time");
        }
        return json.encode();
    }

    /**
     * Which device stood behind a Local channel, and what variables were set to, may have been told
     * in the gap (variables are asked for; here is nobody who answers).
     */
    private static String talk(CallEvent event) {
        JsonObject json = new JsonObject(text(event));
        List.of("device", "ordernumber", "customerid").forEach(json::remove);
        return json.encode();
    }

    private void fault(String words) {
        faults.add(pbx.name() + " " + cut + ": " + words);
    }
}
