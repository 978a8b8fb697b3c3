package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Up;
import io.belfry.core.call.Seconds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All recordings, with the queue's words about agents coming never, three seconds late, or twice
 * and once more late: ringing, answer and end stand on what the channels do, and nothing is told
 * twice.
 */
class TwoSourcesTest {
    private static final AgentDirectory AGENTS = Expected.agents();
    private static final Duration LATE = Duration.ofSeconds(3);
    private static final long TOLERANCE_MILLIS = 150;
    private static final Set<AmiType> AGENT_EVENTS =
            EnumSet.of(
                    AmiType.AGENT_CALLED,
                    AmiType.AGENT_CONNECT,
                    AmiType.AGENT_COMPLETE,
                    AmiType.AGENT_RING_NO_ANSWER);
    private static final Set<Kind> COMPARED = EnumSet.of(Kind.RINGING, Kind.UP, Kind.HANGUP);

    /** When the agent events come. */
    enum Agents {
        AS_RECORDED,
        NEVER,
        LATE,
        TWICE
    }

    /**
     * One hangup in each has another moment or reason than app_queue gives it. Never: the channels
     * tell of a transfer when it happens, of a caller whom a manager took away at once, and nothing
     * of who was first of two at the same instant. Late: the end of a transfer is told when
     * AgentComplete comes.
     */
    private static final Map<Agents, Set<String>> OTHER_END =
            Map.of(
                    Agents.NEVER,
                    Set.of(
                            "10c-attended-transfer-dtmf",
                            "15g-local-members-blind-transfer",
                            "20b-actions-during-call",
                            "24-answer-vs-hangup-race",
                            "v18-15g-local-members-blind-transfer"),
                    Agents.LATE,
                    Set.of(
                            "09-blind-transfer-to-queue",
                            "09c-blind-transfer-dtmf",
                            "10-attended-transfer",
                            "10c-attended-transfer-dtmf",
                            "10d-attended-transfer-to-queue",
                            "15g-local-members-blind-transfer",
                            "19-load",
                            "24-answer-vs-hangup-race",
                            "v18-09-blind-transfer-to-queue",
                            "v18-10-attended-transfer",
                            "v18-15g-local-members-blind-transfer"),
                    Agents.TWICE,
                    Set.of());

    static Stream<Arguments> recordings() {
        return RecordingsTest.scenarios()
                .flatMap(
                        scenario ->
                                OTHER_END.keySet().stream()
                                        .sorted()
                                        .map(agents -> Arguments.of(agents, scenario)));
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void ringingAnswerAndEndAreToldWithoutTheQueuesWord(Agents agents, String scenario)
            throws IOException {
        PlayedPbx pbx = PlayedPbx.of(scenario, at -> at == 0);
        List<CallEvent> whole = play(pbx, Agents.AS_RECORDED);

        List<CallEvent> told = play(pbx, agents);

        assertThat(told.stream().map(TwoSourcesTest::who))
                .containsExactlyInAnyOrderElementsOf(
                        whole.stream().map(TwoSourcesTest::who).toList());
        assertThat(whole.stream().filter(event -> !isAsWell(event, told)))
                .allMatch(event -> event.kind() == Kind.HANGUP)
                .hasSize(OTHER_END.get(agents).contains(scenario) ? 1 : 0);
    }

    /** All but times and reason. */
    private static String who(CallEvent event) {
        return String.join(
                " ",
                event.id(),
                event.call().queue(),
                event.call().channel(),
                event.call().context(),
                event.call().extension(),
                event.call().caller().toString(),
                event.agent().name(),
                event.agent().number(),
                event.agent().peer());
    }

    /**
     * The same event with the same moment and reason, and figures that differ by a second at most.
     */
    private static boolean isAsWell(CallEvent event, List<CallEvent> told) {
        Optional<CallEvent> other =
                told.stream().filter(e -> e.id().equals(event.id())).findFirst();
        return other.isPresent()
                && Duration.between(event.at(), other.get().at()).abs().toMillis()
                        <= TOLERANCE_MILLIS
                && figures(event, other.get());
    }

    private static boolean figures(CallEvent event, CallEvent other) {
        if (event instanceof Up up && other instanceof Up otherUp) {
            return near(up.holdtime(), otherUp.holdtime());
        }
        if (event instanceof Hangup end && other instanceof Hangup otherEnd) {
            return end.reason().equals(otherEnd.reason())
                    && near(end.holdtime(), otherEnd.holdtime())
                    && near(end.talktime(), otherEnd.talktime());
        }
        return true;
    }

    /** Whole-second clocks; of calls that began before us the beginning is not known. */
    private static boolean near(Seconds one, Seconds other) {
        return !other.isKnown() || Math.abs(one.value() - other.value()) <= 1;
    }

    private static List<CallEvent> play(PlayedPbx pbx, Agents agents) {
        AmiTranslator translator = new AmiTranslator("recording");
        translator.configure(AGENTS, List.of());
        List<CallEvent> told = new ArrayList<>();
        Instant now = Instant.EPOCH;
        // as after a login: the members of the queues are known
        for (AmiEvent e : pbx.listsAt(0)) {
            translator.translate(e, now);
        }
        PriorityQueue<Due> events = events(pbx, agents);
        while (!events.isEmpty()) {
            Due next = events.poll();
            now = next.at();
            told.addAll(translator.tick(now));
            told.addAll(translator.translate(next.event(), now));
        }
        told.addAll(translator.tick(now.plusSeconds(2)));
        return told.stream().filter(event -> COMPARED.contains(event.kind())).toList();
    }

    private static PriorityQueue<Due> events(PlayedPbx pbx, Agents agents) {
        PriorityQueue<Due> events =
                new PriorityQueue<>(Comparator.comparing(Due::at).thenComparing(Due::number));
        for (PlayedPbx.Message message : pbx.messages()) {
            for (AmiEvent event : message.event()) {
                Agents how = AGENT_EVENTS.contains(event.type()) ? agents : Agents.AS_RECORDED;
                if (how == Agents.AS_RECORDED || how == Agents.TWICE) {
                    events.add(new Due(message.at(), events.size(), event));
                }
                if (how == Agents.TWICE) {
                    events.add(new Due(message.at(), events.size(), event));
                }
                if (how == Agents.TWICE || how == Agents.LATE) {
                    events.add(new Due(message.at().plus(LATE), events.size(), event));
                }
            }
        }
        return events;
    }

    private record Due(Instant at, int number, AmiEvent event) {}
}
