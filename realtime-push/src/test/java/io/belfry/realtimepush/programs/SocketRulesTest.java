package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO, revision 5 (clients of 3.x and 4.x), rule by rule as its document says. */
class SocketRulesTest {
    private static final String SOCKET = "EIO=4&transport=websocket";
    private static final String CONNECT = "40{\"token\":\"" + ProgramHouse.TOKEN + "\"}";

    private final ProgramHouse house = new ProgramHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private RawSocket open(String more, String... headers) {
        RawSocket socket = RawSocket.open(house.port, SOCKET + more, headers);
        socket.next();
        return socket;
    }

    private RawSocket connected() {
        RawSocket socket = open("");
        socket.text(CONNECT);
        assertThat(socket.next()).startsWith("40{");
        return socket;
    }

    @Test
    void aProgramIsLetInByTheTokenThatItSays() {
        try (RawSocket socket = open("")) {
            socket.text(CONNECT);

            JsonObject answer = new JsonObject(socket.next().substring(2));
            assertThat(answer.getString("sid")).isNotBlank();
            assertThat(answer.getString("pid")).isNotBlank();
        }
    }

    @Test
    void aTokenMayAlsoStandInTheAddressOrInTheHeader() {
        try (RawSocket socket = open("&token=" + ProgramHouse.TOKEN)) {
            socket.text("40");
            assertThat(socket.next()).startsWith("40{");
        }
        try (RawSocket socket = open("", "Authorization: Bearer " + ProgramHouse.TOKEN)) {
            socket.text("40");
            assertThat(socket.next()).startsWith("40{");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40{\"token\":\"wrong\"}", "40", "40{}", "40{\"token\":7}"})
    void whoseTokenIsWrongIsToldAndMayTryAgain(String connect) {
        try (RawSocket socket = open("")) {
            socket.text(connect);

            String refused = socket.next();
            assertThat(refused).startsWith("44{\"message\":\"");
            assertThat(new JsonObject(refused.substring(2)).getString("message")).contains("token");
            socket.text(CONNECT);
            assertThat(socket.next()).startsWith("40{");
        }
    }

    @Test
    void whenTokensCanNotBeLookedUpThatIsNotTheProgramsFault() {
        house.tokens.broken = true;
        try (RawSocket socket = open("")) {
            socket.text(CONNECT);

            assertThat(socket.next()).isEqualTo("44{\"message\":\"try again later\"}");
        }
    }

    @Test
    void anotherNamespaceIsRefusedAndTheFirstGoesOn() {
        try (RawSocket socket = connected()) {
            socket.text("40/admin,{\"token\":\"" + ProgramHouse.TOKEN + "\"}");

            assertThat(socket.next()).isEqualTo("44/admin,{\"message\":\"Invalid namespace\"}");
            socket.text("421[\"subscribe\",{}]");
            assertThat(socket.next()).startsWith("431[");
        }
    }

    @Test
    void whoSpeaksBeforeHeIsConnectedIsClosed() {
        try (RawSocket socket = open("")) {
            socket.text("42[\"subscribe\",{}]");

            assertThat(socket.closed().reason()).isEqualTo("not connected");
        }
    }

    @Test
    void whoSpeaksToAnotherNamespaceIsClosed() {
        try (RawSocket socket = connected()) {
            socket.text("42/admin,[\"subscribe\",{}]");

            assertThat(socket.closed().reason()).isEqualTo("not connected");
        }
    }

    @Test
    void whoConnectsTwiceIsClosed() {
        try (RawSocket socket = connected()) {
            socket.text(CONNECT);

            assertThat(socket.closed().reason()).isEqualTo("connected already");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4",
                "4abc",
                "47",
                "48",
                "4 2[]",
                "42",
                "42{}",
                "42[]",
                "42[1]",
                "42[null]",
                "42[\"x\"",
                "42\"x\"",
                "42null",
                "42[\"x\"]]",
                "421234567890123456[\"x\"]",
                "42[{\"a\":1}]",
                "44{\"message\":\"x\"}",
                "40[1]",
                "40\"x\""
            })
    void whatIsNoPacketClosesTheSocket(String packet) {
        try (RawSocket socket = packet.startsWith("40") ? open("") : connected()) {
            socket.text(packet);

            assertThat(socket.closed().code()).isEqualTo(1002);
            house.untilSessions(0);
        }
    }

    @Test
    void deepJsonClosesTheSocketAndNothingElse() {
        try (RawSocket neighbour = connected();
                RawSocket socket = connected()) {
            socket.text("42[\"x\"," + "[".repeat(30_000) + "]".repeat(30_000) + "]");

            assertThat(socket.closed().code()).isEqualTo(1002);
            neighbour.text("421[\"subscribe\",{}]");
            assertThat(neighbour.next()).startsWith("431[");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"451-[\"x\",{\"_placeholder\":true,\"num\":0}]", "461-[]"})
    void binaryPacketsAreRefusedClearly(String packet) {
        try (RawSocket socket = connected()) {
            socket.text(packet);

            assertThat(socket.next()).startsWith("42[\"error\",{\"message\":\"binary");
            assertThat(socket.closed().code()).isEqualTo(1003);
        }
    }

    @Test
    void anAcknowledgementNamesItsQuestion() {
        try (RawSocket socket = connected()) {
            socket.text("42456[\"subscribe\",{}]");

            assertThat(socket.next()).startsWith("43456[{\"ok\":true");
        }
    }

    @Test
    void anAcknowledgementThatNobodyAskedForIsLeftAside() {
        try (RawSocket socket = connected()) {
            socket.text("431[]");
            socket.text("421[\"subscribe\",{}]");

            assertThat(socket.next()).startsWith("431[");
        }
    }

    @Test
    void whoLeavesMayConnectAgainOnTheSameConnection() {
        try (RawSocket socket = connected()) {
            house.untilPrograms(1);
            socket.text("41");
            house.untilPrograms(0);

            socket.text(CONNECT);

            assertThat(socket.next()).startsWith("40{");
        }
    }

    @Test
    void aSocketInWhichNobodyConnectsIsClosedAfterTenSeconds() {
        try (RawSocket connected = connected();
                RawSocket silent = open("");
                RawSocket wrong = open("")) {
            wrong.text("40{\"token\":\"wrong\"}");
            wrong.next();
            house.clock.pass(Duration.ofSeconds(10));

            assertThat(silent.closed().code()).isEqualTo(1008);
            assertThat(wrong.closed().code()).isEqualTo(1008);
            connected.text("421[\"subscribe\",{}]");
            assertThat(connected.next("43")).startsWith("431[");
        }
    }
}
