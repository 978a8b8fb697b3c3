package io.belfry.ami;

import io.belfry.core.bus.RecordingQuery;
import java.time.Duration;
import java.time.Instant;

/**
 * From when on a call can be found in the stream: its channel is older than the first event of
 * ours, because callers hear a menu first. The number before the point of a Uniqueid is the second
 * in which the channel was made, by the clock of the PBX.
 */
final class BirthTime {
    private static final Duration LONGEST_MENU = Duration.ofHours(12);
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);
    private static final Duration USUAL_MENU = Duration.ofMinutes(15);

    private BirthTime() {}

    static Instant of(RecordingQuery query) {
        if (query.started().equals(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        int point = query.uniqueid().lastIndexOf('.');
        String second = query.uniqueid().substring(0, Math.max(0, point));
        String digits = second.substring(second.lastIndexOf('-') + 1);
        if (digits.matches("\\d{9,11}")) {
            Instant born = Instant.ofEpochSecond(Long.parseLong(digits)).minus(CLOCKS_DIFFER);
            if (born.isBefore(query.started())
                    && born.isAfter(query.started().minus(LONGEST_MENU))) {
                return born;
            }
        }
        return query.started().minus(USUAL_MENU);
    }
}
