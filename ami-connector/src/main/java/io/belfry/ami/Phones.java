package io.belfry.ami;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The telephones behind one Local channel. There can be several: a dialplan may dial them together
 * or one after the other, by further Local channels or directly.
 */
final class Phones {
    private static final int MOST = 64;

    /** Every channel that was dialled, and of which device it is; a Local channel is of none. */
    private final Map<String, String> devices = new LinkedHashMap<>(2);

    private final Set<String> ringing = new LinkedHashSet<>(2);
    private String device = "";
    private String answered = "";
    private boolean refused;

    /**
     * @param device empty for a Local channel, behind which others will ring
     */
    void rings(String uniqueid, String device) {
        if (devices.size() >= MOST || devices.putIfAbsent(uniqueid, device) != null) {
            return;
        }
        if (!device.isEmpty()) {
            ringing.add(uniqueid);
            refused = false;
            decide();
        }
    }

    /**
     * One of them has its result.
     *
     * @param status as Dial says it
     */
    void ended(String uniqueid, String status) {
        if (devices.getOrDefault(uniqueid, "").isEmpty()) {
            return;
        }
        if (status.equals("ANSWER")) {
            // whoever is dialled after that gets the caller by a transfer
            answered = answered.isEmpty() ? uniqueid : answered;
        } else {
            ringing.remove(uniqueid);
            refused |= status.equals("BUSY");
        }
        decide();
    }

    /** A colleague picks the call up at another telephone, whose name the channel takes. */
    void movesTo(String uniqueid, String device) {
        if (devices.replace(uniqueid, device) != null) {
            decide();
        }
    }

    /** Whoever sits at one of them did not want the call. */
    void refused() {
        refused = true;
    }

    /** They did not just ring until somebody's time was over. */
    boolean areRefused() {
        return refused;
    }

    private void decide() {
        if (!answered.isEmpty()) {
            device = devices.get(answered);
            return;
        }
        Set<String> candidates = new LinkedHashSet<>();
        ringing.forEach(each -> candidates.add(devices.get(each)));
        if (!candidates.isEmpty()) {
            device = candidates.size() == 1 ? candidates.iterator().next() : "";
        }
    }

    /** The device that it is; empty as long as it could be one of several, or none is known. */
    String device() {
        return device;
    }

    /** The channel that was picked up. */
    Optional<String> answered() {
        return Optional.of(answered).filter(uniqueid -> !uniqueid.isEmpty());
    }

    /** Of all that were dialled; empty for a Local channel. */
    Collection<String> devices() {
        return devices.values();
    }

    Collection<String> channels() {
        return devices.keySet();
    }
}
