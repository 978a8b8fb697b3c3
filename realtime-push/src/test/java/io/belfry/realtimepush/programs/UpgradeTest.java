package io.belfry.realtimepush.programs;

import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session moves from polling to a websocket, and what happens when it does not go smoothly. */
class UpgradeTest {
    private static final Pattern ID = Pattern.compile("\\[\"ringing\",\\{[^}]*\"id\":\"(e\\d+)\"");

    private final ProgramHouse house = new ProgramHouse();
    private final Poller poller = new Poller(house.port, 4);

    @AfterEach
    void close() {
        house.close();
    }

    private void connect() {
        poller.open("");
        poller.post("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
        assertThat(poller.get().body()).startsWith("40{");
        house.untilPrograms(1);
    }

    private RawSocket second() {
        return RawSocket.open(house.port, poller.socketQuery());
    }

    @Test
    void aSessionMovesAndGoesOnThere() {
        connect();
        CompletableFuture<HttpResponse<String>> poll = poller.poll();
        try (RawSocket socket = second()) {
            socket.text("2probe");
            assertThat(socket.next()).isEqualTo("3probe");
            assertThat(Poller.await(poll).body()).isEqualTo("6");
            socket.text("5");
            socket.text("421[\"subscribe\",{}]");
            assertThat(socket.next()).startsWith("431[");

            house.tell(ringing("e1", "1.1"));

            assertThat(socket.next()).startsWith("42[\"ringing\",");
            assertThat(socket.next()).startsWith("42[\"event\",");
            assertThat(poller.get().statusCode()).isEqualTo(400);
            assertThat(poller.post("6").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void whatWaitsForTheNextPollComesBySocketWhenItHasMoved() {
        connect();
        try (RawSocket socket = second()) {
            house.tell(ringing("e1", "1.1"));
            socket.move();

            assertThat(socket.next()).startsWith("42[\"ringing\",");
        }
    }

    /** Events come all the time while the client moves. */
    @Test
    void nothingIsLostOrTwiceAndAllIsInOrderWhileItMoves() {
        connect();
        int count = 300;
        List<String> read = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> house.tell(ringing("e" + i, i + ".1")));
        CompletableFuture<HttpResponse<String>> poll = poller.poll();
        try (RawSocket socket = second()) {
            socket.text("2probe");
            IntStream.range(100, 200).forEach(i -> house.tell(ringing("e" + i, i + ".1")));
            assertThat(socket.next()).isEqualTo("3probe");
            read.add(Poller.await(poll).body());
            socket.text("5");
            IntStream.range(200, count).forEach(i -> house.tell(ringing("e" + i, i + ".1")));
            while (ids(read).size() < count) {
                read.add(socket.next());
            }
            socket.text("421[\"subscribe\",{}]");
            read.add(socket.next("431["));
        }

        assertThat(ids(read))
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(i -> "e" + i).toList());
    }

    private static List<String> ids(List<String> read) {
        Matcher found = ID.matcher(String.join("\u001e", read));
        List<String> ids = new ArrayList<>();
        while (found.find()) {
            ids.add(found.group(1));
        }
        return ids;
    }

    @Test
    void aSecondSocketIsRefusedWhileOneMovesAndAfterwards() {
        connect();
        try (RawSocket socket = second()) {
            socket.text("2probe");
            socket.next();
            try (RawSocket other = second()) {
                assertThat(other.status()).isEqualTo(400);
            }
            socket.text("5");
            socket.text("421[\"subscribe\",{}]");
            assertThat(socket.next()).startsWith("431[");
            try (RawSocket other = second()) {
                assertThat(other.status()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "2", "42[\"x\"]", "", "2probe2"})
    void aWrongProbeChangesNothing(String packet) {
        connect();
        try (RawSocket socket = second()) {
            socket.text(packet);

            assertThat(socket.closed().code()).isEqualTo(1002);
        }
        poller.isAnswered();
    }

    @Test
    void aSocketThatIsCutBeforeItMovedChangesNothingAndItMayTryAgain() {
        connect();
        RawSocket socket = second();
        socket.text("2probe");
        socket.next();
        socket.cut();

        poller.isAnswered();
        house.until(
                () -> {
                    try (RawSocket again = second()) {
                        return again.status() == 101;
                    }
                });
        poller.isAnswered();
    }

    @Test
    void aSessionThatEndsWhileItMovesTakesTheSocketAlong() {
        connect();
        try (RawSocket socket = second()) {
            poller.post("1");
            socket.text("2probe");

            assertThat(socket.closed().code()).isEqualTo(1002);
        }
        house.untilSessions(0);
    }

    @Test
    void aSocketThatMovedAndIsCutTakesTheSessionAlong() {
        connect();
        RawSocket socket = second();
        socket.move();
        socket.text("421[\"subscribe\",{}]");
        socket.next("431[");

        socket.cut();

        house.untilSessions(0);
    }

    @Test
    void aSessionThatMovedIsPingedThere() {
        connect();
        try (RawSocket socket = second()) {
            socket.move();
            socket.text("421[\"subscribe\",{}]");
            socket.next("431[");

            house.clock.pass(Duration.ofSeconds(25));

            assertThat(socket.next("2")).isEqualTo("2");
        }
    }
}
