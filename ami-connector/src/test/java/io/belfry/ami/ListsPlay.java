package io.belfry.ami;

import io.belfry.ami.CutPlay.Outcome;
import io.belfry.ami.CutPlay.Told;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays a scenario into a derivation, and lets the lists that it asks for come line by line among
 * the events.
 */
final class ListsPlay {
    /**
     * Where the lines of one list stand among the messages, and which moment they show.
     *
     * @param from number of the message before which its first line comes
     * @param to of the one before which it ends; the lines between are spread evenly
     * @param asOf of the one before which the PBX was as the list says
     */
    record Listing(int from, int to, int asOf) {
        /** The whole list before one message, as of then. */
        static Listing at(int message) {
            return new Listing(message, message, message);
        }
    }

    /**
     * What is asked for while the scenario goes on.
     *
     * @param login number of the first message that is heard, by a server that knows nothing before
     *     it; {@link #ALWAYS} when everything was heard
     */
    record Asked(int login, Listing channels, Listing queues) {
        static final int ALWAYS = -1;

        int begin() {
            return Math.min(channels.from(), queues.from());
        }

        int end() {
            return Math.max(channels.to(), queues.to());
        }

        /** The youngest moment that a list shows. */
        int asOf() {
            return Math.max(channels.asOf(), queues.asOf());
        }

        boolean isFresh() {
            return login != ALWAYS;
        }
    }

    private final PlayedPbx pbx;
    private final Asked asked;
    private final AmiTranslator translator = new AmiTranslator("recording");
    private final Map<Integer, List<AmiEvent>> lines = new LinkedHashMap<>();
    private final List<Told> told = new ArrayList<>();
    private final Map<String, KeptCall> live = new LinkedHashMap<>();

    private ListsPlay(PlayedPbx pbx, Asked asked, AgentDirectory agents) {
        this.pbx = pbx;
        this.asked = asked;
        translator.configure(agents, List.of("ordernumber", "customerid"));
        place(true, asked.channels());
        place(false, asked.queues());
    }

    static Outcome of(PlayedPbx pbx, Asked asked, AgentDirectory agents) {
        return new ListsPlay(pbx, asked, agents).play();
    }

    private static List<AmiEvent> list(boolean ofChannels, List<AmiEvent> both) {
        int end = 0;
        while (both.get(end).type() != AmiType.CORE_SHOW_CHANNELS_COMPLETE) {
            end++;
        }
        return ofChannels ? both.subList(0, end + 1) : both.subList(end + 1, both.size());
    }

    private void place(boolean ofChannels, Listing where) {
        List<AmiEvent> list = list(ofChannels, pbx.listsAt(where.asOf()));
        int span = where.to() - where.from();
        for (int i = 0; i < list.size(); i++) {
            // the first line is the earliest that can be known of a list, even if it is its end
            int at = i == 0 ? where.from() : where.from() + span * (i + 1) / list.size();
            lines.computeIfAbsent(at, key -> new ArrayList<>()).add(list.get(i));
        }
    }

    private Outcome play() {
        Instant now = Instant.EPOCH;
        int first = Math.max(0, asked.login());
        for (int i = first; i <= pbx.size(); i++) {
            PlayedPbx.Message message = i < pbx.size() ? pbx.messages().get(i) : null;
            now = message == null ? now.plusSeconds(1) : message.at();
            lists(i, now);
            if (message != null) {
                read(i, message);
            }
        }
        for (Duration later : List.of(Duration.ofSeconds(1), Duration.ofMinutes(2))) {
            tell(pbx.size(), translator.tick(now.plus(later)));
        }
        return new Outcome(told, live, translator.liveCalls());
    }

    private void lists(int before, Instant at) {
        if (before == asked.begin()) {
            translator.connected();
        }
        for (AmiEvent line : lines.getOrDefault(before, List.of())) {
            tell(before, translator.tick(at));
            tell(before, translator.translate(line, at));
        }
    }

    /** The recorder's own lists are not played: only those that were asked for here count. */
    private void read(int number, PlayedPbx.Message message) {
        tell(number, translator.tick(message.at()));
        if (message.answers().isEmpty()) {
            message.event().forEach(e -> tell(number, translator.translate(e, message.at())));
        }
    }

    private void tell(int number, List<CallEvent> events) {
        events.forEach(event -> told.add(new Told(number, event)));
        translator
                .changes()
                .forEach(
                        (key, memory) ->
                                memory.ifPresentOrElse(
                                        known -> live.put(key, known), () -> live.remove(key)));
    }
}
