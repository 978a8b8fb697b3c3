package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Leave;
import io.belfry.core.call.CallEvent.Taken;
import java.time.Duration;
import java.util.List;
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

    /** To a mobile, say: no other agent is in it, and the queue does not call anybody anew. */
    @Test
    void aCallThatAPhoneForwardsIsStillTheMembers() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        forwards("1.2", "1.3");
        passes(SOON);
        answers("1.3", "PJSIP/1001", "1.1");
        completes("1.1", "PJSIP/1001", "1.3", "7", "caller");
        hangUp("1.3");
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HANGUP);
        assertThat(devices()).containsOnly("PJSIP/1001");
        assertThat(told.get(2).agent().name()).isEqualTo("Anna Weber");
    }

    @Test
    void aForwardedCallThatNobodyAnsweredIsNotAnsweredByTheMember() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        forwards("1.2", "1.3");
        notAnswered("1.3", "PJSIP/1001");
        rings("1.5", "PJSIP/1002", "1.1");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.NOANSWER, Kind.RINGING);
        assertThat(devices()).containsExactly("PJSIP/1001", "PJSIP/1001", "PJSIP/1002");
    }

    /** Forwarding has failed then, and whoever rings next is somebody else. */
    @Test
    void aForwardThatIsNeverDialledEndsTheRinging() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        forwarded("1.2");
        hangUp("1.2", "0");
        dials("1.1", "1.3", "PJSIP/1002");
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.RINGING, Kind.NOANSWER);
        assertThat(devices()).containsExactly("PJSIP/1001", "PJSIP/1002", "PJSIP/1001");
    }

    private void forwards(String leg, String to) {
        local(to, to + "0", "Local/0170@outside");
        forwarded(leg);
        dials("1.1", to, "Local/0170@outside");
        hangUp(leg, "0");
    }

    private void forwarded(String leg) {
        hear(
                AmiType.DIAL_END,
                Map.of(
                        AmiField.UNIQUEID, "1.1",
                        AmiField.DEST_UNIQUEID, leg,
                        AmiField.DIAL_STATUS, "CANCEL",
                        AmiField.FORWARD, "0170@outside"));
    }

    /** An announcement lies between the pick-up and the answer that the queue tells. */
    @Test
    void aCallThatAColleaguePicksUpHasNotLeftTheQueue() {
        caller();
        rings("2.1", "PJSIP/1001", "1.1");
        rings("2.2", "PJSIP/1003", "1.1");
        picksUp("5.1", "2.1");
        ends("1.1", "2.2", "CANCEL");
        leaves("1.1");
        hangUp("2.2", "26");
        passes(SOON);
        connects("2.1", "PJSIP/1001", "1.1");
        passes(SOON);

        assertThat(kinds())
                .containsExactly(
                        Kind.QUEUED, Kind.RINGING, Kind.RINGING, Kind.UP, Kind.TAKEN, Kind.TAKEN);
        assertThat(devices())
                .containsExactly(
                        "PJSIP/1001", "PJSIP/1003", "PJSIP/1002", "PJSIP/1003", "PJSIP/1001");
    }

    /** As Asterisk tells it since version 12, where one channel takes the place of another. */
    @Test
    void aCallThatAColleaguePicksUpIsHis() {
        caller();
        rings("2.1", "PJSIP/1001", "1.1");
        rings("2.2", "PJSIP/1003", "1.1");
        channel("5.1", "PJSIP/1002-8", "*8");
        ends("1.1", "2.1", "CANCEL");
        dials("1.1", "5.1", "PJSIP/1002");
        hangUp("2.1");
        leaves("1.1");
        passes(SOON);
        passes(SOON);
        connects("5.1", "PJSIP/1001", "1.1");
        ends("1.1", "2.2", "CANCEL");
        hangUp("2.2", "26");
        passes(SOON);
        completes("1.1", "PJSIP/1001", "5.1", "9", "caller");

        assertThat(kinds())
                .containsExactly(
                        Kind.QUEUED,
                        Kind.RINGING,
                        Kind.RINGING,
                        Kind.UP,
                        Kind.TAKEN,
                        Kind.TAKEN,
                        Kind.HANGUP);
        assertThat(devices())
                .containsExactly(
                        "PJSIP/1001",
                        "PJSIP/1003",
                        "PJSIP/1002",
                        "PJSIP/1003",
                        "PJSIP/1001",
                        "PJSIP/1002");
        assertThat(told)
                .filteredOn(Taken.class::isInstance)
                .extracting(event -> ((Taken) event).by(), event -> event.agent().uniqueid())
                .containsExactly(tuple("PJSIP/1002", "2.2"), tuple("PJSIP/1002", "2.1"));
    }

    @Test
    void nobodyTakesACallFromHimself() {
        translator.configure(
                new AgentDirectory(
                        List.of(
                                new Agent(
                                        "anna",
                                        "Anna Weber",
                                        "1001",
                                        "anna",
                                        List.of("PJSIP/1001", "PJSIP/anna-mobile"),
                                        "",
                                        false))),
                List.of());
        caller();
        rings("2.1", "PJSIP/1001", "1.1");
        rings("2.2", "PJSIP/anna-mobile", "1.1");
        rings("2.3", "PJSIP/1002", "1.1");
        answers("2.2", "PJSIP/anna-mobile", "1.1");

        assertThat(kinds())
                .containsExactly(
                        Kind.QUEUED, Kind.RINGING, Kind.RINGING, Kind.RINGING, Kind.UP, Kind.TAKEN);
        assertThat(told.get(5).agent().device()).isEqualTo("PJSIP/1002");
    }

    /** As app_queue of old versions tells it when all members have gone. */
    @Test
    void aCallerWhomAnEmptyQueueSendsAwayLeavesOnce() {
        caller();
        leaves("1.1");
        hear(AmiType.QUEUE_CALLER_ABANDON, ofQueue("", "", "1.1"));
        hear(
                AmiType.VAR_SET,
                Map.of(
                        AmiField.UNIQUEID, "1.1",
                        AmiField.VARIABLE, "QUEUESTATUS",
                        AmiField.VALUE, "LEAVEEMPTY"));
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.ABANDON);
        assertThat(((Abandon) told.get(1)).reason()).isEqualTo("empty");
    }

    /** A manager account that may read agent events and none of channels. */
    @Test
    void whereNewChannelsAreNotToldAListHidesNoCallers() {
        lists(List.of(listed("0.1", "PJSIP/1002-1", "Dial", "PJSIP/1003", "")));
        joins("1.1", "PJSIP/trunk-1");
        hear(AmiType.AGENT_CALLED, ofQueue("1.2", "PJSIP/1001", "1.1"));
        connects("1.2", "PJSIP/1001", "1.1");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP);
    }

    /** The rights of the account can be taken away between two connections. */
    @Test
    void anotherConnectionMayTellOfNoNewChannels() {
        channel("0.1", "PJSIP/1002-1", "");
        translator.lost();
        lists(List.of());
        joins("1.1", "PJSIP/trunk-1");

        assertThat(kinds()).containsExactly(Kind.QUEUED);
    }

    @Test
    void channelsThatEndedInAGapAreForgotten() {
        channel("0.1", "PJSIP/trunk-1", "6000");
        channel("0.2", "PJSIP/trunk-2", "6000");
        translator.lost();
        lists(List.of(listed("0.2", "PJSIP/trunk-2", "Playback", "welcome", "")));
        channel("0.3", "PJSIP/trunk-3", "6000");
        passes(Duration.ofSeconds(31));
        List.of("0.1", "0.2", "0.3").forEach(each -> joins(each, "PJSIP/trunk-1"));

        assertThat(told)
                .extracting(event -> event.callId().uniqueid())
                .containsExactly("0.2", "0.3");
    }

    @Test
    void channelsOfBeforeARestartAreForgotten() {
        hear(AmiType.FULLY_BOOTED, Map.of(AmiField.UPTIME, "5000"));
        channel("0.1", "PJSIP/trunk-1", "6000");
        translator.lost();
        passes(Duration.ofSeconds(60));
        hear(AmiType.FULLY_BOOTED, Map.of(AmiField.UPTIME, "5"));
        channel("0.3", "PJSIP/trunk-3", "6000");
        passes(Duration.ofSeconds(31));
        List.of("0.1", "0.3").forEach(each -> joins(each, "PJSIP/trunk-1"));

        assertThat(told).extracting(event -> event.callId().uniqueid()).containsExactly("0.3");
    }

    /** The dialplan says SALES, and the queue of that name is called sales. */
    @Test
    void aQueueThatTheDialplanWritesInCapitalsIsTheSame() {
        caller();
        rings("1.2", "PJSIP/1001", "1.1");
        answers("1.2", "PJSIP/1001", "1.1");
        translator.lost();
        // passed on, so that the agent's channel proves nothing
        lists(
                List.of(
                        listed("1.1", "PJSIP/trunk-1", "Queue", "SALES,tT", "b1"),
                        listed("1.4", "PJSIP/1002-4", "AppDial", "(Outgoing Line)", "b1")));
        passes(SOON);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP);
    }

    @Test
    void aTalkInAQueueThatTheDialplanWritesInCapitalsIsFoundInTheList() {
        lists(
                List.of(
                        listed("1.1", "PJSIP/trunk-1", "Queue", "SALES,tT", "b1"),
                        listed("1.2", "PJSIP/1001-2", "AppQueue", "(Outgoing Line)", "b1")));

        assertThat(kinds()).containsExactly(Kind.UP);
        assertThat(told.get(0).call().queue()).isEqualTo("sales");
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
