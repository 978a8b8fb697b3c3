package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays a scenario into a derivation, with the connection lost somewhere and a snapshot when it is
 * there again.
 */
final class CutPlay {
    /**
     * @param at number of the message before which the connection was lost
     * @param lost how many messages nobody read
     * @param fresh a server that knows nothing takes over
     */
    record Cut(int at, int lost, boolean fresh) {
        static final Cut NONE = new Cut(-1, 0, false);

        int back() {
            return at + lost;
        }
    }

    /** An event and how many messages had been read, or missed, when it came out. */
    record Told(int message, CallEvent event) {}

    /**
     * @param live callers of whom something is still kept as a live call, with it
     */
    record Outcome(List<Told> told, Map<String, KeptCall> live, int liveCalls) {
        List<CallEvent> events() {
            return told.stream().map(Told::event).toList();
        }
    }

    private final PlayedPbx pbx;
    private final Cut cut;
    private final AgentDirectory agents;
    private final List<Told> told = new ArrayList<>();
    private final Map<String, KeptCall> live = new LinkedHashMap<>();
    private AmiTranslator translator;

    private CutPlay(PlayedPbx pbx, Cut cut, AgentDirectory agents) {
        this.pbx = pbx;
        this.cut = cut;
        this.agents = agents;
        this.translator = translator();
    }

    static Outcome of(PlayedPbx pbx, Cut cut, AgentDirectory agents) {
        return new CutPlay(pbx, cut, agents).play();
    }

    private AmiTranslator translator() {
        AmiTranslator made = new AmiTranslator("recording");
        made.configure(agents, List.of("ordernumber", "customerid"));
        return made;
    }

    private Outcome play() {
        Set<String> torn = new HashSet<>();
        Instant now = Instant.EPOCH;
        for (int i = 0; i <= pbx.size(); i++) {
            PlayedPbx.Message message = i < pbx.size() ? pbx.messages().get(i) : null;
            now = message == null ? now.plusSeconds(1) : message.at();
            if (i == cut.back()) {
                back(i, now);
            }
            if (message == null) {
                break;
            }
            if (i < cut.back() && cut.at() >= 0) {
                torn.add(message.answers());
            }
            boolean lost = i >= cut.at() && i < cut.back() && !message.login();
            boolean ofOldConnection =
                    i >= cut.back()
                            && !message.answers().isEmpty()
                            && torn.contains(message.answers());
            if (!lost && !ofOldConnection) {
                read(i, message);
            }
        }
        for (Duration later : List.of(Duration.ofSeconds(1), Duration.ofMinutes(2))) {
            tell(pbx.size(), translator.tick(now.plus(later)));
        }
        return new Outcome(told, live, translator.liveCalls());
    }

    private void read(int number, PlayedPbx.Message message) {
        if (message.first()) {
            translator.connected();
        }
        tell(number, translator.tick(message.at()));
        message.event().forEach(e -> tell(number, translator.translate(e, message.at())));
    }

    private void back(int number, Instant at) {
        if (cut.fresh()) {
            translator = translator();
            live.clear();
        }
        tell(number, translator.tick(at));
        translator.lost();
        translator.connected();
        pbx.listsAt(number).forEach(e -> tell(number, translator.translate(e, at)));
    }

    private void tell(int number, List<CallEvent> events) {
        events.forEach(event -> told.add(new Told(number, event)));
        translator
                .changes()
                .forEach(
                        (uniqueid, memory) ->
                                memory.ifPresentOrElse(
                                        known -> live.put(uniqueid, known),
                                        () -> live.remove(uniqueid)));
    }
}
