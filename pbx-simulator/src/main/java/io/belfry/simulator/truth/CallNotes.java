package io.belfry.simulator.truth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The sheet on which the telephones of one call write down what they do, each before the PBX hears
 * of it. A line is opened when something begins and closed when it ends; what is still open at the
 * end of the call is closed with it.
 */
public final class CallNotes {
    private final Subject subject;
    private final InstantSource clock;
    private final BiConsumer<CallNotes, CallTruth> whenEnded;
    private final Instant placedAt;
    private final List<CallTruth.Wait> waits = new ArrayList<>();
    private final List<CallTruth.Ring> rings = new ArrayList<>();
    private final List<CallTruth.Talk> talks = new ArrayList<>();
    private final Map<String, String> variables;
    private String uniqueid = "";
    private String waitingIn = "";
    private Instant waitingSince = Instant.EPOCH;
    private final Map<String, CallTruth.Ring> ringing = new LinkedHashMap<>();
    private final Map<String, CallTruth.Talk> talking = new LinkedHashMap<>();
    private boolean ended;

    /** What is known of a call when it is placed. */
    public record Subject(
            long id,
            CallTruth.Type type,
            String scenario,
            String number,
            String name,
            String dialled,
            String agent) {}

    CallNotes(
            Subject subject,
            Map<String, String> variables,
            InstantSource clock,
            BiConsumer<CallNotes, CallTruth> whenEnded) {
        this.subject = subject;
        this.variables = new LinkedHashMap<>(variables);
        this.clock = clock;
        this.whenEnded = whenEnded;
        this.placedAt = clock.instant();
    }

    public Subject subject() {
        return subject;
    }

    public void hasUniqueid(String id) {
        uniqueid = id;
    }

    /** Somebody changed a variable of the running call. */
    public void set(String variable, String value) {
        variables.put(variable, value);
    }

    public void waits(String queue) {
        waitingIn = queue;
        waitingSince = clock.instant();
    }

    public void waitedUntil(CallTruth.Outcome result) {
        if (!waitingIn.isEmpty()) {
            waits.add(new CallTruth.Wait(waitingIn, waitingSince, clock.instant(), result));
            waitingIn = "";
        }
    }

    public void rings(String device, String address, String queue) {
        ringing.put(
                device,
                new CallTruth.Ring(
                        device,
                        address,
                        queue,
                        clock.instant(),
                        Instant.EPOCH,
                        CallTruth.RingResult.CALLER_GONE));
    }

    public void rangUntil(String device, CallTruth.RingResult result) {
        CallTruth.Ring open = ringing.remove(device);
        if (open != null) {
            rings.add(
                    new CallTruth.Ring(
                            open.device(),
                            open.address(),
                            open.queue(),
                            open.from(),
                            clock.instant(),
                            result));
        }
    }

    public void talks(String device, String address, String queue) {
        talking.put(
                device,
                new CallTruth.Talk(device, address, queue, clock.instant(), Instant.EPOCH, ""));
    }

    public void talkedUntil(String device, String endedBy) {
        CallTruth.Talk open = talking.remove(device);
        if (open != null) {
            talks.add(
                    new CallTruth.Talk(
                            open.device(),
                            open.address(),
                            open.queue(),
                            open.from(),
                            clock.instant(),
                            endedBy));
        }
    }

    /** All conversations that are still going on end in the same way. */
    public void talksEnd(String endedBy) {
        List.copyOf(talking.keySet()).forEach(device -> talkedUntil(device, endedBy));
    }

    /**
     * The last line. A call that was answered once counts as answered, whatever came afterwards.
     */
    public void ends(CallTruth.Outcome outcome, String hungUpBy) {
        if (ended) {
            return;
        }
        ended = true;
        waitedUntil(outcome);
        List.copyOf(ringing.keySet())
                .forEach(device -> rangUntil(device, CallTruth.RingResult.CALLER_GONE));
        talksEnd(hungUpBy);
        boolean answered = !talks.isEmpty() && outcome != CallTruth.Outcome.RESTART;
        whenEnded.accept(this, truth(answered ? CallTruth.Outcome.ANSWERED : outcome, hungUpBy));
    }

    public boolean ended() {
        return ended;
    }

    private CallTruth truth(CallTruth.Outcome outcome, String hungUpBy) {
        return new CallTruth(
                subject.id(),
                subject.type(),
                subject.scenario(),
                subject.number(),
                subject.name(),
                subject.dialled(),
                subject.agent(),
                variables,
                uniqueid,
                placedAt,
                clock.instant(),
                outcome,
                hungUpBy,
                waits,
                rings,
                talks);
    }
}
