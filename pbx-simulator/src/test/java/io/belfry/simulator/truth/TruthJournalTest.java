package io.belfry.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TruthJournalTest {
    private static final Instant AT = Instant.parse("2026-11-22T15:00:00Z");

    private final TruthJournal journal = new TruthJournal(2, InstantSource.fixed(AT));

    private CallNotes open() {
        CallNotes.Subject subject =
                new CallNotes.Subject(0, CallTruth.Type.INBOUND, "TEST", "0255", "", "6000", "");
        return journal.open(subject, Map.of());
    }

    @Test
    void callsAreNumberedAsTheyArePlaced() {
        CallNotes first = open();
        CallNotes second = open();
        second.ends(Outcome.ABANDONED, "caller");
        first.ends(Outcome.ABANDONED, "caller");

        assertThat(journal.finished()).extracting(CallTruth::id).containsExactly(2L, 1L);
        assertThat(journal.open()).isZero();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        List<CallTruth> heard = new ArrayList<>();
        journal.listen(heard::add);
        for (int i = 0; i < 5; i++) {
            open().ends(Outcome.ABANDONED, "caller");
        }

        assertThat(journal.finished()).extracting(CallTruth::id).containsExactly(4L, 5L);
        assertThat(journal.dropped()).isEqualTo(3);
        assertThat(heard).hasSize(5);
    }

    @Test
    void whatIsStillGoingOnEndsWithTheCall() {
        CallNotes notes = open();
        notes.waits("support");
        notes.rings("PJSIP/a", "PJSIP/a", "support");
        notes.rings("PJSIP/b", "PJSIP/b", "support");
        notes.rangUntil("PJSIP/b", RingResult.REJECTED);

        notes.ends(Outcome.ABANDONED, "caller");

        CallTruth call = journal.finished().get(0);
        assertThat(call.waits())
                .extracting(CallTruth.Wait::result)
                .containsExactly(Outcome.ABANDONED);
        assertThat(call.rings())
                .extracting(CallTruth.Ring::result)
                .containsExactly(RingResult.REJECTED, RingResult.CALLER_GONE);
    }

    @Test
    void aCallEndsOnce() {
        CallNotes notes = open();
        notes.ends(Outcome.ABANDONED, "caller");
        notes.ends(Outcome.TIMEOUT, "pbx");

        assertThat(journal.finished())
                .extracting(CallTruth::outcome)
                .containsExactly(Outcome.ABANDONED);
    }

    @Test
    void whoeverTalkedOnceWasAnswered() {
        CallNotes notes = open();
        notes.talks("PJSIP/a", "PJSIP/a", "support");
        notes.talkedUntil("PJSIP/a", "transfer");

        notes.ends(Outcome.ABANDONED, "caller");

        assertThat(journal.finished().get(0).outcome()).isEqualTo(Outcome.ANSWERED);
    }
}
