package io.belfry.core.script;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which scripts share a worker. Those that had to be stopped lately share one, which goes behind
 * all others, the others the rest: whoever keeps to the limits does not wait behind somebody who
 * does not, nor for the processor that he burns.
 */
final class Places {
    private final int most;
    private final Supplier<Slot> newSlot;
    private final Map<ScriptLane, Slot> places = new HashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private Optional<Slot> apart = Optional.empty();

    /**
     * @param most slots; with one only, all share it whatever they do
     */
    Places(int most, Supplier<Slot> newSlot) {
        this.most = most;
        this.newSlot = newSlot;
    }

    void add(ScriptLane lane) {
        Slot slot = amongOthers();
        places.put(lane, slot);
        slot.add(lane);
    }

    void remove(ScriptLane lane) {
        places.remove(lane).remove(lane);
    }

    /**
     * Where scripts are that keep to the limits: the emptiest, of two alike one that is not low.
     */
    private Slot amongOthers() {
        return slots.stream()
                .filter(each -> !isApart(each))
                .filter(each -> slots.size() >= most || each.size() == 0)
                .min(Comparator.comparingInt(Slot::size).thenComparing(Slot::isLow))
                .orElseGet(this::oneMore);
    }

    private Slot oneMore() {
        Slot slot = newSlot.get();
        slots.add(slot);
        return slot;
    }

    private boolean isApart(Slot slot) {
        return apart.filter(each -> each == slot).isPresent();
    }

    /** It has something to do: where it should do it. */
    void wakes(ScriptLane lane) {
        if (!places.containsKey(lane)) {
            return;
        }
        if (most > 1 && apart.isEmpty() && lane.isUnruly()) {
            Slot slot = whereOthersLoseLeast(lane);
            apart = Optional.of(slot);
            slot.lower();
            List.copyOf(places.keySet()).forEach(this::settle);
        }
        settle(lane);
        places.get(lane).wake(lane);
    }

    /** One that is low already, so that never all are; its own when that makes no difference. */
    private Slot whereOthersLoseLeast(ScriptLane unruly) {
        Slot own = places.get(unruly);
        return slots.stream()
                .min(
                        Comparator.<Slot, Boolean>comparing(each -> !each.isLow())
                                .thenComparingLong(each -> each.othersThan(unruly))
                                .thenComparing(each -> each != own))
                .orElse(own);
    }

    /** Whoever is in the wrong place moves, once nothing of it is under way. */
    private void settle(ScriptLane lane) {
        Slot from = places.get(lane);
        Optional<Slot> to = better(lane, from);
        boolean canMove = !lane.isBusy() && !from.runs(lane);
        lane.leaves(to.isPresent() && !canMove);
        if (to.isPresent() && canMove) {
            from.remove(lane);
            places.put(lane, to.get());
            to.get().add(lane);
            lane.moved();
        }
    }

    private Optional<Slot> better(ScriptLane lane, Slot now) {
        if (apart.isEmpty() || lane.isUnruly() == isApart(now)) {
            return Optional.empty();
        }
        Optional<Slot> better = lane.isUnruly() ? apart : Optional.of(amongOthers());
        return better.filter(each -> !each.isFull());
    }

    /** Ends the separation when all keep to the limits. */
    void sweep() {
        if (places.keySet().stream().noneMatch(ScriptLane::isUnruly)) {
            apart.ifPresent(Slot::raise);
            apart = Optional.empty();
        }
    }

    void tick() {
        // one that is over may make room elsewhere
        List.copyOf(slots).forEach(Slot::tick);
    }

    void retire() {
        slots.forEach(Slot::retire);
    }
}
