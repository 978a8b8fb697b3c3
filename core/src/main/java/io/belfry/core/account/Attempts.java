package io.belfry.core.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;

/** What was tried with one account, from everywhere. */
final class Attempts {
    private static final int FREE_FAILURES = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration NEWCOMER_EACH = Duration.ofMinutes(1);
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);
    private static final int MOST_PLACES = 100;

    private int failures;
    private Instant last = Instant.EPOCH;
    private Instant lastNewcomer = Instant.EPOCH;
    private final Set<String> places = new LinkedHashSet<>();

    static Attempts of(JsonObject state) {
        Attempts attempts = new Attempts();
        attempts.failures = state.getInteger("failures", 0);
        attempts.last = Instant.ofEpochMilli(state.getLong("last", 0L));
        attempts.lastNewcomer = Instant.ofEpochMilli(state.getLong("newcomer", 0L));
        state.getJsonArray("places", new JsonArray())
                .forEach(place -> attempts.places.add(String.valueOf(place)));
        return attempts;
    }

    /** Empty when there is nothing to remember. */
    JsonObject state() {
        if (failures == 0) {
            return new JsonObject();
        }
        return new JsonObject()
                .put("failures", failures)
                .put("last", last.toEpochMilli())
                .put("newcomer", lastNewcomer.toEpochMilli())
                .put("places", new JsonArray(places.stream().toList()));
    }

    /** How long somebody from there must wait before he may try. */
    Duration wait(String place, Instant now) {
        // the clock of the node that wrote it may be ahead of ours
        last = Place.earlier(last, now);
        lastNewcomer = Place.earlier(lastNewcomer, now);
        if (!now.isBefore(last.plus(FORGOTTEN))) {
            failures = 0;
            places.clear();
        }
        Instant next = last.plus(waitAfter(failures));
        boolean mayTry = !now.isBefore(next) || isNewcomer(place, now);
        return mayTry ? Duration.ZERO : Duration.between(now, next);
    }

    private boolean isNewcomer(String place, Instant now) {
        return !places.contains(place) && !now.isBefore(lastNewcomer.plus(NEWCOMER_EACH));
    }

    /** Somebody from there tries; it counts as wrong until it is known to be right. */
    void count(String place, Instant now) {
        if (now.isBefore(last.plus(waitAfter(failures)))) {
            lastNewcomer = now;
        }
        failures++;
        last = now;
        if (places.size() < MOST_PLACES) {
            places.add(place);
        }
    }

    /** It was right. */
    void clear() {
        failures = 0;
        last = Instant.EPOCH;
        lastNewcomer = Instant.EPOCH;
        places.clear();
    }

    /** It could not be checked. */
    void withdraw() {
        failures = Math.max(0, failures - 1);
    }

    private static Duration waitAfter(int failures) {
        if (failures < FREE_FAILURES) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - FREE_FAILURES, 6);
        Duration wait = Duration.ofSeconds(1L << doublings);
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
