package io.belfry.core.cluster;

import io.belfry.core.bus.Claim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * This node's right to a PBX. Valid for {@link #TRUSTED} after the last renewal that succeeded was
 * <em>sent</em>, on the monotonic clock: what the database grants for 3 s ends here earlier, so
 * that nobody else can begin before this node has stopped.
 */
public final class Lease implements Claim {
    /** Shorter than {@link ClusterStore#TTL} by what clocks and a slow answer may be off. */
    static final Duration TRUSTED = Duration.ofMillis(2_200);

    private final String pbx;
    private final long epoch;
    private final LongSupplier nanos;
    private final Promise<Void> letGo = Promise.promise();
    private volatile long renewedAt;
    private volatile boolean over;

    Lease(String pbx, long epoch, long takenAt, LongSupplier nanos) {
        this.pbx = pbx;
        this.epoch = epoch;
        this.nanos = nanos;
        this.renewedAt = takenAt;
    }

    public String pbx() {
        return pbx;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public boolean isValid() {
        if (!over && nanos.getAsLong() - renewedAt >= TRUSTED.toNanos()) {
            // whoever has seen it end has closed its connection: no late answer makes it live again
            over = true;
        }
        return !over;
    }

    /** How old the last good renewal is. */
    public Duration age() {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - renewedAt));
    }

    /** The connection to the PBX is closed and all that it told is written: another may come. */
    public void letGo() {
        letGo.tryComplete();
    }

    Future<Void> gone() {
        return letGo.future();
    }

    /**
     * @param sentAt when the renewal was sent
     */
    void renewed(long sentAt) {
        renewedAt = Math.max(renewedAt, sentAt);
    }

    /** Whatever comes, it is never valid again. */
    void end() {
        over = true;
    }
}
