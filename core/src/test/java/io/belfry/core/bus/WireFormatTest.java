package io.belfry.core.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireFormatTest {
    private static final CallEvent RINGING =
            new CallEvent.Ringing(
                    new CallEvent.Head("e1", Instant.parse("2026-11-22T10:00:00Z"), false),
                    new Call(
                            new CallId("main", "1.1"),
                            "1.1",
                            "Sales",
                            "PJSIP/trunk-1",
                            "in",
                            "100",
                            Caller.UNKNOWN,
                            Map.of("ordernumber", "A-1")),
                    AgentLeg.NONE,
                    1);

    static Collection<Class<?>> types() {
        return WireFormat.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyMessageComesOutAsItWentIn(Class<?> type) {
        Object message = new Samples().of(type);

        byte[] bytes = WireFormat.encode(message);

        assertThat(WireFormat.decode(new String(bytes, StandardCharsets.UTF_8))).isEqualTo(message);
    }

    @Test
    void anEventSaysItsVersionAndTypeAndNothingThatIsNotInTheRecord() {
        JsonObject json = new JsonObject(Buffer.buffer(WireFormat.encode(RINGING)));

        assertThat(json.fieldNames()).containsExactlyInAnyOrder("v", "type", "body");
        assertThat(json.getString("type")).isEqualTo("Ringing");
        assertThat(json.getJsonObject("body").fieldNames())
                .containsExactlyInAnyOrder("head", "call", "agent", "attempt");
    }

    @Test
    void aFieldOfANewerNodeIsSkipped() {
        JsonObject json = new JsonObject(Buffer.buffer(WireFormat.encode(RINGING)));
        json.getJsonObject("body").put("mood", "good").getJsonObject("call").put("price", 3);

        assertThat(WireFormat.decode(json.encode())).isEqualTo(RINGING);
    }

    @Test
    void aTextThatAnOlderNodeDoesNotHaveIsEmpty() {
        JsonObject json = new JsonObject(Buffer.buffer(WireFormat.encode(RINGING)));
        json.getJsonObject("body").getJsonObject("call").remove("queue");

        CallEvent event = (CallEvent) WireFormat.decode(json.encode());

        assertThat(event.call().queue()).isEmpty();
    }

    @Test
    void anotherVersionIsRefused() {
        JsonObject json = new JsonObject(Buffer.buffer(WireFormat.encode(RINGING))).put("v", 2);

        assertThatThrownBy(() -> WireFormat.decode(json.encode()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "12",
                "{",
                "{}",
                "{\"v\":1,\"type\":\"java.util.HashMap\",\"body\":{}}",
                "{\"v\":1,\"type\":\"String\",\"body\":\"x\"}",
                "{\"v\":1,\"type\":\"Ringing\"}",
                "{\"v\":1,\"type\":\"Ringing\",\"body\":null}",
                "{\"v\":1,\"type\":\"Ringing\",\"body\":{\"is\":\"Ringing\",\"head\":3}}",
                "{\"v\":1,\"type\":\"Ringing\",\"body\":{\"is\":\"java.lang.Runtime\"}}",
                "{\"v\":1,\"type\":\"Ringing\",\"body\":{\"is\":\"Ringing\",\"call\":{\"id\":{\"pbx\":\"a\",\"uniqueid\":\"\"}}}}",
                "{\"v\":1,\"type\":\"Configuration\",\"body\":{\"integrations\":[{\"rules\":[{\"actions\":[{\"is\":\"java.net.URL\",\"url\":\"x\"}]}]}]}}",
            })
    void whatAStrangerSendsIsRefused(String json) {
        assertThatThrownBy(() -> WireFormat.decode(json))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoMessageOfOursIsNotWritten() {
        assertThatThrownBy(() -> WireFormat.encode("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("String");
    }
}
