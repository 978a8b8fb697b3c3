package io.belfry.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Gap;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Leave;
import io.belfry.core.call.CallEvent.Queued;
import io.belfry.core.call.CallEvent.Ringing;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published samples of the original, field by field; ours are added beside them. */
class CallEventJsonTest {
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Head HEAD = new Head("pbx1:1599601698.94:x:1", TEN, false);
    private static final AgentLeg ANDREA =
            new AgentLeg(
                    "Andrea Bianco",
                    "1000",
                    "SIP/andrea.bianco",
                    "SIP/andrea.bianco",
                    "1599601698.95");
    private static final Call CALL =
            new Call(
                    new CallId("pbx1", "1599601698.94"),
                    "1599601698.94",
                    "Support",
                    "SIP/telephone-0000005e",
                    "from-sip",
                    "6000",
                    new Caller("1003", "telephone"),
                    Map.of("ordernumber", ""));

    @Test
    void hangupIsTheSampleOfTheOriginal() {
        JsonObject json =
                CallEventJson.of(
                        new Hangup(
                                HEAD,
                                CALL,
                                ANDREA,
                                Seconds.of(2),
                                Seconds.of(0),
                                Seconds.of(2),
                                "agent"));

        JsonObject sample =
                new JsonObject(
                        """
                        {"event":"hangup","queue":"Support","agentname":"Andrea Bianco","agentnum":"1000",
                         "peer":"SIP/andrea.bianco","direction":"inbound","uniqueid":"1599601698.94","context":"from-sip",
                         "extension":"6000","trunk":"SIP/telephone-0000005e","callernum":"1003","callername":"telephone",
                         "holdtime":"2","ringtime":"0","talktime":"2","reason":"agent","hangup":true,
                         "sipname":"andrea.bianco","channel":"SIP/telephone-0000005e"}""");
        assertThat(json.getMap()).containsAllEntriesOf(sample.getMap());
    }

    @Test
    void abandonIsUnmanagedAndNamesNoAgent() {
        JsonObject json = CallEventJson.of(new Abandon(HEAD, CALL, Seconds.of(4), "caller"));

        assertThat(json)
                .isEqualTo(
                        new JsonObject(
                                """
                                {"event":"abandon","queue":"Support","direction":"unmanaged","uniqueid":"1599601698.94",
                                 "callernum":"1003","callername":"telephone","channel":"SIP/telephone-0000005e",
                                 "holdtime":"4","unmanaged":true,"ordernumber":"","abandonreason":"caller",
                                 "id":"pbx1:1599601698.94:x:1","time":"2026-11-22T10:00:00.000Z","pbx":"pbx1",
                                 "linkedid":"1599601698.94"}"""));
    }

    @Test
    void onlyTheFlagIsNoString() {
        JsonObject json = CallEventJson.of(new Ringing(HEAD, CALL, ANDREA, 2));

        assertThat(json.getMap().values().stream().filter(value -> !(value instanceof String)))
                .containsExactly(true);
        assertThat(json.getString("attempt")).isEqualTo("2");
    }

    @Test
    void firstAttemptIsNotCounted() {
        assertThat(CallEventJson.of(new Ringing(HEAD, CALL, ANDREA, 1)).containsKey("attempt"))
                .isFalse();
    }

    @Test
    void whatIsNotKnownIsEmptyAndWhatWasRecoveredSaysSo() {
        Head recovered = new Head("x", TEN, true);

        JsonObject json =
                CallEventJson.of(
                        new Hangup(
                                recovered,
                                CALL,
                                ANDREA,
                                Seconds.UNKNOWN,
                                Seconds.UNKNOWN,
                                Seconds.UNKNOWN,
                                ""));

        assertThat(json.getString("talktime")).isEmpty();
        assertThat(json.getString("recovered")).isEqualTo("true");
    }

    @ParameterizedTest
    @MethodSource("eventsWithoutAgent")
    void whatOptInEventsCarryIsEmptyWhereThereIsNone(CallEvent event) {
        JsonObject json = CallEventJson.of(event);

        assertThat(
                        List.of(
                                "agentname",
                                "agentnum",
                                "peer",
                                "sipname",
                                "device",
                                "agentuniqueid",
                                "direction",
                                "queue",
                                "uniqueid",
                                "callernum",
                                "callername"))
                .allSatisfy(field -> assertThat(json.getValue(field)).isInstanceOf(String.class));
        assertThat(json.getString("peer") + json.getString("agentname")).isEmpty();
    }

    static List<CallEvent> eventsWithoutAgent() {
        return List.of(
                new Queued(HEAD, CALL, 1),
                new Leave(HEAD, CALL, "key"),
                new Gap(HEAD, Call.none("pbx1", ""), TEN, TEN.plusSeconds(5), 3));
    }

    @Test
    void gapTellsFromWhenToWhen() {
        Gap gap = new Gap(HEAD, Call.none("pbx1", ""), TEN, TEN.plusSeconds(5), 3);

        JsonObject json = CallEventJson.of(gap);

        assertThat(json.getString("from")).isEqualTo("2026-11-22T10:00:00.000Z");
        assertThat(json.getString("until")).isEqualTo("2026-11-22T10:00:05.000Z");
        assertThat(json.getString("calls")).isEqualTo("3");
        assertThat(json.getBoolean("gap")).isTrue();
    }

    @Test
    void everyFieldThatAnEventCanHaveIsRefusedAsAVariable() {
        assertThat(CallEventJson.RESERVED)
                .containsAll(
                        CallEventJson.of(new Ringing(HEAD, without(CALL), ANDREA, 2)).fieldNames());
        for (CallEvent.Kind kind : CallEvent.Kind.values()) {
            assertThat(CallEventJson.RESERVED).contains(kind.word());
        }
    }

    private static Call without(Call call) {
        return new Call(
                call.id(),
                call.linkedid(),
                call.queue(),
                call.channel(),
                call.context(),
                call.extension(),
                call.caller(),
                Map.of());
    }
}
