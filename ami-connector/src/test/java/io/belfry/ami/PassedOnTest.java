package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Transfer;
import io.belfry.core.call.CallEvent.Transferred;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An agent asks a colleague first, and passes his caller on in one of the ways that no recording
 * has.
 */
class PassedOnTest extends ScriptedPbx {
    private static final String ANNA = "PJSIP/1001";
    private static final String BERT = "PJSIP/1002";
    private static final String CONSULTING = "1.5";
    private static final String ASKED = "1.6";

    @BeforeEach
    void talk() {
        caller();
        rings("1.2", ANNA, "1.1");
        answers("1.2", ANNA, "1.1");
    }

    /** Some telephones send the REFER in the call with the colleague. */
    @Test
    void inTheCallWithTheColleagueItIsTheSameTransfer() {
        consults();
        Map<AmiField, String> calls = new LinkedHashMap<>(askedForInThatCall());
        calls.put(AmiField.TRANSFEREE_CHANNEL, BERT + "-8");
        calls.put(AmiField.TRANSFEREE_UNIQUEID, ASKED);
        passesOn("Bridge", calls);

        assertThat(transfer().to()).isEqualTo(BERT);
        assertThat(transfer().agent().device()).isEqualTo(ANNA);
        assertThat(receiver().agent().name()).isEqualTo("Bert Lang");
        assertThat(receiver().agent().uniqueid()).isEqualTo(ASKED);
    }

    @Test
    void whileItStillRingsThereItIsWhoRings() {
        consults();
        passesOn("App", early());

        assertThat(transfer().to()).isEqualTo(BERT);
        assertThat(receiver().agent().name()).isEqualTo("Bert Lang");
        assertThat(receiver().agent().uniqueid()).isEqualTo(ASKED);
    }

    /** Some telephones send the REFER in that call also then. */
    @Test
    void whileItStillRingsThereItMayBeAskedForInThatCall() {
        consults();
        passesOn("App", askedForInThatCall());

        assertThat(transfer().to()).isEqualTo(BERT);
        assertThat(receiver().agent().uniqueid()).isEqualTo(ASKED);
    }

    @Test
    void ofSeveralThatRingThereNobodyHasHimYet() {
        consults();
        dials(CONSULTING, "1.7", "PJSIP/1003");
        passesOn("App", early());

        assertThat(transfer().to()).isEqualTo("1002");
    }

    @Test
    void whoDidNotWantTheCallIsNotWhoRings() {
        consults();
        ends(CONSULTING, ASKED, "BUSY");
        dials(CONSULTING, "1.7", "PJSIP/1003");
        passesOn("App", early());

        assertThat(transfer().to()).isEqualTo("PJSIP/1003");
    }

    @Test
    void whileTheAgentWaitsInAQueueHimselfItIsWhatHeDialled() {
        channel(CONSULTING, ANNA + "-51", "6001");
        joins(CONSULTING, ANNA + "-51");
        rings(ASKED, BERT, CONSULTING);
        passesOn("App", early());

        assertThat(transfer().to()).isEqualTo("6001");
        assertThat(kinds()).doesNotContain(Kind.TRANSFERRED);
    }

    @Test
    void twoCallersThatAnAgentJoinsAreBothPassedOn() {
        channel("3.1", "PJSIP/trunk-3", "6000");
        joins("3.1", "PJSIP/trunk-3");
        rings("3.2", ANNA, "3.1");
        answers("3.2", ANNA, "3.1");
        passesOn(
                "Bridge",
                Map.of(
                        AmiField.ORIG_TRANSFERER_CHANNEL, ANNA + "-9",
                        AmiField.ORIG_TRANSFERER_UNIQUEID, "1.2",
                        AmiField.SECOND_TRANSFERER_CHANNEL, ANNA + "-9",
                        AmiField.SECOND_TRANSFERER_UNIQUEID, "3.2",
                        AmiField.TRANSFEREE_CHANNEL, "PJSIP/trunk-1",
                        AmiField.TRANSFEREE_UNIQUEID, "1.1",
                        AmiField.TRANSFER_TARGET_CHANNEL, "PJSIP/trunk-3",
                        AmiField.TRANSFER_TARGET_UNIQUEID, "3.1"));

        assertThat(told)
                .filteredOn(Transfer.class::isInstance)
                .extracting(event -> event.callId().uniqueid())
                .containsExactly("1.1", "3.1");
    }

    @Test
    void aTransferBetweenTwoCallsOfNoQueueIsNone() {
        channel("2.1", ANNA + "-61", "1002");
        channel("2.2", ANNA + "-62", "1003");
        Map<AmiField, String> calls = new LinkedHashMap<>(early());
        calls.put(AmiField.ORIG_TRANSFERER_UNIQUEID, "2.1");
        calls.put(AmiField.SECOND_TRANSFERER_UNIQUEID, "2.2");
        passesOn("App", calls);

        assertThat(kinds()).doesNotContain(Kind.TRANSFER, Kind.TRANSFERRED);
    }

    private void consults() {
        channel(CONSULTING, ANNA + "-51", "1002");
        dials(CONSULTING, ASKED, BERT);
    }

    /** Nobody has answered: the PBX names no target. */
    private static Map<AmiField, String> early() {
        return Map.of(
                AmiField.ORIG_TRANSFERER_CHANNEL,
                ANNA + "-9",
                AmiField.ORIG_TRANSFERER_UNIQUEID,
                "1.2",
                AmiField.SECOND_TRANSFERER_CHANNEL,
                ANNA + "-51",
                AmiField.SECOND_TRANSFERER_UNIQUEID,
                CONSULTING,
                AmiField.TRANSFEREE_CHANNEL,
                "PJSIP/trunk-1",
                AmiField.TRANSFEREE_UNIQUEID,
                "1.1");
    }

    /** The REFER came in the agent's call with the colleague, who has not answered. */
    private static Map<AmiField, String> askedForInThatCall() {
        return Map.of(
                AmiField.ORIG_TRANSFERER_CHANNEL,
                ANNA + "-51",
                AmiField.ORIG_TRANSFERER_UNIQUEID,
                CONSULTING,
                AmiField.SECOND_TRANSFERER_CHANNEL,
                ANNA + "-9",
                AmiField.SECOND_TRANSFERER_UNIQUEID,
                "1.2",
                AmiField.TRANSFER_TARGET_CHANNEL,
                "PJSIP/trunk-1",
                AmiField.TRANSFER_TARGET_UNIQUEID,
                "1.1");
    }

    private void passesOn(String into, Map<AmiField, String> calls) {
        Map<AmiField, String> headers = new LinkedHashMap<>(calls);
        headers.put(AmiField.RESULT, "Success");
        headers.put(AmiField.DEST_TYPE, into);
        hear(AmiType.ATTENDED_TRANSFER, headers);
    }

    private Transfer transfer() {
        return only(Transfer.class);
    }

    private Transferred receiver() {
        return only(Transferred.class);
    }

    private <T extends CallEvent> T only(Class<T> kind) {
        List<T> found = told.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
