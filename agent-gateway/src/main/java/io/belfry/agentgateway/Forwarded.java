package io.belfry.agentgateway;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.bus.HandOver.Item;
import io.belfry.core.bus.HandOver.Message;
import io.belfry.core.bus.HandOver.Pop;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What other nodes were given to show, until it is known for good what became of it: should the
 * node be lost, it is here. Plain rules; the clock is handed in.
 */
final class Forwarded {
    private final int limit;
    private final Duration kept;
    private final Map<String, Kept> all = new LinkedHashMap<>();
    private long dropped;

    /**
     * @param limit the oldest goes first
     * @param kept how long one is kept
     */
    Forwarded(int limit, Duration kept) {
        this.limit = limit;
        this.kept = kept;
    }

    /**
     * @param node that was given it last
     * @param retryAt when it is given to somebody again; {@link Instant#MAX} for not yet
     * @param answer what that node has answered for good, before it has told all; empty for not yet
     * @param owner the PBX in whose name it was asked when this node was not its owner any more:
     *     only as its owner may this node give it to anybody; empty for no such PBX
     */
    record Kept(
            String agent,
            Item item,
            String node,
            Instant since,
            Instant retryAt,
            Optional<Delivery> answer,
            Optional<String> owner) {
        Kept unsure(Instant moment) {
            return new Kept(agent, item, node, since, moment, answer, owner);
        }

        private Kept with(Item other) {
            return new Kept(agent, other, node, since, retryAt, answer, owner);
        }

        private Kept answered(Delivery delivery) {
            return new Kept(agent, item, node, since, Instant.MAX, Optional.of(delivery), owner);
        }

        private Kept ownedBy(String pbx) {
            return new Kept(agent, item, node, since, retryAt, answer, Optional.of(pbx));
        }

        private boolean isSettledBy(Delivery delivery) {
            return isFinal(delivery.outcome())
                    || item instanceof Message && delivery.outcome() != Outcome.MISSED;
        }

        /** As it is to be given to the next one. */
        Item item(Instant now) {
            long age = Duration.between(since, now).toMillis();
            return item.with(item.course().aged(age));
        }
    }

    void keep(String agent, Item item, String node, Instant now) {
        Instant since = now.minusMillis(item.course().ageMillis());
        if (isSettled(item) || !now.isBefore(since.plus(kept))) {
            return;
        }
        all.put(
                item.id(),
                new Kept(
                        agent, item, node, since, Instant.MAX, Optional.empty(), Optional.empty()));
        if (all.size() > limit) {
            all.remove(all.keySet().iterator().next());
            dropped++;
        }
    }

    private static boolean isSettled(Item item) {
        return item instanceof Pop pop && !pop.open() && isFinal(pop.outcome())
                || item instanceof Message message && !message.course().owed();
    }

    private static boolean isFinal(Outcome outcome) {
        return switch (outcome) {
            case OPENED, DISMISSED, REFUSED -> true;
            case MISSED, BLOCKED, CARD -> false;
        };
    }

    /** Its node has answered this one; the others may not have heard of it yet. */
    void answered(Delivery delivery, Instant now) {
        Kept known = all.get(delivery.popId());
        if (known != null && known.isSettledBy(delivery)) {
            all.put(delivery.popId(), known.answered(delivery));
        } else {
            became(delivery, now);
        }
    }

    /** Everybody was told what became of it. */
    void became(Delivery delivery, Instant now) {
        Kept known = all.get(delivery.popId());
        if (known == null) {
            return;
        }
        if (known.isSettledBy(delivery)) {
            all.remove(delivery.popId());
        } else if (known.item() instanceof Pop pop) {
            all.put(
                    delivery.popId(),
                    known.with(pop.told(delivery.outcome(), delivery.detail(), now)));
        }
    }

    /** It is not certain that its node has it. */
    void unsure(String id, Instant retryAt) {
        all.computeIfPresent(id, (same, kept) -> kept.unsure(retryAt));
    }

    /** Nobody has it, and only the owner of this PBX may give it. */
    void ownedBy(String id, String pbx) {
        all.computeIfPresent(id, (same, kept) -> kept.ownedBy(pbx));
    }

    /** This node takes care of it itself. */
    void forget(String id) {
        all.remove(id);
    }

    /** Those that must be given to somebody now. */
    List<Kept> due(Instant now) {
        return where(kept -> !now.isBefore(kept.retryAt()));
    }

    List<Kept> where(Predicate<Kept> which) {
        return all.values().stream().filter(which).toList();
    }

    /** Whatever came of it, it is too late to care. */
    void expire(Instant now) {
        all.values().removeIf(each -> !now.isBefore(each.since().plus(kept)));
    }

    int size() {
        return all.size();
    }

    /** How many had to go because there were too many. */
    long dropped() {
        return dropped;
    }
}
