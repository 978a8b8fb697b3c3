package io.belfry.bench.cluster;

import io.belfry.bench.cluster.AgentPages.Seen;
import io.belfry.simulator.truth.CallTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares what the telephones wrote down with what the agents saw: for each time that one rang for
 * a queue, its agent saw the page open once, or has it in the list of what he missed. What rang and
 * stopped again while no node listened to the PBX can be known by nobody.
 */
public final class PageJournal {
    /** A node may take so long to have an event behind it. */
    private static final Duration SLACK = Duration.ofMillis(500);

    /** No node listened: from the fault until another was in step. */
    public record Gap(Instant from, Instant until) {
        private boolean hides(Instant begin, Instant end) {
            return begin.isAfter(from.minus(SLACK)) && end.isBefore(until.plus(SLACK));
        }
    }

    /** Pages that nobody got. */
    public record Lost(String uniqueid, String what) {}

    private final String pbx;
    private final List<Gap> gaps;
    private final List<Lost> lost = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private int rings;
    private int opened;
    private int missed;
    private int unseen;

    private PageJournal(String pbx, List<Gap> gaps) {
        this.pbx = pbx;
        this.gaps = List.copyOf(gaps);
    }

    public static PageJournal of(
            String pbx,
            Collection<CallTruth> truth,
            List<Gap> gaps,
            Map<String, Map<String, Seen>> seen) {
        PageJournal journal = new PageJournal(pbx, gaps);
        Map<String, List<Seen>> pages = journal.byCall(seen);
        for (CallTruth call : truth) {
            Map<String, List<CallTruth.Ring>> byAgent = new HashMap<>();
            call.rings().stream()
                    .filter(ring -> !ring.queue().isEmpty())
                    .forEach(
                            ring ->
                                    byAgent.computeIfAbsent(
                                                    ring.address(), first -> new ArrayList<>())
                                            .add(ring));
            byAgent.forEach(
                    (agent, rang) ->
                            journal.compare(
                                    call,
                                    rang,
                                    pages.getOrDefault(call.uniqueid() + " " + agent, List.of())));
        }
        return journal;
    }

    /** The id of a pop begins with the PBX and the call. */
    private Map<String, List<Seen>> byCall(Map<String, Map<String, Seen>> seen) {
        Map<String, List<Seen>> pages = new HashMap<>();
        seen.forEach(
                (agent, all) ->
                        all.forEach(
                                (id, one) ->
                                        callOf(id)
                                                .ifPresent(
                                                        call ->
                                                                pages.computeIfAbsent(
                                                                                call + " " + agent,
                                                                                first ->
                                                                                        new ArrayList<>())
                                                                        .add(one))));
        return pages;
    }

    private Optional<String> callOf(String id) {
        String begin = pbx + ":";
        if (!id.startsWith(begin)) {
            return Optional.empty();
        }
        String[] parts = id.split(":", 3);
        return Optional.of(parts[1].split("/", 2)[0]);
    }

    private void compare(CallTruth call, List<CallTruth.Ring> rang, List<Seen> pages) {
        rings += rang.size();
        long hidden =
                rang.stream()
                        .filter(
                                ring ->
                                        gaps.stream()
                                                .anyMatch(
                                                        gap ->
                                                                gap.hides(
                                                                        ring.from(), ring.until())))
                        .count();
        int got = 0;
        for (Seen page : pages) {
            if (page.opened() > 1) {
                twice.add(call.uniqueid() + " at " + rang.get(0).address());
            }
            opened += page.opened() > 0 ? 1 : 0;
            missed += page.opened() == 0 && page.missed() ? 1 : 0;
            got += page.opened() > 0 || page.missed() ? 1 : 0;
        }
        unseen += (int) Math.max(0, Math.min(hidden, rang.size() - got));
        if (got < rang.size() - hidden) {
            lost.add(new Lost(call.uniqueid(), got + " of " + rang + " in gaps " + gaps));
        }
        if (got > rang.size()) {
            twice.add(call.uniqueid() + " " + got + " pages for " + rang);
        }
    }

    public List<Lost> lost() {
        return lost;
    }

    public List<String> twice() {
        return twice;
    }

    public int rings() {
        return rings;
    }

    public int opened() {
        return opened;
    }

    public int missed() {
        return missed;
    }

    /** Rang and stopped while no node listened. */
    public int unseen() {
        return unseen;
    }

    @Override
    public String toString() {
        return "%d rings: %d opened, %d missed and listed, %d while nobody listened; %d lost, %d twice"
                .formatted(rings, opened, missed, unseen, lost.size(), twice.size());
    }
}
