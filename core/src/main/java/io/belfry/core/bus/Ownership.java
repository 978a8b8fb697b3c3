package io.belfry.core.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Who may speak for which PBX, as this node knows it: its own claims, and the highest epoch that it
 * has heard of each. What an owner says carries the epoch of its claim; what comes with an older
 * epoch than one heard before is dropped and counted. Without a cluster everything passes.
 */
public final class Ownership implements Shareable {
    private static final String NAME = "belfry.ownership";
    private static final String PBX = "pbx";
    private static final String EPOCH = "epoch";

    private final boolean shared;
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private final Map<String, Long> highest = new ConcurrentHashMap<>();
    private final LongAdder unsaid = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    private Ownership(boolean shared) {
        this.shared = shared;
    }

    /** The one of this node. */
    public static Ownership of(Vertx vertx) {
        return vertx.sharedData()
                .<String, Ownership>getLocalMap(NAME)
                .computeIfAbsent(NAME, first -> new Ownership(vertx.isClustered()));
    }

    /** This node speaks for the PBX from now on. */
    public void hold(String pbx, Claim claim) {
        claims.put(pbx, claim);
        heard(pbx, claim.epoch());
    }

    /** Not any more. */
    public void release(String pbx, Claim claim) {
        claims.remove(pbx, claim);
    }

    /** Whether this node may speak for the PBX at this moment. */
    public boolean holds(String pbx) {
        if (!shared) {
            return true;
        }
        Claim claim = claims.get(pbx);
        return claim != null && claim.isValid();
    }

    /** What was not said because the claim was over. */
    public long unsaid() {
        return unsaid.sum();
    }

    /** What was not told to all other nodes: too much waited, or the network did not take it. */
    public long dropped() {
        return dropped.sum();
    }

    /** What was heard of an owner that is none any more, and dropped. */
    public long stale() {
        return stale.sum();
    }

    /** The highest epoch of a PBX that was heard or held here; 0 for none. */
    public long epochOf(String pbx) {
        return highest.getOrDefault(pbx, 0L);
    }

    /** The epoch in which this node may speak for the PBX; empty when it may not. */
    OptionalLong epochToSpeak(String pbx) {
        if (!shared) {
            return OptionalLong.of(0);
        }
        Claim claim = claims.get(pbx);
        if (claim == null || !claim.isValid()) {
            unsaid.increment();
            return OptionalLong.empty();
        }
        return OptionalLong.of(claim.epoch());
    }

    /** Whether what was to be told a moment ago may still be. */
    boolean maySay(Bundle.Fact fact) {
        if (fact.pbx().isEmpty()) {
            return true;
        }
        Claim claim = claims.get(fact.pbx());
        boolean may = claim != null && claim.isValid() && claim.epoch() == fact.epoch();
        if (!may) {
            unsaid.increment();
        }
        return may;
    }

    /**
     * Marks a message of the owner.
     *
     * @return false when this node may not say it
     */
    boolean stamp(String pbx, DeliveryOptions options) {
        if (!shared) {
            return true;
        }
        OptionalLong epoch = epochToSpeak(pbx);
        epoch.ifPresent(now -> options.addHeader(PBX, pbx).addHeader(EPOCH, Long.toString(now)));
        return epoch.isPresent();
    }

    void dropped(int facts) {
        dropped.add(facts);
    }

    /** Whether a message is to be believed; what nobody owns always is. */
    boolean believes(MultiMap headers) {
        if (!shared) {
            return true;
        }
        String pbx = headers.get(PBX);
        String epoch = headers.get(EPOCH);
        if (pbx == null || epoch == null) {
            return true;
        }
        return believes(pbx, Long.parseLong(epoch));
    }

    /** The same of what was told to all. */
    boolean believes(Bundle.Fact fact) {
        return fact.pbx().isEmpty() || believes(fact.pbx(), fact.epoch());
    }

    private boolean believes(String pbx, long epoch) {
        boolean current = heard(pbx, epoch);
        if (!current) {
            stale.increment();
        }
        return current;
    }

    /** The PBX in whose owner's name a message came; empty when in nobody's. */
    static Optional<String> named(MultiMap headers) {
        return Optional.ofNullable(headers.get(PBX));
    }

    private boolean heard(String pbx, long epoch) {
        return highest.merge(pbx, epoch, Math::max) == epoch;
    }
}
