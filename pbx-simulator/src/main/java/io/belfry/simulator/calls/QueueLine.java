package io.belfry.simulator.calls;

import io.belfry.simulator.plan.QueuePlan;
import io.belfry.simulator.state.MemberState;
import io.belfry.simulator.state.QueueState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One queue at work: who waits in which order, and whose telephone is next. */
final class QueueLine {
    private final Switchboard board;
    private final QueuePlan plan;
    private final List<QueuedCall> callers = new ArrayList<>();
    private final Map<String, Instant> freeAgainAt = new HashMap<>();
    private QueueStats stats = new QueueStats();
    private String lastRung = "";

    QueueLine(Switchboard board, QueuePlan plan) {
        this.board = board;
        this.plan = plan;
    }

    void restart() {
        callers.clear();
        freeAgainAt.clear();
        stats = new QueueStats();
        lastRung = "";
    }

    QueuePlan plan() {
        return plan;
    }

    String name() {
        return plan.name();
    }

    QueueStats stats() {
        return stats;
    }

    void tellStats(Channel channel) {
        stats.tell(board.wire, channel, name(), plan.strategy().word(), callers.size());
    }

    /** The lamp of the queue is lit while somebody waits. */
    void join(QueuedCall caller) {
        callers.add(caller);
        if (callers.size() == 1) {
            board.wire.device("Queue:" + name(), "RINGING");
        }
    }

    void leave(QueuedCall caller) {
        callers.remove(caller);
        if (callers.isEmpty()) {
            board.wire.device("Queue:" + name(), "NOT_INUSE");
        }
    }

    int size() {
        return callers.size();
    }

    /** Counted from 1. */
    int positionOf(QueuedCall caller) {
        return callers.indexOf(caller) + 1;
    }

    /** The member with this Uniqueid or channel name, if that is somebody who waits here. */
    Optional<QueuedCall> caller(String channel) {
        return callers.stream()
                .filter(c -> c.caller().name.equals(channel) || c.caller().uniqueid.equals(channel))
                .findFirst();
    }

    /**
     * Whom to ring for this caller now, in order: everybody at once with ringall, else the first
     * and then, should somebody reject, the next. Nobody if callers before this one will take who
     * is free.
     */
    List<MemberState> choose(QueuedCall caller) {
        List<MemberState> free = free();
        long before =
                callers.stream().takeWhile(c -> c != caller).filter(QueuedCall::isWaiting).count();
        boolean enough =
                plan.strategy() == QueuePlan.Strategy.RINGALL ? before == 0 : free.size() > before;
        return enough ? ordered(free, caller) : List.of();
    }

    private List<MemberState> free() {
        QueueState queue = board.state.queue(name()).orElseThrow();
        return new ArrayList<>(queue.members().stream().filter(this::isFree).toList());
    }

    boolean isFree(MemberState member) {
        boolean rested =
                !freeAgainAt
                        .getOrDefault(member.address(), Instant.MIN)
                        .isAfter(board.timeline.now());
        return member.available()
                && rested
                && AgentLeg.device(board, member).filter(board.devices::idle).isPresent();
    }

    private List<MemberState> ordered(List<MemberState> free, QueuedCall caller) {
        switch (plan.strategy()) {
            case RRMEMORY -> rotate(free, lastRung);
            case LINEAR -> rotate(free, caller.lastTried());
            case LEASTRECENT ->
                    free.sort(Comparator.comparingLong(m -> Long.parseLong(m.get("LastCall"))));
            case RANDOM -> Collections.shuffle(free, board.random);
            case RINGALL -> {}
        }
        free.sort(Comparator.comparingInt(m -> Integer.parseInt(m.get("Penalty"))));
        if (plan.strategy() == QueuePlan.Strategy.RINGALL && !free.isEmpty()) {
            String best = free.get(0).get("Penalty");
            free.removeIf(m -> !m.get("Penalty").equals(best));
        }
        return free;
    }

    /**
     * The one after the last comes first. With rrmemory the queue remembers who was rung last, with
     * linear each caller goes through the members from the first to the last.
     */
    private void rotate(List<MemberState> free, String lastAddress) {
        List<String> all =
                board.state.queue(name()).orElseThrow().members().stream()
                        .map(MemberState::address)
                        .toList();
        int last = all.indexOf(lastAddress);
        free.sort(
                Comparator.comparingInt(
                        m ->
                                Math.floorMod(
                                        all.indexOf(m.address()) - last - 1,
                                        Math.max(1, all.size()))));
    }

    void rung(MemberState member) {
        lastRung = member.address();
    }

    /**
     * A call of this member is over; app_queue counts it in every queue that knows the same
     * interface.
     */
    void completed(String address, long hold, long talk) {
        stats.completed(hold, talk);
        freeAgainAt.put(address, board.timeline.now().plus(plan.wrapUp()));
        for (QueueState queue : board.state.queues()) {
            queue.member(address)
                    .ifPresent(
                            member -> {
                                member.set(
                                        "CallsTaken",
                                        Long.toString(
                                                Long.parseLong(member.get("CallsTaken")) + 1));
                                member.set("LastCall", Long.toString(board.now()));
                            });
        }
    }
}
