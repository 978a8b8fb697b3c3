package io.belfry.realtimepush.programs;

import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.NodeFigures;
import io.belfry.core.bus.NodeGone;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes, and a balancer that sends each request to another one than the request before. */
class AnyNodeTest {
    private static final Pattern ID = Pattern.compile("\\[\"ringing\",\\{[^}]*\"id\":\"(e\\d+)\"");
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private final TestCluster cluster = new TestCluster(2);
    private final String database = "anynode" + UUID.randomUUID();
    private final ProgramHouse one = house(0);
    private final ProgramHouse other = house(1);
    private final Poller poller = new Poller(List.of(one.port, other.port), 4);

    private ProgramHouse house(int node) {
        return new ProgramHouse(cluster.node(node), ProgramLimits.defaults(), Set.of(), database);
    }

    @AfterEach
    void close() {
        other.close();
        one.close();
        cluster.close();
    }

    /** The session is at the first node; the next request goes to the second. */
    private void connect() {
        poller.open("");
        poller.post("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
        assertThat(poller.get().body()).startsWith("40{");
        one.untilPrograms(1);
        // the answer to this one comes by the first node
        poller.post("421[\"subscribe\",{}]");
        assertThat(poller.get().body()).startsWith("431[{\"ok\":true");
    }

    /** A poll at the second node, which waits at the first. */
    private CompletableFuture<HttpResponse<String>> waitingPoll() {
        long before = other.figures().relayed();
        CompletableFuture<HttpResponse<String>> poll = poller.at(other.port).poll();
        other.until(() -> other.figures().relayed() > before);
        return poll;
    }

    private RawSocket socketAtTheOther() {
        return RawSocket.open(other.port, poller.socketQuery());
    }

    private static List<String> ids(List<String> read) {
        Matcher found = ID.matcher(String.join("\u001e", read));
        List<String> ids = new ArrayList<>();
        while (found.find()) {
            ids.add(found.group(1));
        }
        return ids;
    }

    private static List<String> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> "e" + i).toList();
    }

    @Test
    void aSessionIsAtOneNodeAndItsRequestsComeToBoth() {
        connect();
        List<String> read = new ArrayList<>();

        for (int i = 0; i < 20; i++) {
            one.tell(ringing("e" + i, i + ".1"));
            poller.post(
                    "42"
                            + i
                            + "[\"AgentCTI\",{\"url\":\"https://crm.example/"
                            + i
                            + "\",\"peer\":\"1007\"}]");
        }
        while (ids(read).size() < 20 || !String.join("", read).contains("4319[")) {
            read.add(poller.get().body());
        }

        assertThat(ids(read)).containsExactlyElementsOf(events(20));
        for (int i = 0; i < 20; i++) {
            assertThat(one.shown.next().url()).isEqualTo("https://crm.example/" + i);
        }
        assertThat(other.shown.isSilent()).isTrue();
        assertThat(one.figures().sessions()).isEqualTo(1);
        assertThat(other.figures().sessions()).isZero();
        other.until(() -> other.figures().relayed() > 10);
    }

    @Test
    void anOldClientToo() {
        Poller old = new Poller(List.of(one.port, other.port), 3);
        old.open("&token=" + ProgramHouse.TOKEN);
        one.untilPrograms(1);
        List<String> read = new ArrayList<>();
        read.add(old.opened());
        for (int i = 0; i < 4; i++) {
            assertThat(old.post("1:2").body()).isEqualTo("ok");
            read.add(old.get().body());
        }

        assertThat(String.join("", read)).contains("2:40").contains("1:3");
        other.until(() -> other.figures().relayed() > 3);
    }

    @Test
    void twoPollsAtOnceAreNoneAtAnyNode() {
        connect();
        CompletableFuture<HttpResponse<String>> first = waitingPoll();

        assertThat(poller.at(other.port).get().statusCode()).isEqualTo(400);

        assertThat(Poller.await(first).body()).isEqualTo("1");
        one.untilSessions(0);
    }

    @Test
    void aClientThatGoesAwayFromTheOtherNodeTakesItsSessionAlong() throws IOException {
        connect();
        long before = other.figures().relayed();
        try (Socket poll = new Socket(InetAddress.getLoopbackAddress(), other.port)) {
            String request =
                    "GET /socket.io/?EIO=4&transport=polling&sid="
                            + poller.sid()
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            poll.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            other.until(() -> other.figures().relayed() > before);
        }

        one.untilSessions(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x.y",
                "abc.00000000-0000-0000-0000-000000000000",
                "../abc.00000000-0000-0000-0000-000000000000"
            })
    void aSessionThatNoNodeHasIsUnknown(String sid) {
        HttpResponse<String> answer = Poller.get(other.port, "EIO=4&transport=polling&sid=" + sid);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(UNKNOWN);
    }

    @Test
    void aGuessWithTheNameOfANodeIsUnknownToo() {
        String guess = "guess." + NodeId.of(one.vertx);

        assertThat(Poller.get(other.port, "EIO=4&transport=polling&sid=" + guess).body())
                .isEqualTo(UNKNOWN);
        try (RawSocket socket =
                RawSocket.open(other.port, "EIO=4&transport=websocket&sid=" + guess)) {
            assertThat(socket.status()).isEqualTo(400);
            assertThat(socket.body()).isEqualTo(UNKNOWN);
        }
    }

    @Test
    void whoPollsASessionOfANodeThatIsGoneIsToldAtOnce() {
        connect();
        CompletableFuture<HttpResponse<String>> poll = waitingPoll();

        Topic.NODE_GONE.publishHere(other.vertx, new NodeGone(NodeId.of(one.vertx).toString()));

        assertThat(Poller.await(poll).body()).isEqualTo(UNKNOWN);
    }

    @Test
    void aNodeThatIsNotHeardOfHasNoSessions() {
        connect();
        CompletableFuture<HttpResponse<String>> poll = waitingPoll();
        String node = NodeId.of(one.vertx).toString();
        Topic.NODE_FIGURES.publish(one.vertx, NodeFigures.none(node));

        // until it is heard, a silence does not count
        other.until(
                () -> {
                    other.clock.pass(Duration.ofSeconds(11));
                    return poll.isDone();
                });

        assertThat(Poller.await(poll).body()).isEqualTo(UNKNOWN);
        assertThat(Poller.get(other.port, "EIO=4&transport=polling&sid=" + poller.sid()).body())
                .isEqualTo(UNKNOWN);
    }

    @Test
    void whatIsNotTakenIsNotTakenAtAnyNode() {
        connect();
        assertThat(post("x".repeat(300_000))).isEqualTo(413);
        one.untilSessions(0);

        poller.open("");
        assertThat(post("")).isEqualTo(400);
        one.until(() -> one.figures().sessions() + other.figures().sessions() == 0);

        poller.open("");
        assertThat(post("4x", "Content-Type", "application/octet-stream")).isEqualTo(400);
        one.until(() -> one.figures().sessions() + other.figures().sessions() == 0);
    }

    /** At the node that does not have the session. */
    private int post(String body, String... headers) {
        int port = poller.sid().endsWith(NodeId.of(one.vertx).toString()) ? other.port : one.port;
        return poller.at(port).post(body, headers).statusCode();
    }

    @Test
    void aSessionMovesToAWebsocketAtTheOtherNode() {
        connect();
        CompletableFuture<HttpResponse<String>> poll = waitingPoll();
        try (RawSocket socket = socketAtTheOther()) {
            assertThat(socket.status()).isEqualTo(101);
            socket.text("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(Poller.await(poll).body()).isEqualTo("6");
            socket.text("5");
            socket.text("422[\"subscribe\",{}]");
            assertThat(socket.next()).startsWith("432[");

            one.tell(ringing("e1", "1.1"));

            assertThat(socket.next()).startsWith("42[\"ringing\",");
            assertThat(socket.next()).startsWith("42[\"event\",");
            for (int i = 0; i < 2; i++) {
                assertThat(poller.get().statusCode()).isEqualTo(400);
                assertThat(poller.post("6").statusCode()).isEqualTo(400);
            }
            try (RawSocket second = socketAtTheOther();
                    RawSocket third = RawSocket.open(one.port, poller.socketQuery())) {
                assertThat(second.status()).isEqualTo(400);
                assertThat(third.status()).isEqualTo(400);
            }
            one.clock.pass(Duration.ofSeconds(25));
            assertThat(socket.next("2")).isEqualTo("2");
        }
        one.untilSessions(0);
    }

    /** Events come all the time while the client moves. */
    @Test
    void nothingIsLostOrTwiceAndAllIsInOrderWhileItMovesThere() {
        connect();
        int count = 300;
        List<String> read = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> one.tell(ringing("e" + i, i + ".1")));
        CompletableFuture<HttpResponse<String>> poll = waitingPoll();
        try (RawSocket socket = socketAtTheOther()) {
            socket.text("2probe");
            IntStream.range(100, 200).forEach(i -> one.tell(ringing("e" + i, i + ".1")));
            assertThat(socket.next()).isEqualTo("3probe");
            read.add(Poller.await(poll).body());
            socket.text("5");
            IntStream.range(200, count).forEach(i -> one.tell(ringing("e" + i, i + ".1")));
            while (ids(read).size() < count) {
                read.add(socket.next());
            }
            socket.text("423[\"subscribe\",{}]");
            read.add(socket.next("433["));
        }

        assertThat(ids(read)).containsExactlyElementsOf(events(count));
    }

    @Test
    void packetsByThatWebsocketStayInOrder() {
        connect();
        try (RawSocket socket = socketAtTheOther()) {
            socket.move();
            IntStream.range(0, 80)
                    .forEach(
                            i ->
                                    socket.text(
                                            "42"
                                                    + i
                                                    + "[\"RealtimeCTI\",{\"type\":\"Acme\",\"channel\":{},\"reference\":\""
                                                    + i
                                                    + "\",\"url\":\"https://crm.example/\"}]"));
            socket.next("4379[");
        }

        for (int i = 0; i < 80; i++) {
            assertThat(one.rows.next().reference()).isEqualTo(Integer.toString(i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "2", "42[\"x\"]", "", "2probe2"})
    void aWrongProbeThereChangesNothing(String packet) {
        connect();
        try (RawSocket socket = socketAtTheOther()) {
            socket.text(packet);

            assertThat(socket.closed().code()).isEqualTo(1002);
        }
        poller.isAnswered();
        one.until(
                () -> {
                    try (RawSocket again = socketAtTheOther()) {
                        return again.status() == 101;
                    }
                });
        poller.isAnswered();
    }

    @Test
    void aWebsocketThatIsCutTakesTheSessionAlong() {
        connect();
        RawSocket socket = socketAtTheOther();
        socket.move();
        socket.text("422[\"subscribe\",{}]");
        socket.next("432[");

        socket.cut();

        one.untilSessions(0);
    }

    @Test
    void aSessionThatEndsTakesItsWebsocketAlong() {
        connect();
        try (RawSocket socket = socketAtTheOther()) {
            socket.move();
            socket.text("422[\"subscribe\",{}]");
            socket.next("432[");

            one.tokens.revoke(ProgramHouse.TOKEN);

            assertThat(socket.closed().code()).isEqualTo(1001);
        }
    }

    @Test
    void aNodeThatIsGoneTakesItsWebsocketsAlong() {
        connect();
        try (RawSocket socket = socketAtTheOther()) {
            socket.move();
            socket.text("422[\"subscribe\",{}]");
            socket.next("432[");

            Topic.NODE_GONE.publishHere(other.vertx, new NodeGone(NodeId.of(one.vertx).toString()));

            assertThat(socket.closed().code()).isEqualTo(1001);
        }
    }
}
