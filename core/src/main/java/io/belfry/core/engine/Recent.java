package io.belfry.core.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** The newest entries; the oldest goes when there are too many. */
final class Recent<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
