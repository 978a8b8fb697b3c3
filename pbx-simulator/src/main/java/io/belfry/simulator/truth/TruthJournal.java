package io.belfry.simulator.truth;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The journal of truth: one record per call that has ended. It is kept in memory up to a limit, the
 * oldest go first and are counted; who wants all of them listens.
 */
public final class TruthJournal {
    private final int limit;
    private final InstantSource clock;
    private final Deque<CallTruth> finished = new ArrayDeque<>();
    private final Set<CallNotes> open = new LinkedHashSet<>();
    private Consumer<CallTruth> listener = truth -> {};
    private long placed;
    private long dropped;

    public TruthJournal(int limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Told of each call when it has ended, on the thread that ends it. */
    public synchronized void listen(Consumer<CallTruth> newListener) {
        listener = newListener;
    }

    /**
     * Opens the sheet of a call that is being placed. The id of the subject is replaced by the next
     * one.
     */
    public synchronized CallNotes open(CallNotes.Subject subject, Map<String, String> variables) {
        CallNotes.Subject numbered =
                new CallNotes.Subject(
                        ++placed,
                        subject.type(),
                        subject.scenario(),
                        subject.number(),
                        subject.name(),
                        subject.dialled(),
                        subject.agent());
        CallNotes notes = new CallNotes(numbered, variables, clock, this::close);
        open.add(notes);
        return notes;
    }

    private synchronized void close(CallNotes notes, CallTruth truth) {
        open.remove(notes);
        finished.add(truth);
        if (finished.size() > limit) {
            finished.poll();
            dropped++;
        }
        listener.accept(truth);
    }

    /** Calls that have ended, in the order in which they ended. */
    public synchronized List<CallTruth> finished() {
        return List.copyOf(finished);
    }

    /** How many calls are going on. */
    public synchronized int open() {
        return open.size();
    }

    public synchronized long placed() {
        return placed;
    }

    public synchronized long dropped() {
        return dropped;
    }

    /** The PBX dies: every call that is going on ends so. */
    public void endAll(CallTruth.Outcome outcome) {
        List<CallNotes> all;
        synchronized (this) {
            all = List.copyOf(open);
        }
        all.forEach(notes -> notes.ends(outcome, "pbx"));
    }
}
