package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Leave;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens at some PBXs only, or rarely, and must not be taken for something else. */
class OddCallsTest extends ScriptedPbx {
    @Test
    void whoWasSentOnByAKeyRingsNoAgentOfTheQueue() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        ends("1.1", "1.2", "CANCEL");
        leaves("1.1");
        dials("1.1", "1.3", "PJSIP/1002");
        hangUp("1.2", "0");
        ends("1.1", "1.3", "ANSWER");
        passes(SOON);
        hangUp("1.3");
        hangUp("1.1");
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.LEAVE);
        assertThat(((Leave) told.get(2)).reason()).isEqualTo("key");
    }

    /** What the caller hears between the queue's leave and the answer is no end. */
    @Test
    void aLeaveBeforeTheAnswerIsStillNone() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        leaves("1.1");
        answers("1.2", "PJSIP/1001", "1.1");
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP);
    }

    @Test
    void anAgentWhoJoinsTheCallerToAColleagueAndStaysPassesNobodyOn() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        answers("1.2", "PJSIP/1001", "1.1");
        transfers("Threeway");
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP);

        transfers("Bridge");

        assertThat(kinds()).endsWith(Kind.UP, Kind.TRANSFER, Kind.TRANSFERRED);
    }

    private void transfers(String into) {
        hear(
                AmiType.ATTENDED_TRANSFER,
                Map.of(
                        AmiField.RESULT, "Success",
                        AmiField.ORIG_TRANSFERER_CHANNEL, "PJSIP/1001-9",
                        AmiField.ORIG_TRANSFERER_UNIQUEID, "1.2",
                        AmiField.TRANSFER_TARGET_CHANNEL, "Local/1002@agents-1;1",
                        AmiField.TRANSFER_TARGET_UNIQUEID, "1.7",
                        AmiField.DEST_TYPE, into));
    }
}
