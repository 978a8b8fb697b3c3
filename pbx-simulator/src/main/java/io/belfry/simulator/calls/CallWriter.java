package io.belfry.simulator.calls;

import io.belfry.simulator.calls.Script.Reaction;
import io.belfry.simulator.calls.Script.Side;
import io.belfry.simulator.calls.Script.Step;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.plan.MemberPlan;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.plan.QueuePlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Makes up calls: who calls which number, and what everybody will do. The same random numbers give
 * the same calls.
 */
final class CallWriter {
    private static final List<String> NAMES =
            List.of(
                    "",
                    "",
                    "",
                    "Mario Conti",
                    "ACME Spa",
                    "Giulia D'Angelo",
                    "Hans Müller",
                    "Studio Legale");
    private static final List<String> HOSTILE =
            List.of(
                    "<script>alert(1)</script>",
                    "Łukasz Żółć 日本語 🦄 \u202eevil",
                    "Robert'); DROP TABLE calls;--",
                    "${SHELL(id)} {{7*7}} %0d%0aEvent: Hangup",
                    "\"><img src=x onerror=alert(1)>",
                    "tab\there, line\r\nEvent: Hangup\r\nUniqueid: 1.1",
                    "x".repeat(79));
    private static final List<String> PREFIXES =
            List.of("02", "06", "011", "+3933", "+4989", "0044");

    private final PbxPlan plan;
    private final CallMix mix;
    private final Random random;
    private int written;

    CallWriter(PbxPlan plan, CallMix mix, Random random) {
        this.plan = plan;
        this.mix = mix;
        this.random = random;
    }

    /**
     * Empty if it needs an agent with nothing to do and there is none, or a queue that this PBX
     * does not have.
     */
    Optional<CallOrder> write(Supplier<List<String>> idlePhones) {
        Scenario scenario = mix.pick(random);
        written++;
        if (scenario.byAgent()) {
            return pick(idlePhones.get()).map(device -> outbound(scenario, device));
        }
        return did(scenario).map(did -> inbound(scenario, did));
    }

    private CallOrder outbound(Scenario scenario, String device) {
        String number = "9028%07d".formatted(random.nextInt(10_000_000));
        Scene scene =
                Scene.answered(ring(), talk(), side())
                        .withCallee(
                                switch (scenario) {
                                    case OUTBOUND_BUSY -> Reaction.rejectAfter(ring());
                                    case OUTBOUND_NO_ANSWER, OUTBOUND_CANCELLED ->
                                            Reaction.ignore();
                                    default -> Reaction.answerAfter(ring());
                                });
        Script script =
                scenario == Scenario.OUTBOUND_CANCELLED ? scene.withPatience(ring()) : scene;
        return CallOrder.outbound(scenario.name(), device, number, script);
    }

    private CallOrder inbound(Scenario scenario, String did) {
        String number = pick(PREFIXES).orElseThrow() + (1_000_000 + random.nextInt(9_000_000));
        boolean hostile = random.nextDouble() < mix.hostileNames();
        String name = pick(hostile ? HOSTILE : NAMES).orElseThrow();
        return CallOrder.inbound(scenario.name(), number, name, did, scene(scenario))
                .with("ordernumber", "A-%05d".formatted(written))
                .with("customerid", "C-" + random.nextInt(1000));
    }

    private Scene scene(Scenario scenario) {
        Scene plain = Scene.answered(ring(), talk(), side()).withPatience(Duration.ofMinutes(3));
        return switch (scenario) {
            case ANSWERED_CALLER_HANGS_UP -> Scene.answered(ring(), talk(), Side.CALLER);
            case ANSWERED_AGENT_HANGS_UP -> Scene.answered(ring(), talk(), Side.AGENT);
            case ABANDONED_WAITING, ABANDONED_RINGING ->
                    Scene.abandoned(mix.patience().pick(random));
            case NO_ANSWER_THEN_SECOND -> plain.firstRinging(1, Reaction.ignore());
            case REJECTED_THEN_SECOND -> plain.firstRinging(1, refusal());
            case RING_ALL -> raceOfAgents(plain);
            case HOLD -> plain.withTalking((device, talk) -> holds());
            case BLIND_TO_QUEUE ->
                    transferring(plain, device -> did(Scenario.RING_ALL).orElse("6001"));
            case BLIND_TO_EXTENSION -> transferring(plain, this::colleagueOf);
            case ATTENDED -> consulting(plain);
            case QUEUE_TIMEOUT -> Scene.nobody();
            default -> plain;
        };
    }

    private Reaction refusal() {
        return random.nextBoolean() ? Reaction.rejectAfter(ring()) : Reaction.declineAfter(ring());
    }

    /** Each answers after a time of its own; the fastest wins. */
    private Scene raceOfAgents(Scene plain) {
        List<Duration> times = List.of(ring(), ring().plusMillis(250), ring().plusMillis(400));
        return plain.withRinging(
                (device, count) -> Reaction.answerAfter(times.get(count % times.size())));
    }

    private List<Step> holds() {
        Duration third = talk().dividedBy(3);
        return List.of(
                new Step.Hold(third), new Step.Unhold(third), new Step.HangUp(Side.CALLER, third));
    }

    /** Where to is decided when somebody has answered: nobody transfers to the own telephone. */
    private Scene transferring(Scene plain, Function<String, String> extension) {
        Duration before = talk();
        List<Step> afterwards = List.of(new Step.HangUp(side(), talk()));
        return plain.withTalking(
                (device, talk) ->
                        talk == 1
                                ? List.of(new Step.BlindTransfer(extension.apply(device), before))
                                : afterwards);
    }

    private Scene consulting(Scene plain) {
        Duration pause = Duration.ofMillis(400);
        Duration before = talk();
        List<Step> afterwards = List.of(new Step.HangUp(Side.CALLER, talk()));
        return plain.withTalking(
                (device, talk) ->
                        talk == 1
                                ? List.of(
                                        new Step.AttendedTransfer(
                                                colleagueOf(device),
                                                before,
                                                pause,
                                                Duration.ofSeconds(2)))
                                : afterwards);
    }

    private String colleagueOf(String device) {
        List<AgentPlan> others =
                plan.agents().stream()
                        .filter(agent -> !device.endsWith("/" + agent.device()))
                        .toList();
        return pick(others).map(AgentPlan::number).orElse("");
    }

    private String anyAgent() {
        return pick(plan.agents()).map(AgentPlan::number).orElseThrow();
    }

    private Optional<String> did(Scenario scenario) {
        Predicate<QueuePlan> direct =
                queue -> queue.members().stream().noneMatch(MemberPlan::isLocal);
        Predicate<QueuePlan> all = queue -> queue.strategy() == QueuePlan.Strategy.RINGALL;
        Predicate<QueuePlan> empty = queue -> queue.members().isEmpty();
        return switch (scenario) {
            case DIRECT -> Optional.of("5" + anyAgent());
            case ABANDONED_WAITING -> queue(empty);
            case RING_ALL -> queue(direct.and(all).and(empty.negate()));
            case LOCAL_STAYING -> queue(local(true));
            case LOCAL_OPTIMIZED -> queue(local(false));
            case QUEUE_TIMEOUT ->
                    plan.queue("support").isPresent() ? Optional.of("6003") : queue(direct);
            default -> queue(direct.and(all.negate()).and(empty.negate()));
        };
    }

    private static Predicate<QueuePlan> local(boolean stays) {
        return queue ->
                !queue.members().isEmpty()
                        && queue.members().stream()
                                .allMatch(
                                        member ->
                                                member.isLocal()
                                                        && member.address().endsWith("/n")
                                                                == stays);
    }

    private Optional<String> queue(Predicate<QueuePlan> kind) {
        return pick(plan.queues().stream()
                        .filter(queue -> !queue.did().isEmpty())
                        .filter(kind)
                        .toList())
                .map(QueuePlan::did);
    }

    private <T> Optional<T> pick(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    private Duration ring() {
        return mix.ring().pick(random);
    }

    private Duration talk() {
        return mix.talk().pick(random);
    }

    private Side side() {
        return random.nextBoolean() ? Side.CALLER : Side.AGENT;
    }
}
