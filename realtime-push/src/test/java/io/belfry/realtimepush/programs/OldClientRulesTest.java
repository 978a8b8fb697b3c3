package io.belfry.realtimepush.programs;

import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO, revision 3 (clients of 1.x and 2.x): where it differs from the newer one. */
class OldClientRulesTest {
    private static final String TOKEN = "&token=" + ProgramHouse.TOKEN;

    private final ProgramHouse house = new ProgramHouse();
    private final Poller poller = new Poller(house.port, 3);

    @AfterEach
    void close() {
        house.close();
    }

    private RawSocket open(String more) {
        RawSocket socket = RawSocket.open(house.port, "EIO=3&transport=websocket" + more);
        socket.next();
        return socket;
    }

    @Test
    void packetsInABodyAreCounted() {
        HttpResponse<String> answer =
                Poller.get(house.port, "EIO=3&transport=polling&b64=1" + TOKEN);

        int colon = answer.body().indexOf(':');
        int length = Integer.parseInt(answer.body().substring(0, colon));
        String open = answer.body().substring(colon + 1, colon + 1 + length);
        assertThat(open).startsWith("0{");
        assertThat(new JsonObject(open.substring(1)).fieldNames())
                .containsExactlyInAnyOrder("sid", "upgrades", "pingInterval", "pingTimeout");
    }

    @Test
    void theProgramIsConnectedWithoutAsking() {
        try (RawSocket socket = open(TOKEN)) {
            assertThat(socket.next()).isEqualTo("40");
            house.tell(ringing("e1", "1.1"));
            assertThat(socket.next()).startsWith("42[\"ringing\",{");
        }
    }

    @Test
    void aWrongTokenIsToldAsAnErrorAndTheSocketIsClosedAfterAWhile() {
        try (RawSocket socket = open("&token=wrong")) {
            assertThat(socket.next()).startsWith("44\"The token is wrong");
            house.clock.pass(Duration.ofSeconds(10));
            assertThat(socket.closed().code()).isEqualTo(1008);
        }
    }

    @Test
    void theClientPingsAndTheServerAnswers() {
        try (RawSocket socket = open(TOKEN)) {
            socket.next();
            for (int i = 0; i < 3; i++) {
                house.clock.pass(Duration.ofSeconds(44));
                socket.text("2");
                assertThat(socket.next()).isEqualTo("3");
            }
        }
    }

    @Test
    void whoDoesNotPingIsClosed() {
        try (RawSocket socket = open(TOKEN)) {
            socket.next();
            house.clock.pass(Duration.ofSeconds(45));

            assertThat(socket.closed().reason()).isEqualTo("no heartbeat");
        }
    }

    @Test
    void aPongIsTheServersAndClosesTheSocket() {
        try (RawSocket socket = open(TOKEN)) {
            socket.next();
            socket.text("3");

            assertThat(socket.closed().code()).isEqualTo(1002);
        }
    }

    @Test
    void aPollerIsPongedAndMoves() {
        poller.open(TOKEN);
        poller.post("1:2");
        String read = poller.opened();
        while (!read.contains("1:3")) {
            read += poller.get().body();
        }
        assertThat(read).contains("2:40");
        CompletableFuture<HttpResponse<String>> poll = poller.poll();
        try (RawSocket socket = RawSocket.open(house.port, poller.socketQuery())) {
            socket.text("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(Poller.await(poll).body()).isEqualTo("1:6");
            socket.text("5");
            socket.text("2");
            assertThat(socket.next()).isEqualTo("3");
        }
    }

    @Test
    void anotherNamespaceIsRefusedInOldWords() {
        try (RawSocket socket = open(TOKEN)) {
            socket.next();
            socket.text("40/admin?token=x,");

            assertThat(socket.next()).isEqualTo("44/admin,\"Invalid namespace\"");
            socket.text("40");
            socket.text("421[\"subscribe\",{}]");
            assertThat(socket.next()).startsWith("431[");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", ":4", "x:4", "5:4", "-1:4", "9999999:4", "1:", "1:4x", "1:44"})
    void aBodyThatIsNotCountedRightEndsTheSession(String body) {
        poller.open(TOKEN);

        assertThat(poller.post(body).statusCode()).isEqualTo(400);
        house.untilSessions(0);
    }

    /** 1.x writes UTF-8 twice when it polls, 2.x once; both mean the same. */
    @Test
    void lettersArriveFromBothGenerations() {
        String packet = "42[\"AgentCTINotification\",{\"peer\":\"1007\",\"title\":\"Müller 電 é\"}]";
        String twice =
                new String(packet.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        poller.open(TOKEN);

        poller.post(packet.length() + ":" + packet);
        poller.post(twice.length() + ":" + twice);

        assertThat(house.notices.next().title()).isEqualTo("Müller 電 é");
        assertThat(house.notices.next().title()).isEqualTo("Müller 電 é");
    }

    @Test
    void lettersLeaveInAsciiSoThatBothGenerationsReadThem() {
        poller.open(TOKEN);
        house.untilPrograms(1);

        house.tell(ringing("e1", "1.1", "Sales", "Müller 電"));

        String read = poller.get().body();
        while (!read.contains("[\"ringing\"")) {
            read = poller.get().body();
        }
        assertThat(read).contains("M\\u00fcller \\u96fb").matches("\\p{ASCII}*");
    }
}
