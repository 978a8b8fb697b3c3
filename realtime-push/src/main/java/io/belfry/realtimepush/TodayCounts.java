package io.belfry.realtimepush;

import io.belfry.core.agent.Delivery;
import io.belfry.core.integration.RealtimeRow;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Rows of today and how many of them were blocked, by queue, so that each supervisor gets the sum
 * of his own. A day is one of the clock's zone: that of the server.
 */
final class TodayCounts {
    private final Clock clock;
    private final Map<String, Sum> byQueue = new HashMap<>();
    private LocalDate day;

    /** Blocked ones are among the rows. */
    record Sum(long rows, long blocked) {
        static final Sum NONE = new Sum(0, 0);

        Sum plus(Sum other) {
            return new Sum(rows + other.rows, blocked + other.blocked);
        }
    }

    TodayCounts(Clock clock) {
        this.clock = clock;
        this.day = LocalDate.now(clock);
    }

    /** When today began. */
    Instant midnight() {
        return LocalDate.now(clock).atStartOfDay(clock.getZone()).toInstant();
    }

    /** What was counted before this server started. */
    void start(String queue, String outcome, long rows) {
        add(queue, new Sum(rows, isBlocked(outcome) ? rows : 0));
    }

    void added(RealtimeRow row) {
        count(row, 1);
    }

    void changed(RealtimeRow before, RealtimeRow after) {
        count(before, -1);
        count(after, 1);
    }

    Sum of(Predicate<String> maySeeQueue) {
        forgetYesterday();
        return byQueue.entrySet().stream()
                .filter(each -> maySeeQueue.test(each.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Sum.NONE, Sum::plus);
    }

    private void count(RealtimeRow row, int sign) {
        forgetYesterday();
        if (!row.time().isBefore(midnight())) {
            add(row.queue(), new Sum(sign, isBlocked(row.outcome()) ? sign : 0));
        }
    }

    private static boolean isBlocked(String outcome) {
        return outcome.equals(Delivery.Outcome.BLOCKED.word());
    }

    private void add(String queue, Sum sum) {
        byQueue.merge(queue, sum, Sum::plus);
    }

    private void forgetYesterday() {
        LocalDate today = LocalDate.now(clock);
        if (!today.equals(day)) {
            byQueue.clear();
            day = today;
        }
    }
}
