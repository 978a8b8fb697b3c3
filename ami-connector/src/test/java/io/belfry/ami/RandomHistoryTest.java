package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random calls of the simulated contact centre, with the connection lost, the server replaced or
 * the PBX restarted at any moment, against the simulator's own journal.
 */
class RandomHistoryTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int HISTORIES = Integer.getInteger("histories", NIGHTLY ? 10_000 : 1_000);
    private static final long FIRST_SEED = 1;
    private static final int FAULTS_SHOWN = 5;

    @Test
    void whatIsToldIsWhatHappened() {
        List<History> wrong =
                LongStream.range(FIRST_SEED, FIRST_SEED + HISTORIES)
                        .mapToObj(History::of)
                        .filter(history -> !faults(history).isEmpty())
                        .toList();

        assertThat(wrong.stream().limit(FAULTS_SHOWN).map(RandomHistoryTest::story))
                .as("%d of %d histories are told wrong", wrong.size(), HISTORIES)
                .isEmpty();
    }

    private static List<String> faults(History history) {
        return JournalJudge.judge(history, history.play());
    }

    /** The smallest history that still fails, and what is wrong with it. */
    private static String story(History failing) {
        History small = failing;
        for (int tries = 0; tries < 100; tries++) {
            History now = small;
            List<History> smaller = smaller(now).filter(h -> !faults(h).isEmpty()).toList();
            if (smaller.isEmpty()) {
                break;
            }
            small = smaller.get(0);
        }
        return small + "\n  " + String.join("\n  ", faults(small));
    }

    /** Simpler first. */
    private static Stream<History> smaller(History h) {
        List<History> smaller = new ArrayList<>();
        if (h.event() != History.Event.NONE) {
            smaller.add(new History(h.seed(), h.calls(), History.Event.NONE, h.from(), h.length()));
        }
        for (int calls = 1; calls < h.calls(); calls++) {
            smaller.add(new History(h.seed(), calls, h.event(), h.from(), h.length()));
        }
        Duration half = h.length().dividedBy(2);
        if (half.toMillis() > 10) {
            smaller.add(new History(h.seed(), h.calls(), h.event(), h.from(), half));
            smaller.add(new History(h.seed(), h.calls(), h.event(), h.from().plus(half), half));
        }
        return smaller.stream();
    }
}
