package io.belfry.realtimepush;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was written longest ago when it is full. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    Bounded(int limit) {
        this.limit = limit;
    }

    /** Written again counts as new. */
    V renew(K key, V value) {
        V before = remove(key);
        put(key, value);
        return before;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
