package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.KeptCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Local channels before a caller, before several telephones, before each other and before a trunk.
 * The order of the events is that of app_queue, app_dial and core_local.
 */
class LocalChannelsTest extends ScriptedPbx {
    @Test
    void aCallerBehindALocalChannelThatVanishesTalksUntilTheQueueSaysSo() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        passes(Duration.ofSeconds(2));
        vanish("1.3", "1.4", "1.1", "b1");
        passes(Duration.ofSeconds(30));

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP);

        hear(AmiType.HANGUP_REQUEST, "1.1");
        completes("1.1", "PJSIP/1001", "1.5", "33", "caller");
        hangUp("1.1");
        hangUp("1.5");
        passes(Duration.ofSeconds(5));

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HANGUP);
        Hangup end = (Hangup) told.get(3);
        assertThat(end.callId().uniqueid()).isEqualTo("1.4");
        assertThat(end.talktime().value()).isEqualTo(33);
        assertThat(end.reason()).isEqualTo("caller");
        assertThat(translator.liveCalls()).isZero();
    }

    @Test
    void aCallerWhoMovedIsFoundAgainAfterAGapAndAfterARestart() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");
        Map<String, Optional<KeptCall>> kept = translator.changes();
        translator = new AmiTranslator("lab");
        know();
        kept.values().forEach(call -> translator.restore(call.orElseThrow()));
        told.clear();

        lists(
                List.of(
                        listed("1.1", "PJSIP/trunk-1", "Dial", "Local/6000@queues", "b1"),
                        listed("1.5", "PJSIP/1001-5", "AppQueue", "(Outgoing Line)", "b1")));
        passes(Duration.ofSeconds(5));

        assertThat(kinds()).isEmpty();

        completes("1.1", "PJSIP/1001", "1.5", "40", "agent");

        assertThat(kinds()).containsExactly(Kind.HANGUP);
        assertThat(told.get(0).callId().uniqueid()).isEqualTo("1.4");
    }

    @Test
    void aCallerOfWhomBothChannelsAreGoneHasHungUp() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");

        hear(AmiType.HANGUP_REQUEST, "1.1");
        hangUp("1.1");
        passes(Duration.ofSeconds(5));

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HANGUP);
        assertThat(((Hangup) told.get(3)).reason()).isEqualTo("caller");
    }

    @Test
    void aCallerWhoGoesOnToAQueueHimselfIsForgottenAsBoth() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");
        completes("1.1", "PJSIP/1001", "1.5", "5", "agent");
        hangUp("1.5");
        joins("1.1", "PJSIP/trunk-1");
        assertThat(translator.liveCalls()).isEqualTo(2);

        hear(AmiType.HANGUP_REQUEST, "1.1");
        hangUp("1.1");
        passes(Duration.ofSeconds(5));

        assertThat(translator.liveCalls()).isZero();
        assertThat(kinds()).endsWith(Kind.HANGUP, Kind.QUEUED, Kind.ABANDON);
    }

    @Test
    void aCallerWhoCameThroughTwoLocalChannelsIsForgottenOnBoth() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");
        completes("1.1", "PJSIP/1001", "1.5", "5", "transfer");
        local("2.3", "2.4", "Local/6001@queues");
        joins("2.4", "Local/6001@queues;2");
        rings("2.5", "PJSIP/1002", "2.4");
        answers("2.5", "PJSIP/1002", "2.4");
        vanish("2.3", "2.4", "1.1", "b1");
        completes("1.1", "PJSIP/1002", "2.5", "5", "agent");

        hangUp("1.1");
        passes(Duration.ofSeconds(5));

        assertThat(translator.liveCalls()).isZero();
    }

    /** He goes on alone, and when they parted nobody saw. */
    @Test
    void aTalkOfACallerWhoMovedThatEndedInAGapEnds() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");
        translator.lost();

        lists(List.of(listed("1.1", "PJSIP/trunk-1", "Playback", "goodbye", "")));
        passes(Duration.ofSeconds(5));

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HANGUP);
        assertThat(told.get(3).head().recovered()).isTrue();
    }

    @Test
    void holdOfTheAgentIsToldToACallerBehindALocalChannelToo() {
        callerBehindLocal("Local/6000@queues/n");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");

        hear(AmiType.HOLD, "1.5");
        hear(AmiType.UNHOLD, "1.5");

        assertThat(kinds())
                .containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HOLD, Kind.UNHOLD);
    }

    @Test
    void ofTelephonesThatRingTogetherItIsTheOneThatWasPickedUp() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        dials("2.2", "2.4", "PJSIP/1002");
        ends("2.2", "2.3", "ANSWER");
        answers("2.1", MEMBER, "1.1");
        ends("2.2", "2.4", "CANCEL");
        hangUp("2.4");
        completes("1.1", MEMBER, "2.1", "5", "caller");

        assertThat(devices()).containsExactly("", "PJSIP/1001", "PJSIP/1001");
        assertThat(told.get(2).agent().name()).isEqualTo("Anna Weber");
    }

    @Test
    void asLongAsItCouldBeSeveralTheDeviceIsNotKnown() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        dials("2.2", "2.4", "PJSIP/1002");
        notAnswered("2.1", MEMBER);

        assertThat(devices()).containsExactly("", "");
        assertThat(told.get(2).agent().name()).isEqualTo("Member");
    }

    @Test
    void theNextTelephoneTakesThePlaceOfOneThatDidNotAnswer() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        ends("2.2", "2.3", "NOANSWER");
        hangUp("2.3");
        dials("2.2", "2.4", "PJSIP/1002");
        ends("2.2", "2.4", "ANSWER");
        answers("2.1", MEMBER, "1.1");

        assertThat(devices()).containsExactly("", "PJSIP/1002");
        assertThat(told.get(2).agent().name()).isEqualTo("Bert Lang");
        assertThat(told.get(2).agent().number()).isEqualTo("1002");
    }

    @Test
    void behindALocalChannelBehindALocalChannelThereIsATelephone() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        local("2.3", "2.4", "Local/FMPR-1001@from-internal");
        dials("2.2", "2.3", "Local/FMPR-1001@from-internal");
        dials("2.4", "2.5", "PJSIP/1001");
        ends("2.4", "2.5", "ANSWER");
        ends("2.2", "2.3", "ANSWER");
        answers("2.1", MEMBER, "1.1");
        hear(AmiType.HOLD, "2.5");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.HOLD);
        assertThat(devices()).containsExactly("", "PJSIP/1001", "PJSIP/1001");
    }

    @Test
    void anAgentWhoseDialplanGaveUpFirstDidNotDecline() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        ends("2.2", "2.3", "NOANSWER");
        hangUp("2.3", "16");
        ends("1.1", "2.1", "NOANSWER");
        notAnswered("2.1", MEMBER);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.NOANSWER);
        assertThat(told.get(2).agent().device()).isEqualTo("PJSIP/1001");
    }

    @Test
    void anAgentWhoDeclinesAtHisTelephoneDeclines() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        ends("2.2", "2.3", "NOANSWER");
        hangUp("2.3", "21");
        ends("1.1", "2.1", "NOANSWER");
        notAnswered("2.1", MEMBER);

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.REJECT);
    }

    @Test
    void anAgentWhoDialsOutThroughALocalChannelDialsOut() {
        channel("3.1", "PJSIP/1001-31", "90288990044");
        local("3.2", "3.3", "Local/90288990044@outside");
        dials("3.1", "3.2", "Local/90288990044@outside");
        channel("3.4", "PJSIP/trunk-34", "");
        dials("3.3", "3.4", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.OUTBOUND);
        assertThat(told.get(0).callId().uniqueid()).isEqualTo("3.1");
        assertThat(told.get(0).call().extension()).isEqualTo("90288990044");
        assertThat(told.get(0).agent().name()).isEqualTo("Anna Weber");

        ends("3.3", "3.4", "ANSWER");
        hangUp("3.1");

        assertThat(kinds()).containsExactly(Kind.OUTBOUND, Kind.OUTBOUNDUP, Kind.OUTBOUNDHANGUP);
    }

    /** Nobody answered there, and the dialplan calls a number outside. */
    @Test
    void whatTheDialplanDialsBehindAQueueIsNoAgentsCall() {
        channel("3.1", "PJSIP/1001-31", "6000");
        local("3.2", "3.3", "Local/6000@queues");
        dials("3.1", "3.2", "Local/6000@queues");
        joins("3.3", "Local/6000@queues-1;2");
        hear(AmiType.QUEUE_CALLER_LEAVE, Map.of(AmiField.UNIQUEID, "3.3", AmiField.QUEUE, "sales"));
        passes(Duration.ofSeconds(1));
        dials("3.3", "3.4", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.LEAVE);
    }

    @Test
    void whatAQueueDialsForAnAgentWhoCallsItIsNoCallOfHis() {
        channel("3.1", "PJSIP/1001-31", "6000");
        local("3.2", "3.3", "Local/6000@queues");
        dials("3.1", "3.2", "Local/6000@queues");
        joins("3.3", "Local/6000@queues-1;2");
        local("4.2", "4.3", "Local/0170@mobile");
        rings("4.2", "Local/0170@mobile/n", "3.3");
        dials("4.3", "4.4", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING);
    }

    @Test
    void aColleaguesNumberOutsideBesideHisTelephoneIsNoCallToOutside() {
        channel("3.1", "PJSIP/1001-31", "1002");
        local("3.2", "3.3", "Local/1002@follow-me");
        dials("3.1", "3.2", "Local/1002@follow-me");
        dials("3.3", "3.4", "PJSIP/1002");
        dials("3.3", "3.5", "PJSIP/trunk");

        assertThat(kinds()).isEmpty();
    }

    /** The queue tells the end of the first talk when he waits again already. */
    @Test
    void theEndOfATalkIsThatOfTheChannelThatTalked() {
        callerBehindLocal("Local/6000@queues");
        rings("1.5", "PJSIP/1001", "1.4");
        answers("1.5", "PJSIP/1001", "1.4");
        vanish("1.3", "1.4", "1.1", "b1");
        joins("1.1", "PJSIP/trunk-1");
        completes("1.1", "PJSIP/1001", "1.5", "7", "transfer");
        passes(Duration.ofSeconds(5));

        assertThat(kinds())
                .containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.QUEUED, Kind.HANGUP);
        assertThat(told.get(4).callId().uniqueid()).isEqualTo("1.4");
    }

    /** The telephone is called first, behind a Local channel whose other half then dials. */
    @Test
    void aClickThatCallsTheTelephoneThroughALocalChannelIsTheAgentsCall() {
        local("3.1", "3.2", "Local/1001@from-internal");
        channel("3.3", "PJSIP/1001-33", "");
        dials("3.2", "3.3", "PJSIP/1001");
        assertThat(kinds()).isEmpty();
        ends("3.2", "3.3", "ANSWER");
        channel("3.4", "PJSIP/trunk-34", "");
        dials("3.1", "3.4", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.OUTBOUND);
        assertThat(told.get(0).callId().uniqueid()).isEqualTo("3.3");
    }

    @Test
    void colleaguesAndQueuesBehindALocalChannelAreNoCallsToOutside() {
        channel("3.1", "PJSIP/1001-31", "1002");
        local("3.2", "3.3", "Local/1002@from-internal");
        dials("3.1", "3.2", "Local/1002@from-internal");
        dials("3.3", "3.4", "PJSIP/1002");
        channel("4.1", "PJSIP/1002-41", "6000");
        joins("4.1", "PJSIP/1002-41");
        local("4.2", "4.3", "Local/0170@mobile");
        rings("4.2", "Local/0170@mobile/n", "4.1");
        dials("4.3", "4.4", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING);
    }

    /** His channel takes the place of the one that rings, and its name. */
    @Test
    void aCallThatAColleaguePicksUpIsAtHisTelephone() {
        caller();
        rings("2.1", "PJSIP/1001", "1.1");
        picksUp("5.1", "2.1");
        answers("2.1", "PJSIP/1001", "1.1");

        assertThat(kinds()).containsExactly(Kind.QUEUED, Kind.RINGING, Kind.UP, Kind.TAKEN);
        assertThat(devices()).containsExactly("PJSIP/1001", "PJSIP/1002", "PJSIP/1001");
        assertThat(told.get(2).agent().peer()).isEqualTo("PJSIP/1001");
        assertThat(told.get(2).agent().name()).isEqualTo("Bert Lang");
    }

    @Test
    void aCallThatAColleaguePicksUpBehindALocalChannelIsAtHisTelephone() {
        caller();
        local("2.1", "2.2", "Local/1001@agents");
        rings("2.1", MEMBER, "1.1");
        dials("2.2", "2.3", "PJSIP/1001");
        picksUp("5.1", "2.3");
        ends("2.2", "2.3", "ANSWER");
        answers("2.1", MEMBER, "1.1");

        assertThat(devices()).containsExactly("", "PJSIP/1002");
    }

    /** A member of a queue who is entered nowhere, known by the device that the queue watches. */
    @Test
    void theDeviceThatAQueueWatchesIsAnAgents() {
        translator.configure(new AgentDirectory(List.of()), List.of());
        hear(
                AmiType.QUEUE_MEMBER_STATUS,
                Map.of(
                        AmiField.QUEUE, "sales",
                        AmiField.INTERFACE, "Local/1005@agents/n",
                        AmiField.STATE_INTERFACE, "PJSIP/1005",
                        AmiField.MEMBER_NAME, "Carla"));
        channel("3.1", "PJSIP/1005-31", "90288990044");
        dials("3.1", "3.2", "PJSIP/trunk");

        assertThat(kinds()).containsExactly(Kind.OUTBOUND);
        assertThat(told.get(0).agent().name()).isEqualTo("Carla");
    }
}
