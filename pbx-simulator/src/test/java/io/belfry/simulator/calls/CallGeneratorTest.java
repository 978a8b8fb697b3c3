package io.belfry.simulator.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.Recordings;
import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A mixture of calls: what the events say and what the telephones wrote down must be the same
 * story.
 */
class CallGeneratorTest {
    private final List<AmiEvent> events = new ArrayList<>();
    private InstantPbx pbx;

    private CallGenerator run(long seed, double rate, long calls, CallMix mix) {
        return run(seed, rate, calls, mix, Quirks.AS_RECORDED);
    }

    private CallGenerator run(long seed, double rate, long calls, CallMix mix, Quirks quirks) {
        events.clear();
        pbx =
                new InstantPbx(
                        PbxPlan.ofRecordings(), seed, quirks, (at, event) -> events.add(event));
        CallGenerator generator =
                new CallGenerator(
                        pbx.calls(),
                        PbxPlan.ofRecordings(),
                        new CallGenerator.Settings(rate, seed, calls, mix));
        generator.start();
        while (!generator.finished().isDone()) {
            pbx.run(Duration.ofMinutes(1));
            assertThat(pbx.now()).isBefore(InstantPbx.START.plus(Duration.ofHours(12)));
        }
        return generator;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void afterAllCallsNothingIsLeft(long seed) {
        CallGenerator generator = run(seed, 0.5, 200, CallMix.standard());

        assertThat(generator.placed() + generator.skipped()).isEqualTo(200);
        assertThat(pbx.journal().finished()).hasSize((int) generator.placed());
        assertThat(pbx.journal().open()).isZero();
        assertThat(pbx.calls().liveChannels()).isZero();
        assertThat(pbx.state().channels()).isEmpty();
        assertThat(pbx.state().bridges()).isEmpty();
        assertThat(pbx.state().queues()).allMatch(queue -> queue.entries().isEmpty());
        assertThat(pbx.state().queues())
                .flatExtracting(queue -> queue.members())
                .allMatch(
                        member ->
                                member.get("Status").equals("1")
                                        && member.get("InCall").equals("0"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theEventsTellWhatTheTelephonesDid(long seed) {
        run(seed, 0.5, 200, CallMix.standard());

        List<CallTruth> truth = pbx.journal().finished();
        assertThat(told("AgentCalled")).isEqualTo(written(truth, CallGeneratorTest::queueRings));
        assertThat(told("AgentConnect")).isEqualTo(written(truth, CallGeneratorTest::queueTalks));
        assertThat(told("QueueCallerJoin"))
                .isEqualTo(written(truth, call -> waits(call, w -> true)));
        assertThat(told("QueueCallerAbandon"))
                .isEqualTo(
                        written(truth, call -> waits(call, w -> w.result() != Outcome.ANSWERED)));
        assertThat(events.stream().filter(e -> e.type().equals("AgentComplete")).count())
                .isEqualTo(truth.stream().mapToLong(call -> queueTalks(call).size()).sum());
    }

    /** Uniqueid of the caller → queue and member, for each such event. */
    private Map<String, List<String>> told(String type) {
        Map<String, List<String>> all = new TreeMap<>();
        events.stream()
                .filter(event -> event.type().equals(type))
                .forEach(
                        event ->
                                all.computeIfAbsent(event.get("Uniqueid"), id -> new ArrayList<>())
                                        .add(event.get("Queue") + " " + event.get("Interface")));
        all.values().forEach(list -> list.sort(Comparator.naturalOrder()));
        return all;
    }

    private interface Lines {
        List<String> of(CallTruth call);
    }

    private static Map<String, List<String>> written(List<CallTruth> truth, Lines lines) {
        Map<String, List<String>> all = new TreeMap<>();
        for (CallTruth call : truth) {
            List<String> sorted = lines.of(call).stream().sorted().collect(Collectors.toList());
            if (!sorted.isEmpty()) {
                all.put(call.uniqueid(), sorted);
            }
        }
        return all;
    }

    private static List<String> queueRings(CallTruth call) {
        return call.rings().stream()
                .filter(ring -> !ring.queue().isEmpty())
                .map(ring -> ring.queue() + " " + ring.address())
                .toList();
    }

    private static List<String> queueTalks(CallTruth call) {
        return call.talks().stream()
                .filter(talk -> !talk.queue().isEmpty())
                .map(talk -> talk.queue() + " " + talk.address())
                .toList();
    }

    private static List<String> waits(CallTruth call, Predicate<CallTruth.Wait> which) {
        return call.waits().stream().filter(which).map(wait -> wait.queue() + " ").toList();
    }

    @Test
    void everyChannelAndBridgeEndsOnce() {
        run(7, 1, 150, CallMix.standard());

        assertThat(values("Hangup", "Uniqueid")).isEqualTo(values("Newchannel", "Uniqueid"));
        assertThat(new HashSet<>(values("Hangup", "Uniqueid")))
                .hasSameSizeAs(values("Hangup", "Uniqueid"));
        assertThat(values("BridgeDestroy", "BridgeUniqueid"))
                .isEqualTo(values("BridgeCreate", "BridgeUniqueid"));
        assertThat(values("BridgeLeave", "Uniqueid")).isEqualTo(values("BridgeEnter", "Uniqueid"));
    }

    /** Sorted. */
    private List<String> values(String type, String line) {
        return events.stream()
                .filter(e -> e.type().equals(type))
                .map(e -> e.get(line))
                .sorted()
                .toList();
    }

    @Test
    void noTelephoneIsInTwoConversationsOfQueuesAtOnce() {
        run(11, 2, 250, CallMix.standard());

        Map<String, List<CallTruth.Talk>> byPhone =
                pbx.journal().finished().stream()
                        .flatMap(call -> call.talks().stream())
                        .filter(talk -> !talk.queue().isEmpty())
                        .collect(Collectors.groupingBy(CallTruth.Talk::device));
        assertThat(byPhone).hasSizeGreaterThan(5);
        byPhone.forEach(
                (phone, talks) -> {
                    List<CallTruth.Talk> sorted =
                            talks.stream()
                                    .sorted(Comparator.comparing(CallTruth.Talk::from))
                                    .toList();
                    for (int i = 1; i < sorted.size(); i++) {
                        assertThat(sorted.get(i).from())
                                .as(phone)
                                .isAfterOrEqualTo(sorted.get(i - 1).until());
                    }
                });
    }

    @Test
    void ringAllHasOneWinnerAndLosersWhoKnowIt() {
        run(3, 0.2, 50, CallMix.only(Scenario.RING_ALL));

        List<CallTruth> truth = pbx.journal().finished();
        assertThat(truth).allMatch(call -> call.outcome() == Outcome.ANSWERED);
        assertThat(truth)
                .allMatch(
                        call ->
                                call.rings().stream()
                                                .filter(r -> r.result() == RingResult.ANSWERED)
                                                .count()
                                        == 1);
        assertThat(truth)
                .anyMatch(
                        call ->
                                call.rings().stream()
                                        .anyMatch(
                                                r -> r.result() == RingResult.ANSWERED_ELSEWHERE));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyScenarioComesToAnEndAlone(Scenario scenario) {
        CallGenerator generator = run(17, 0.02, 12, CallMix.only(scenario));

        assertThat(generator.placed()).isEqualTo(12);
        assertThat(pbx.state().channels()).isEmpty();
        assertThat(pbx.journal().finished())
                .extracting(CallTruth::outcome)
                .containsOnly(expected(scenario));
        assertThat(pbx.journal().finished())
                .extracting(CallTruth::scenario)
                .containsOnly(scenario.name());
    }

    private static Outcome expected(Scenario scenario) {
        return switch (scenario) {
            case ABANDONED_RINGING, ABANDONED_WAITING -> Outcome.ABANDONED;
            case QUEUE_TIMEOUT -> Outcome.TIMEOUT;
            case OUTBOUND_BUSY -> Outcome.BUSY;
            case OUTBOUND_NO_ANSWER -> Outcome.NO_ANSWER;
            case OUTBOUND_CANCELLED -> Outcome.CANCELLED;
            default -> Outcome.ANSWERED;
        };
    }

    @Test
    void theSameSeedTellsTheSameStoryWordForWord() {
        run(42, 1, 150, CallMix.standard());
        byte[] first = Recordings.join(events);
        List<CallTruth> truth = pbx.journal().finished();

        run(42, 1, 150, CallMix.standard());

        assertThat(Recordings.join(events)).isEqualTo(first);
        assertThat(pbx.journal().finished()).isEqualTo(truth);
    }

    @Test
    void anotherSeedTellsAnother() {
        run(42, 1, 50, CallMix.standard());
        byte[] first = Recordings.join(events);

        run(43, 1, 50, CallMix.standard());

        assertThat(Recordings.join(events)).isNotEqualTo(first);
    }

    @Test
    void someCompletesComeLateAndWithoutChannelLines() {
        run(5, 0.3, 60, CallMix.only(Scenario.ANSWERED_CALLER_HANGS_UP), new Quirks(0.2, 0.2, 0));

        List<AmiEvent> completes =
                events.stream().filter(e -> e.type().equals("AgentComplete")).toList();
        assertThat(completes)
                .anyMatch(e -> !e.headers().has("DestChannel") && e.headers().has("Channel"));
        assertThat(completes)
                .anyMatch(e -> !e.headers().has("Channel") && e.get("Queue").length() > 0);
        assertThat(completes)
                .allMatch(e -> e.headers().has("Interface") && e.headers().has("Reason"));
    }

    @Test
    void theTelephonesWriteBeforeThePbxSpeaks() {
        Set<String> early = new HashSet<>();
        InstantPbx[] here = new InstantPbx[1];
        here[0] =
                new InstantPbx(
                        PbxPlan.ofRecordings(),
                        1,
                        Quirks.NONE,
                        (at, event) -> {
                            boolean first =
                                    event.type().equals("Newchannel")
                                            && here[0].journal().placed() == 0;
                            boolean last =
                                    event.type().equals("QueueCallerAbandon")
                                            && here[0].journal().finished().isEmpty()
                                            && event.get("Channel").isEmpty();
                            if (first || last) {
                                early.add(event.type());
                            }
                        });

        here[0].calls()
                .place(
                        CallOrder.inbound(
                                "test",
                                "0255512345",
                                "",
                                "6000",
                                Scene.abandoned(Duration.ofSeconds(3))));
        here[0].runUntilQuiet(Duration.ofMinutes(1));

        assertThat(early).isEmpty();
        assertThat(here[0].journal().finished()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverTheManagerDoesToCallsEverythingEndsOnce(long seed) {
        events.clear();
        pbx =
                new InstantPbx(
                        PbxPlan.ofRecordings(),
                        seed,
                        Quirks.AS_RECORDED,
                        (at, event) -> events.add(event));
        CallGenerator generator =
                new CallGenerator(
                        pbx.calls(),
                        PbxPlan.ofRecordings(),
                        CallGenerator.Settings.of(1, seed, 150));
        generator.start();
        Random random = new Random(seed);

        while (!generator.finished().isDone()) {
            pbx.run(Duration.ofMillis(700));
            meddle(random);
            assertThat(pbx.now()).isBefore(InstantPbx.START.plus(Duration.ofHours(2)));
        }

        assertThat(values("Hangup", "Uniqueid")).isEqualTo(values("Newchannel", "Uniqueid"));
        assertThat(values("BridgeDestroy", "BridgeUniqueid"))
                .isEqualTo(values("BridgeCreate", "BridgeUniqueid"));
        assertThat(pbx.state().channels()).isEmpty();
        assertThat(pbx.state().queues()).allMatch(queue -> queue.entries().isEmpty());
        assertThat(pbx.calls().liveChannels()).isZero();
        assertThat(pbx.calls().idlePhones()).hasSameSizeAs(PbxPlan.ofRecordings().agents());
        assertThat(pbx.journal().open()).isZero();
        assertThat(events.stream().filter(e -> e.type().equals("AgentConnect")).count())
                .isEqualTo(events.stream().filter(e -> e.type().equals("AgentComplete")).count());
    }

    private void meddle(Random random) {
        List<String> live = pbx.state().channels().stream().map(channel -> channel.name()).toList();
        if (live.isEmpty()) {
            return;
        }
        String channel = live.get(random.nextInt(live.size()));
        switch (random.nextInt(5)) {
            case 0 -> pbx.calls().hangup(channel, 16);
            case 1 -> pbx.calls().redirect(channel, "queues", "6001");
            case 2 -> pbx.calls().redirect(channel, "from-internal", "2003");
            case 3 -> pbx.calls().redirect(channel, "nowhere", "1");
            default ->
                    pbx.state().queues().stream()
                            .filter(queue -> !queue.entries().isEmpty())
                            .findAny()
                            .ifPresent(
                                    queue ->
                                            pbx.calls()
                                                    .withdraw(
                                                            queue.name(),
                                                            queue.entries().get(0).uniqueid(),
                                                            "x"));
        }
    }

    @Test
    void aBigPbxTakesManyCallsASecond() {
        PbxPlan plan = PbxPlan.ofSize(300, 12);
        InstantPbx big = new InstantPbx(plan, 1, Quirks.AS_RECORDED, (at, event) -> {});
        CallMix mix =
                CallMix.standard()
                        .withWeights(
                                Map.of(Scenario.ANSWERED_CALLER_HANGS_UP, 3, Scenario.RING_ALL, 1))
                        .withTalk(CallMix.Span.seconds(2, 4));
        CallGenerator generator =
                new CallGenerator(big.calls(), plan, new CallGenerator.Settings(30, 1, 200, mix));
        generator.start();

        Instant end = big.now().plus(Duration.ofMinutes(3));
        while (!generator.finished().isDone() && big.now().isBefore(end)) {
            big.run(Duration.ofSeconds(5));
        }

        assertThat(big.journal().finished())
                .hasSize(200)
                .allMatch(call -> call.outcome() == Outcome.ANSWERED);
    }
}
