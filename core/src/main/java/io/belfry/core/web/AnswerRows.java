package io.belfry.core.web;

import io.belfry.core.store.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of kept answers. An answer is kept for a day and each token or user has ten thousand;
 * the oldest goes first. What is longer than the table takes is not kept: then who asks again is
 * served again.
 */
public final class AnswerRows implements KeptAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerRows.class);
    private static final Duration KEPT = Duration.ofDays(1);

    /** Longer than any request may take: who has not answered by then died over it. */
    private static final Duration ABANDONED = Duration.ofMinutes(1);

    private static final int MOST_OF_ONE = 10_000;
    private static final int TIDY_EVERY = 100;
    private static final int LONGEST_BODY = 400_000;
    private static final int CLAIM_BYTES = 16;
    private static final String WHOSE = " where actor = #{actor} and idem_key = #{key}";

    private record Stored(String claim, String fingerprint, Answer answer, Instant created) {
        boolean isRunning() {
            return answer.status() == 0;
        }

        boolean isOver(Instant now) {
            return now.isAfter(created.plus(isRunning() ? ABANDONED : KEPT));
        }
    }

    private final Database database;
    private final Clock clock;
    private final AtomicLong claims = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    public AnswerRows(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** How many answers were not kept or not for a day, for want of room. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public Future<Claim> claim(Question question) {
        tidyNowAndThen(question.actor());
        return find(question)
                .compose(
                        found ->
                                found.isEmpty()
                                        ? insert(question)
                                        : judge(question, found.get(), clock.instant()));
    }

    @Override
    public Future<Void> keep(Question question, String claim, Answer answer) {
        if (answer.body().length() > LONGEST_BODY) {
            dropped.incrementAndGet();
            return release(question, claim);
        }
        Map<String, Object> values = values(question, claim);
        values.put("status", answer.status());
        values.put("location", answer.location());
        values.put("body", answer.body());
        return database.update(
                        "update kept_answer set status = #{status}, location = #{location},"
                                + " body = #{body}"
                                + WHOSE
                                + " and claim = #{claim}",
                        values)
                .mapEmpty();
    }

    @Override
    public Future<Void> release(Question question, String claim) {
        return database.update(
                        "delete from kept_answer" + WHOSE + " and claim = #{claim} and status = 0",
                        values(question, claim))
                .mapEmpty();
    }

    private Future<Optional<Stored>> find(Question question) {
        return database.one(
                "select claim, fingerprint, status, location, body, created_at from kept_answer"
                        + WHOSE,
                Map.of("actor", question.actor(), "key", question.key()),
                AnswerRows::read);
    }

    private Future<Claim> insert(Question question) {
        String claim = Tokens.random(CLAIM_BYTES);
        return database.update(
                        "insert into kept_answer (actor, idem_key, claim, fingerprint, status,"
                                + " location, body, created_at) values (#{actor}, #{key}, #{claim},"
                                + " #{fingerprint}, 0, '', '', #{now})",
                        fresh(question, claim))
                .<Claim>map(new Claim.Fresh(claim))
                .recover(e -> isRace(e) ? claim(question) : Future.failedFuture(e));
    }

    private Future<Claim> judge(Question question, Stored stored, Instant now) {
        if (stored.isOver(now)) {
            return takeOver(question, stored);
        }
        if (!stored.fingerprint().equals(question.fingerprint())) {
            return Future.succeededFuture(new Claim.Different());
        }
        return Future.succeededFuture(
                stored.isRunning() ? new Claim.Running() : new Claim.Answered(stored.answer()));
    }

    private Future<Claim> takeOver(Question question, Stored stored) {
        String claim = Tokens.random(CLAIM_BYTES);
        Map<String, Object> values = fresh(question, claim);
        values.put("before", stored.claim());
        return database.update(
                        "update kept_answer set claim = #{claim}, fingerprint = #{fingerprint},"
                                + " status = 0, location = '', body = '', created_at = #{now}"
                                + WHOSE
                                + " and claim = #{before}",
                        values)
                .map(changed -> changed > 0 ? new Claim.Fresh(claim) : new Claim.Running());
    }

    private void tidyNowAndThen(String actor) {
        if (claims.incrementAndGet() % TIDY_EVERY == 0) {
            tidy(actor).onFailure(e -> LOG.warn("old answers were not removed", e));
        }
    }

    /** Removes what is too old of all, and what is too much of one. */
    Future<Void> tidy(String actor) {
        return database.update(
                        "delete from kept_answer where created_at < #{before}",
                        Map.of("before", clock.instant().minus(KEPT).toEpochMilli()))
                .compose(
                        gone ->
                                database.one(
                                        "select created_at from kept_answer where actor = #{actor}"
                                                + " order by created_at desc, idem_key"
                                                + " limit 1 offset #{most}",
                                        Map.of("actor", actor, "most", MOST_OF_ONE),
                                        row -> row.getLong("created_at")))
                .compose(
                        last ->
                                last.isEmpty()
                                        ? Future.succeededFuture(0)
                                        : removeUntil(actor, last.get()))
                .onSuccess(dropped::addAndGet)
                .mapEmpty();
    }

    private Future<Integer> removeUntil(String actor, long last) {
        return database.update(
                "delete from kept_answer where actor = #{actor} and created_at <= #{last}"
                        + " and status > 0",
                Map.of("actor", actor, "last", last));
    }

    private Map<String, Object> fresh(Question question, String claim) {
        Map<String, Object> values = values(question, claim);
        values.put("fingerprint", question.fingerprint());
        values.put("now", clock.millis());
        return values;
    }

    private static Map<String, Object> values(Question question, String claim) {
        Map<String, Object> values = new HashMap<>();
        values.put("actor", question.actor());
        values.put("key", question.key());
        values.put("claim", claim);
        return values;
    }

    private static Stored read(Row row) {
        return new Stored(
                row.getString("claim"),
                row.getString("fingerprint"),
                new Answer(
                        row.getInteger("status"), row.getString("location"), row.getString("body")),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }

    /** What a unique index says when two take the same key at the same moment. */
    private static boolean isRace(Throwable failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("unique");
    }
}
