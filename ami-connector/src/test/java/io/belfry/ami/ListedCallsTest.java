package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A caller of the queue "sales" and a telephone in one bridge, learnt from the lists alone. */
class ListedCallsTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final String PHONE = "PJSIP/bert";

    @Test
    void memberWhomTheQueueHasCalledTalks() {
        List<CallEvent> told = told(PHONE, "AppQueue", "1");

        assertThat(told).extracting(CallEvent::kind).containsExactly(Kind.UP);
        assertThat(told.get(0).agent().peer()).isEqualTo(PHONE);
        assertThat(told.get(0).head().recovered()).isTrue();
    }

    /** He got the caller by a consultation; the queue's talk was the other agent's. */
    @Test
    void memberWhomAnotherAgentHasCalledIsInNoTalkOfTheQueue() {
        assertThat(told(PHONE, "AppDial", "1")).isEmpty();
    }

    @Test
    void memberWhoIsInNoCallOfTheQueueIsInNoTalkOfIt() {
        assertThat(told(PHONE, "AppQueue", "0")).isEmpty();
    }

    /** Behind a Local channel the queue has called, the telephone itself is dialled. */
    @Test
    void deviceBehindALocalChannelTalksThoughItWasDialled() {
        List<CallEvent> told = told("Local/1001@agents/n", "AppDial", "1");

        assertThat(told).extracting(CallEvent::kind).containsExactly(Kind.UP);
        assertThat(told.get(0).agent().peer()).isEqualTo("Local/1001@agents/n");
        assertThat(told.get(0).agent().device()).isEqualTo(PHONE);
    }

    private static List<CallEvent> told(String member, String application, String inCall) {
        AmiTranslator translator = new AmiTranslator("lab");
        translator.connected();
        List<CallEvent> told = new ArrayList<>();
        for (AmiEvent line :
                List.of(
                        channel("1.1", "PJSIP/trunk-1", "Queue", "sales"),
                        channel("1.2", PHONE + "-2", application, "(Outgoing Line)"),
                        event(AmiType.CORE_SHOW_CHANNELS_COMPLETE, Map.of()),
                        event(
                                AmiType.QUEUE_MEMBER,
                                Map.of(
                                        AmiField.QUEUE, "sales",
                                        AmiField.NAME, "Bert",
                                        AmiField.LOCATION, member,
                                        AmiField.STATE_INTERFACE, PHONE,
                                        AmiField.IN_CALL, inCall)),
                        event(AmiType.QUEUE_STATUS_COMPLETE, Map.of()))) {
            told.addAll(translator.translate(line, TEN));
        }
        told.addAll(translator.tick(TEN.plusSeconds(5)));
        return told;
    }

    private static AmiEvent channel(String uniqueid, String name, String application, String data) {
        return event(
                AmiType.CORE_SHOW_CHANNEL,
                Map.of(
                        AmiField.UNIQUEID, uniqueid,
                        AmiField.LINKEDID, "1.1",
                        AmiField.CHANNEL, name,
                        AmiField.CHANNEL_STATE, "6",
                        AmiField.APPLICATION, application,
                        AmiField.APPLICATION_DATA, data,
                        AmiField.BRIDGE_ID, "b"));
    }

    private static AmiEvent event(AmiType type, Map<AmiField, String> headers) {
        String[] values = new String[AmiField.COUNT];
        headers.forEach((field, value) -> values[field.ordinal()] = value);
        return new AmiEvent(type, values, List.of());
    }
}
