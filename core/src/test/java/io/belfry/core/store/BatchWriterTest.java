package io.belfry.core.store;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Integer> database = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private final List<Integer> lost = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean there = new AtomicBoolean(true);

    @AfterEach
    void close() {
        forIt(vertx.close());
    }

    private BatchWriter<Integer> writer(Function<List<Integer>, Future<Void>> write) {
        return new BatchWriter<>(
                vertx,
                () -> Future.succeededFuture(there.get()),
                new BatchWriter.Limits(
                        "numbers", 100, 10, Duration.ofMillis(5), Duration.ofMillis(5)),
                write,
                lost::add);
    }

    private Future<Void> store(List<Integer> batch) {
        sizes.add(batch.size());
        database.addAll(batch);
        return Future.succeededFuture();
    }

    private static void add(BatchWriter<Integer> writer, int from, int to) {
        // nothing is taken out meanwhile, however slow this machine is
        synchronized (writer) {
            IntStream.range(from, to).forEach(writer::add);
        }
    }

    @Test
    void whatIsAddedIsWrittenTogetherAndInOrder() {
        BatchWriter<Integer> writer = writer(this::store);

        add(writer, 0, 25);
        forIt(writer.flushed());

        assertThat(database).containsExactlyElementsOf(IntStream.range(0, 25).boxed().toList());
        assertThat(sizes).containsExactly(10, 10, 5);
        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 25, 0, 0));
    }

    @Test
    void ofTheSameKeyOnlyTheNewestIsWritten() {
        BatchWriter<Integer> writer = writer(this::store);

        synchronized (writer) {
            writer.add("a", 1);
            writer.add("b", 2);
            writer.add("a", 3);
        }
        forIt(writer.flushed());

        assertThat(database).containsExactly(3, 2);
    }

    @Test
    void whileTheDatabaseIsAwayTheyWaitAndAreWrittenWhenItIsBack() {
        there.set(false);
        AtomicInteger attempts = new AtomicInteger();
        BatchWriter<Integer> writer =
                writer(
                        batch -> {
                            there.set(attempts.incrementAndGet() >= 4);
                            return there.get() ? store(batch) : Future.failedFuture("away");
                        });

        add(writer, 0, 12);
        forIt(writer.flushed());

        assertThat(database).containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 12, 0, 0));
    }

    /** The pause for a database that is away would be an hour here. */
    @Test
    void whatWasRolledBackForAnothersSakeIsWrittenAgainAtOnce() {
        AtomicInteger attempts = new AtomicInteger();
        BatchWriter<Integer> writer =
                new BatchWriter<>(
                        vertx,
                        () -> Future.succeededFuture(true),
                        new BatchWriter.Limits(
                                "numbers", 100, 10, Duration.ofMillis(5), Duration.ofHours(1)),
                        batch ->
                                attempts.incrementAndGet() < 3
                                        ? Future.failedFuture(
                                                new DatabaseAway(
                                                        new SQLException("deadlock", "40P01")))
                                        : store(batch),
                        lost::add);

        add(writer, 0, 12);
        forIt(writer.flushed());

        assertThat(database).containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 12, 0, 0));
    }

    @Test
    void beyondTheBoundTheOldestAreDroppedAndCounted() {
        Promise<Void> first = Promise.promise();
        BatchWriter<Integer> writer = writer(batch -> first.future().compose(free -> store(batch)));

        add(writer, 0, 130);
        first.complete();
        forIt(writer.flushed());

        assertThat(database).containsExactlyElementsOf(IntStream.range(30, 130).boxed().toList());
        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 100, 30, 0));
        assertThat(lost).containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
    }

    @Test
    void oneThatIsRefusedDoesNotHoldUpTheOthers() {
        BatchWriter<Integer> writer =
                writer(
                        batch ->
                                batch.contains(13)
                                        ? Future.failedFuture("bad luck")
                                        : store(batch));

        add(writer, 0, 30);
        forIt(writer.flushed());

        assertThat(database)
                .containsExactlyElementsOf(
                        IntStream.range(0, 30).filter(i -> i != 13).boxed().toList());
        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 29, 0, 1));
        assertThat(lost).containsExactly(13);
    }

    @Test
    void aWriterThatThrowsIsAFailureLikeAnyOther() {
        BatchWriter<Integer> writer =
                writer(
                        batch -> {
                            throw new IllegalStateException("bug");
                        });

        writer.add(1);
        forIt(writer.flushed());

        assertThat(writer.counters()).isEqualTo(new WriteCounters(0, 0, 0, 1));
    }

    @Test
    void whoIsUndeployedAfterAddingTakesNoTimerAlong() {
        BatchWriter<Integer> writer = writer(this::store);
        Promise<Void> added = Promise.promise();
        String deployment =
                forIt(
                        vertx.deployVerticle(
                                new VerticleBase() {
                                    @Override
                                    public Future<?> start() {
                                        return Future.succeededFuture();
                                    }

                                    @Override
                                    public Future<?> stop() {
                                        writer.add(1);
                                        added.complete();
                                        return Future.succeededFuture();
                                    }
                                }));

        forIt(vertx.undeploy(deployment));
        writer.add(2);
        forIt(writer.flushed());

        assertThat(added.future().isComplete()).isTrue();
        assertThat(database).containsExactly(1, 2);
    }

    @Test
    void anEmptyOneHasNothingToFlush() {
        assertThat(writer(this::store).flushed().succeeded()).isTrue();
    }
}
