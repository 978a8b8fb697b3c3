package io.belfry.simulator.calls;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** A script put together from its parts; {@link #answered} and its like are the usual ones. */
public record Scene(
        BiFunction<String, Integer, Script.Reaction> ringing,
        BiFunction<String, Integer, List<Script.Step>> talking,
        Optional<Duration> patience,
        Script.Reaction callee)
        implements Script {

    @Override
    public Reaction onRing(String device, int count) {
        return ringing.apply(device, count);
    }

    @Override
    public List<Step> onTalk(String device, int conversation) {
        return talking.apply(device, conversation);
    }

    /** Whoever rings answers after a while; then one side hangs up. */
    public static Scene answered(Duration ring, Duration talk, Side hangsUp) {
        return talks(ring, List.of(new Step.HangUp(hangsUp, talk)));
    }

    /**
     * Whoever rings answers; the steps of the first conversation are given, a second one ends after
     * the same time.
     */
    public static Scene talks(Duration ring, List<Step> steps) {
        Reaction answer = Reaction.answerAfter(ring);
        return new Scene(
                (device, count) -> answer, (device, count) -> steps, Optional.empty(), answer);
    }

    /** Nobody answers; the caller gives up. */
    public static Scene abandoned(Duration patience) {
        return new Scene(
                (device, count) -> Reaction.ignore(),
                (device, count) -> List.of(),
                Optional.of(patience),
                Reaction.ignore());
    }

    /** Nobody answers and the caller is patient: the PBX must end it. */
    public static Scene nobody() {
        return new Scene(
                (device, count) -> Reaction.ignore(),
                (device, count) -> List.of(),
                Optional.empty(),
                Reaction.ignore());
    }

    /** The same people, but the first telephones react otherwise. */
    public Scene firstRinging(int howMany, Reaction otherwise) {
        return new Scene(
                (device, count) -> count <= howMany ? otherwise : ringing.apply(device, count),
                talking,
                patience,
                callee);
    }

    public Scene withRinging(BiFunction<String, Integer, Script.Reaction> other) {
        return new Scene(other, talking, patience, callee);
    }

    public Scene withTalking(BiFunction<String, Integer, List<Step>> other) {
        return new Scene(ringing, other, patience, callee);
    }

    public Scene withPatience(Duration limit) {
        return new Scene(ringing, talking, Optional.of(limit), callee);
    }

    public Scene withCallee(Reaction other) {
        return new Scene(ringing, talking, patience, other);
    }
}
