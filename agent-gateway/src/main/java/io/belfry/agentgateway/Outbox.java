package io.belfry.agentgateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one agent's pages have not answered yet, in order and numbered. Bounded three ways: by
 * count, by size and by age; the oldest goes first. Plain rules; the clock is handed in.
 */
final class Outbox {
    private final GatewayLimits limits;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long lastSeq;
    private int bytes;

    /**
     * @param before the first number will be one more; must grow over restarts, so that a page that
     *     was open meanwhile does not take new for old
     */
    Outbox(GatewayLimits limits, long before) {
        this.limits = limits;
        this.lastSeq = before;
    }

    /** One thing on its way; it knows where it was sent and whether anybody still waits for it. */
    static final class Entry {
        private final long seq;
        private final Parcel parcel;
        private final Instant added;
        private AgentWindows.Window sentTo;
        private Instant sentAt = Instant.EPOCH;
        private Instant answerBy;
        private boolean answered;
        private boolean stale;
        private boolean travels;
        private boolean waits;

        private Entry(long seq, Parcel parcel, Instant added, Instant answerBy) {
            this.seq = seq;
            this.parcel = parcel;
            this.added = added;
            this.answerBy = answerBy;
        }

        long seq() {
            return seq;
        }

        Parcel parcel() {
            return parcel;
        }

        Instant added() {
            return added;
        }

        Instant sentAt() {
            return sentAt;
        }

        /** The page that has it now, or had it when it went away. */
        Optional<AgentWindows.Window> sentTo() {
            return Optional.ofNullable(sentTo);
        }

        /** A page that nobody here has seen had it. */
        void sentToOneOf(String browser) {
            sentTo = AgentWindows.Window.elsewhere(browser);
        }

        void sent(AgentWindows.Window window, Instant now) {
            sentTo = window;
            sentAt = now;
        }

        boolean isSentTo(String window) {
            return sentTo != null && sentTo.id().equals(window);
        }

        void answerBy(Instant moment) {
            answerBy = moment;
        }

        /** The asker has waited long enough and was not told anything yet. */
        boolean mustAnswer(Instant now) {
            return !answered && !now.isBefore(answerBy);
        }

        void answered() {
            answered = true;
        }

        boolean isAnswered() {
            return answered;
        }

        /** The agent's part of its call is over; it must not open by itself any more. */
        void makeStale() {
            stale = true;
        }

        /** It is on its way to another node, or stays here after all: meanwhile nobody gets it. */
        void travels(boolean now) {
            travels = now;
        }

        boolean travels() {
            return travels;
        }

        /** It is not known yet how it opens: meanwhile no browser gets it. */
        void waits(boolean now) {
            waits = now;
        }

        boolean waits() {
            return waits;
        }

        boolean isStale() {
            return stale;
        }

        /** Whether a page that comes now may still act on it by itself. */
        boolean mayAct(Instant now, GatewayLimits limits) {
            if (parcel instanceof Parcel.OfNotice) {
                return now.isBefore(added.plus(limits.kept()));
            }
            return !stale && now.isBefore(added.plus(limits.young()));
        }
    }

    /** The new entry and what had to go for it. */
    record Added(Entry entry, List<Entry> dropped) {}

    Added add(Parcel parcel, Instant now, Instant answerBy) {
        Entry entry = new Entry(++lastSeq, parcel, now, answerBy);
        entries.put(parcel.id(), entry);
        bytes += parcel.size();
        List<Entry> dropped = new ArrayList<>();
        while (entries.size() > limits.entries() || bytes > limits.bytes() && entries.size() > 1) {
            Entry oldest = entries.values().iterator().next();
            remove(oldest.parcel().id());
            dropped.add(oldest);
        }
        return new Added(entry, dropped);
    }

    Optional<Entry> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    Optional<Entry> remove(String id) {
        Optional<Entry> entry = Optional.ofNullable(entries.remove(id));
        entry.ifPresent(gone -> bytes -= gone.parcel().size());
        return entry;
    }

    /** Oldest first. */
    List<Entry> all() {
        return List.copyOf(entries.values());
    }

    /** Takes out what is too old to be of any use. */
    List<Entry> expire(Instant now) {
        List<Entry> old =
                entries.values().stream()
                        .filter(each -> !now.isBefore(each.added().plus(limits.kept())))
                        .toList();
        old.forEach(each -> remove(each.parcel().id()));
        return old;
    }

    int size() {
        return entries.size();
    }

    int bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }
}
