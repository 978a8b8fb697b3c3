package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HandOverTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private final HandOver handOver = new HandOver(10, 4, Duration.ZERO, loop::add, new Receiver());

    @Test
    void eventsComeInOrderWithTheTimeTheyWereRead() {
        handOver.offer(events(1, 2), TEN);
        handOver.offer(events(3), TEN.plusSeconds(1));
        runAll();

        assertThat(told).containsExactly("at 0", "1 at 0", "2 at 0", "at 1", "3 at 1", "drained");
    }

    @Test
    void loopBreathesBetweenTurns() {
        handOver.offer(events(1, 2, 3, 4, 5, 6), TEN);

        loop.poll().run();

        assertThat(told).containsExactly("at 0", "1 at 0", "2 at 0", "3 at 0", "4 at 0");
        assertThat(handOver.depth()).isEqualTo(2);
        runAll();
        assertThat(told).endsWith("5 at 0", "6 at 0", "drained");
        assertThat(handOver.depth()).isZero();
    }

    @Test
    void whatFindsNoRoomIsDroppedAndCounted() {
        handOver.offer(numbered(1, 8), TEN);

        handOver.offer(events(9, 10, 11), TEN);
        handOver.offer(events(12, 13), TEN);

        assertThat(handOver.depth()).isEqualTo(10);
        assertThat(handOver.dropped()).isEqualTo(3);
        assertThat(handOver.read()).isEqualTo(13);
        runAll();
        assertThat(told).contains("8 at 0", "12 at 0", "13 at 0").doesNotContain("9 at 0");
    }

    @Test
    void readerWaitsForRoomThatIsMadeSoon() {
        ExecutorService loopThread = Executors.newSingleThreadExecutor();
        try {
            HandOver patient =
                    new HandOver(
                            10, 4, Duration.ofSeconds(30), loopThread::execute, new Receiver());

            for (int i = 0; i < 200; i++) {
                patient.offer(numbered(1, 8), TEN);
            }

            assertThat(patient.dropped()).isZero();
            assertThat(patient.read()).isEqualTo(1600);
        } finally {
            loopThread.shutdownNow();
        }
    }

    @Test
    @Timeout(60)
    void whoWaitedInVainDoesNotWaitAgainBeforeThereWasRoom() {
        HandOver patient = new HandOver(10, 4, Duration.ofMillis(20), loop::add, new Receiver());
        patient.offer(numbered(1, 10), TEN);

        for (int i = 0; i < 5_000; i++) {
            patient.offer(events(11), TEN);
        }

        assertThat(patient.dropped()).isEqualTo(5_000);
    }

    @Test
    void oneTaskAtATimeWaitsOnTheLoop() {
        handOver.offer(events(1), TEN);
        handOver.offer(events(2), TEN);

        assertThat(loop).hasSize(1);
        runAll();
        handOver.offer(events(3), TEN);
        assertThat(loop).hasSize(1);
    }

    @Test
    void lagIsTheAgeOfTheOldestThatWaits() {
        assertThat(handOver.lag(TEN)).isZero();

        handOver.offer(events(1), TEN);

        assertThat(handOver.lag(TEN.plusSeconds(3))).isEqualTo(Duration.ofSeconds(3));
        runAll();
        assertThat(handOver.lag(TEN.plusSeconds(9))).isZero();
    }

    private void runAll() {
        while (!loop.isEmpty()) {
            loop.poll().run();
        }
    }

    private static List<AmiEvent> numbered(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(HandOverTest::event).toList();
    }

    private static List<AmiEvent> events(int... numbers) {
        return IntStream.of(numbers).mapToObj(HandOverTest::event).toList();
    }

    private static AmiEvent event(int number) {
        String[] values = new String[AmiField.COUNT];
        values[AmiField.UNIQUEID.ordinal()] = String.valueOf(number);
        return new AmiEvent(AmiType.HANGUP, values, List.of());
    }

    private final class Receiver implements HandOver.Receiver {
        @Override
        public void batch(Instant at) {
            told.add("at " + Duration.between(TEN, at).toSeconds());
        }

        @Override
        public void event(AmiEvent event, Instant at) {
            told.add(event.get(AmiField.UNIQUEID) + " at " + Duration.between(TEN, at).toSeconds());
        }

        @Override
        public void drained() {
            told.add("drained");
        }
    }
}
