package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO, revision 4, rule by rule as its document says. */
class EngineRulesTest {
    private static final String SOCKET = "EIO=4&transport=websocket";
    private static final Duration INTERVAL = Duration.ofSeconds(25);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ProgramHouse house = new ProgramHouse();
    private final Poller poller = new Poller(house.port, 4);

    @AfterEach
    void close() {
        house.close();
    }

    private RawSocket socket(String query) {
        return RawSocket.open(house.port, query);
    }

    private static int code(String body) {
        return new JsonObject(body).getInteger("code");
    }

    @Test
    void aPollingSessionBeginsWithItsTerms() {
        HttpResponse<String> answer = Poller.get(house.port, "EIO=4&transport=polling");

        JsonObject open = new JsonObject(answer.body().substring(1));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("0{");
        assertThat(open.getString("sid")).hasSizeGreaterThan(20);
        assertThat(open.getJsonArray("upgrades")).containsExactly("websocket");
        assertThat(open.getInteger("pingInterval")).isEqualTo(25_000);
        assertThat(open.getInteger("pingTimeout")).isEqualTo(20_000);
        assertThat(open.getInteger("maxPayload")).isEqualTo(65_536);
    }

    @Test
    void aSocketSessionBeginsWithItsTermsAndHasNothingToMoveTo() {
        try (RawSocket socket = socket(SOCKET)) {
            JsonObject open = new JsonObject(socket.next().substring(1));

            assertThat(open.getJsonArray("upgrades")).isEmpty();
            assertThat(open.getInteger("maxPayload")).isEqualTo(65_536);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EIO=4,                                    0",
        "EIO=4&transport=abc,                      0",
        "EIO=4&transport=polling&sid=abc,          1",
        "transport=polling,                        5",
        "EIO=2&transport=polling,                  5",
        "EIO=5&transport=polling,                  5",
        "EIO=abc&transport=polling,                5",
        "EIO=4&transport=websocket,                3",
        "EIO=4&transport=polling&j=0,              3",
    })
    void aRequestThatMakesNoSenseIsAnsweredWithItsCode(String query, int code) {
        HttpResponse<String> answer = Poller.get(house.port, query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer.body())).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "EIO=4&transport=websocket&sid=abc, 1",
        "EIO=5&transport=websocket,         5",
        "EIO=4&transport=abc,               0",
    })
    void aSocketThatMakesNoSenseIsAnsweredWithItsCode(String query, int code) {
        try (RawSocket socket = socket(query)) {
            assertThat(socket.status()).isEqualTo(400);
            assertThat(code(socket.body())).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void aSessionBeginsWithGet(String method) {
        HttpResponse<String> answer =
                Poller.send(
                        Poller.request(house.port, "EIO=4&transport=polling")
                                .method(method, HttpRequest.BodyPublishers.ofString("4x")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer.body())).isEqualTo(2);
    }

    @Test
    void aMethodThatIsNeitherReadingNorWritingIsRefused() {
        poller.open("");

        HttpResponse<String> answer =
                Poller.send(
                        Poller.request(house.port, "EIO=4&transport=polling&sid=" + poller.sid())
                                .method("PUT", HttpRequest.BodyPublishers.ofString("4x")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer.body())).isEqualTo(3);
    }

    @Test
    void theServerPingsASocketAndWhoAnswersStays() {
        try (RawSocket socket = connected()) {
            for (int i = 0; i < 3; i++) {
                house.clock.pass(INTERVAL);
                assertThat(socket.next("2")).isEqualTo("2");
                socket.text("3");
                answered(socket, i);
            }
        }
    }

    @Test
    void whoDoesNotAnswerAPingIsClosed() {
        try (RawSocket socket = connected()) {
            house.clock.pass(INTERVAL);
            assertThat(socket.next("2")).isEqualTo("2");
            house.clock.pass(TIMEOUT);

            assertThat(socket.closed().reason()).isEqualTo("no heartbeat");
            house.untilSessions(0);
        }
    }

    @Test
    void theServerPingsAPollerAndWhoAnswersStays() {
        poller.open("");
        poller.post("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
        assertThat(poller.get().body()).startsWith("40{");
        CompletableFuture<HttpResponse<String>> poll = poller.poll();
        house.clock.pass(INTERVAL);
        assertThat(pinged(poll)).isTrue();
        assertThat(poller.post("3").body()).isEqualTo("ok");

        poll = poller.poll();
        house.clock.pass(INTERVAL);

        assertThat(pinged(poll)).isTrue();
    }

    /** Where it stands may come before, with the ping or by itself. */
    private boolean pinged(CompletableFuture<HttpResponse<String>> poll) {
        String body = Poller.await(poll).body();
        return body.startsWith("42[\"position\"") && !body.endsWith("\u001e2")
                ? pinged(poller.poll())
                : body.endsWith("2");
    }

    @Test
    void aPollerThatIsSilentIsForgotten() {
        poller.open("");
        house.clock.pass(INTERVAL.plus(TIMEOUT));

        house.untilSessions(0);
        // its last words wait for a while, then nobody knows it any more
        assertThat(poller.get().body()).endsWith("1");
        assertThat(code(poller.get().body())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "9", "0{}", "5", "2", "-1", "4"})
    void whatIsNoPacketForTheServerClosesTheSocket(String packet) {
        try (RawSocket socket = socket(SOCKET)) {
            socket.next();
            socket.text(packet);

            assertThat(socket.closed().code()).isEqualTo(1002);
            house.untilSessions(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "9", "0{}", "5", "2", "4", "40\u001e", "\u001e"})
    void whatIsNoPacketForTheServerClosesThePoller(String body) {
        poller.open("");

        HttpResponse<String> answer = poller.post(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(poller.get().body()).endsWith("1");
        assertThat(code(poller.get().body())).isEqualTo(1);
    }

    @Test
    void severalPacketsTravelInOneBody() {
        poller.open("");

        poller.post("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}\u001e421[\"subscribe\",{}]");

        StringBuilder read = new StringBuilder();
        while (!read.toString().contains("431[")) {
            read.append(poller.get().body()).append('\u001e');
        }
        assertThat(read.toString().split("\u001e"))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("40{\"sid\":"),
                        second -> assertThat(second).startsWith("431[{\"ok\":true"));
    }

    @Test
    void twoPollsAtOnceEndTheSession() {
        poller.open("");
        CompletableFuture<HttpResponse<String>> first = poller.poll();
        CompletableFuture<HttpResponse<String>> second = poller.poll();

        assertThat(new int[] {Poller.await(first).statusCode(), Poller.await(second).statusCode()})
                .containsExactlyInAnyOrder(200, 400);
        house.untilSessions(0);
    }

    @Test
    void twoRequestsWithDataAtOnceEndTheSession() throws IOException {
        poller.open("");
        try (Socket half = request("POST", "Content-Length: 10\r\n\r\n4")) {
            assertThat(half.isConnected()).isTrue();

            house.until(() -> poller.post("6").statusCode() == 400);
            house.untilSessions(0);
        }
    }

    private String query() {
        return "EIO=4&transport=polling&sid=" + poller.sid();
    }

    @Test
    void whoClosesHisSessionIsGone() {
        poller.open("");
        CompletableFuture<HttpResponse<String>> poll = poller.poll();

        assertThat(poller.post("1").body()).isEqualTo("ok");

        assertThat(Poller.await(poll).body()).isEqualTo("6");
        assertThat(code(poller.get().body())).isEqualTo(1);
    }

    @Test
    void aPacketThatIsTooLargeClosesTheSocket() {
        try (RawSocket socket = connected()) {
            socket.text("42[\"x\",\"" + "a".repeat(65_536) + "\"]");

            assertThat(socket.closed().code()).isEqualTo(1009);
            house.untilSessions(0);
        }
    }

    @Test
    void aFrameThatIsMuchTooLargeClosesTheSocketToo() {
        try (RawSocket socket = connected()) {
            socket.text("42[\"x\",\"" + "a".repeat(1 << 20) + "\"]");

            assertThat(socket.closed().code()).isIn(1009, RawSocket.NO_CLOSE_FRAME);
            house.untilSessions(0);
        }
    }

    @Test
    void aPacketThatIsTooLargeClosesThePoller() {
        poller.open("");

        HttpResponse<String> answer = poller.post("4" + "a".repeat(65_536));

        assertThat(answer.statusCode()).isEqualTo(400);
        house.untilSessions(0);
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEnd() {
        poller.open("");

        HttpResponse<String> answer = poller.post("4" + "a".repeat(300_000));

        assertThat(answer.statusCode()).isEqualTo(413);
        house.untilSessions(0);
    }

    @Test
    void binaryFramesAreRefusedClearly() {
        try (RawSocket socket = connected()) {
            socket.frame(RawSocket.BINARY, new byte[] {4, 1, 2});

            assertThat(socket.closed())
                    .isEqualTo(
                            new RawSocket.Close(1003, "binary packets are not taken, send JSON"));
        }
    }

    @Test
    void binaryBodiesAreRefusedClearly() {
        poller.open("");

        assertThat(poller.post("bAQID").statusCode()).isEqualTo(400);
        poller.open("");
        HttpResponse<String> other = poller.post("4", "Content-Type", "application/octet-stream");

        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("binary");
        house.untilSessions(0);
    }

    @Test
    void aSocketThatIsCutIsGone() {
        RawSocket socket = connected();
        house.untilPrograms(1);

        socket.cut();

        house.untilPrograms(0);
        house.untilSessions(0);
    }

    /** The server reads the request and then that there is nobody any more. */
    @Test
    void aSessionWhosePollIsCutIsGone() throws IOException {
        poller.open("");
        house.untilSessions(1);

        request("GET", "").close();

        house.untilSessions(0);
    }

    @Test
    void aSessionWhoseDataIsCutIsGone() throws IOException {
        poller.open("");
        house.untilSessions(1);

        request("POST", "Content-Length: 10\r\n\r\n4").close();

        house.untilSessions(0);
    }

    /** As it stands there, complete or not. */
    private Socket request(String method, String more) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port);
        String head = "%s /socket.io/?%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n";
        socket.getOutputStream()
                .write(head.formatted(method, query(), more).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void tooManyPacketsCloseTheSession() {
        try (RawSocket socket = connected()) {
            for (int i = 0; i <= 1_000; i++) {
                socket.text("6");
            }

            assertThat(socket.closed()).isEqualTo(new RawSocket.Close(1008, "too many packets"));
        }
    }

    @Test
    void whenTheServerStopsItSaysSo() {
        try (RawSocket socket = connected()) {
            poller.open("");
            CompletableFuture<HttpResponse<String>> poll = poller.poll();
            house.untilSessions(2);

            house.stopListening();

            assertThat(socket.closed().code()).isEqualTo(1001);
            assertThat(Poller.await(poll).body()).isEqualTo("1");
        }
    }

    /** A socket whose program is let in. */
    private RawSocket connected() {
        RawSocket socket = socket(SOCKET);
        socket.next();
        socket.text("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
        assertThat(socket.next()).startsWith("40{");
        return socket;
    }

    private static void answered(RawSocket socket, int id) {
        socket.text("42" + id + "[\"subscribe\",{}]");
        // where it stands may come in between
        socket.next("43" + id);
    }
}
