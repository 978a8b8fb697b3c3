package io.belfry.realtimepush.engineio;

import java.util.HashMap;
import java.util.Map;

/** How many sessions each address has, so that one can not take the room of all. */
final class Seats {
    private final Map<String, Integer> taken = new HashMap<>();
    private final int most;

    Seats(int most) {
        this.most = most;
    }

    /** False when the address has as many as it may. */
    boolean take(String address) {
        if (taken.getOrDefault(address, 0) >= most) {
            return false;
        }
        taken.merge(address, 1, Integer::sum);
        return true;
    }

    void free(String address) {
        taken.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
    }
}
