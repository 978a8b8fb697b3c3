package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Speed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagerProtocolTest {
    private PbxSimulator pbx;

    @BeforeEach
    void start() {
        pbx = PbxSimulator.start(SimulatorConfig.standard());
    }

    @AfterEach
    void stop() {
        pbx.close();
    }

    /**
     * The rest of the recorded idle dialogue (endpoints, hints, database, reloads) is what the
     * simulator does not know.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a01",
                "a03",
                "a12",
                "a13",
                "a14",
                "a16",
                "a34",
                "a35",
                "a36",
                "a37",
                "a38",
                "a39",
                "a40",
                "a41",
                "a42",
                "noaction",
                "unicode-é-日本-<b>",
                "ue1",
                "ev-off",
                "ue2",
                "ev-mask",
                "ev-on"
            })
    void answersAsTheRecordedAsteriskDid(String actionId) throws Exception {
        List<String> action =
                Recordings.sent("20-actions-idle").stream()
                        .filter(lines -> lines.contains("ActionID: " + actionId))
                        .findFirst()
                        .orElseThrow();
        AmiEvent recorded =
                Recordings.messages("20-actions-idle").stream()
                        .filter(message -> message.get("ActionID").equals(actionId))
                        .findFirst()
                        .orElseThrow();

        AmiEvent answer;
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(action.toArray(String[]::new));
            answer = client.answer(actionId);
        }

        assertThat(withoutTime(answer)).isEqualTo(withoutTime(recorded));
    }

    private static String withoutTime(AmiEvent message) {
        return message.text().replaceAll("Timestamp: \\d+\\.\\d{6}\r", "Timestamp: T\r");
    }

    @Test
    void welcomesAsAsteriskDoes() throws Exception {
        byte[] recorded = Recordings.bytes("20c-bad-login-action-before-login");

        byte[] received;
        try (AmiClient client = new AmiClient(pbx.port())) {
            for (List<String> action : Recordings.sent("20c-bad-login-action-before-login")) {
                client.send(action.toArray(String[]::new));
            }
            received = client.untilClosed();
        }

        assertThat(comparable(received)).isEqualTo(comparable(recorded));
    }

    /** Times and addresses are those of the day. */
    private static String comparable(byte[] dialogue) {
        return new String(dialogue, StandardCharsets.UTF_8)
                .replaceAll(
                        "(?m)^(Uptime|LastReload|EventTV|SessionTV|SessionID|LocalAddress|RemoteAddress): .*$",
                        "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20c-bad-login", "20c-bad-login-unknown-user"})
    void wrongSecretAndUnknownUserAreTheSameAndEndTheConnection(String recording) throws Exception {
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send(Recordings.sent(recording).get(0).toArray(String[]::new));

            assertThat(client.untilClosed()).isEqualTo(Recordings.bytes(recording));
        }
    }

    @Test
    void loginWithChallengeWorks() throws Exception {
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send("Action: Challenge", "AuthType: MD5", "ActionID: c");
            String challenge = client.answer("c").get("Challenge");
            byte[] digest =
                    MessageDigest.getInstance("MD5")
                            .digest((challenge + "lab-secret").getBytes(StandardCharsets.UTF_8));
            client.send(
                    "Action: Login",
                    "AuthType: MD5",
                    "Username: cti",
                    "Key: " + HexFormat.of().formatHex(digest),
                    "ActionID: in",
                    "Events: call,agent");

            assertThat(client.answer("in").get("Message")).isEqualTo("Authentication accepted");
            assertThat(client.drain())
                    .as("neither system nor security events were asked for")
                    .isEmpty();
        }
    }

    @Test
    void aKeyForNoChallengeIsRefused() throws Exception {
        byte[] digest =
                MessageDigest.getInstance("MD5")
                        .digest("lab-secret".getBytes(StandardCharsets.UTF_8));
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send(
                    "Action: Login",
                    "AuthType: MD5",
                    "Username: cti",
                    "Key: " + HexFormat.of().formatHex(digest),
                    "ActionID: in");

            assertThat(client.answer("in").get("Message")).isEqualTo("Authentication failed");
        }
    }

    @ParameterizedTest
    @CsvSource({"Command,denied", "QueuePause,denied2"})
    void aUserWithoutTheRightIsDenied(String action, String actionId) throws Exception {
        AmiEvent recorded =
                Recordings.messages("20f-limited-user").stream()
                        .filter(message -> message.get("ActionID").equals(actionId))
                        .findFirst()
                        .orElseThrow();
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send("Action: Login", "Username: ctiro", "Secret: lab-secret");
            client.send("Action: " + action, "Command: core show version", "ActionID: " + actionId);

            assertThat(client.answer(actionId).text()).isEqualTo(recorded.text());
        }
    }

    @Test
    void aUserWithoutTheRightToFilterIsDeniedAndGoesOn() throws Exception {
        try (AmiClient client = new AmiClient(pbx.port())) {
            client.send("Action: Login", "Username: ctinofilter", "Secret: lab-secret");
            client.send(
                    "Action: Filter", "Operation: Add", "Filter: !Event: RTCP.*", "ActionID: f");
            client.send("Action: Ping", "ActionID: p");

            assertThat(client.answer("f").get("Message")).isEqualTo("Permission denied");
            assertThat(client.answer("p").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void actionsMayEndTheirLinesWithLfOnlyAndComeManyInOnePacket() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.raw("Action: Ping\nActionID: one\n\nACTION:Ping\r\nactionid:   two\r\n\r\n");

            assertThat(client.answer("one").get("Ping")).isEqualTo("Pong");
            assertThat(client.answer("two").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void aLineBeyondTheLimitDiscardsItsMessageOnly() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: Ping", "ActionID: long", "X: " + "x".repeat(1100));
            client.send("Action: Ping", "ActionID: next");

            assertThat(client.answer("long").get("Message"))
                    .isEqualTo("Failed to parse message: line too long");
            assertThat(client.answer("next").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void aLineOfExactlyTheLimitIsRead() throws Exception {
        String line = "X: " + "x".repeat(1020 - 1);
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: Ping", line, "ActionID: fits");

            assertThat(client.answer("fits").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void moreThan128LinesDiscardTheMessage() throws Exception {
        String lines =
                String.join(
                        "\r\n",
                        IntStream.range(0, 127).mapToObj(i -> "Variable: v" + i + "=1").toList());
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: Ping", "ActionID: many", lines);
            client.send("Action: Ping", "ActionID: next");

            assertThat(client.answer("many").get("Message"))
                    .isEqualTo("Too many lines in message or allocation failure");
            assertThat(client.answer("next").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void theFirstOfTwoEqualHeadersWins() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: Ping", "ActionID: a", "Action: Logoff");

            assertThat(client.answer("a").get("Ping")).isEqualTo("Pong");
        }
    }

    @Test
    void keepsWhatClientsSentWordForWord() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: Ping", "ActionID: p1", "Odd line", "X: a: b");
            client.answer("p1");
        }

        ReceivedAction last = pbx.journal().get(pbx.journal().size() - 1);
        assertThat(last.raw()).isEqualTo("Action: Ping\nActionID: p1\nOdd line\nX: a: b");
        assertThat(last.action()).isEqualTo("Ping");
    }

    @Test
    void theJournalForgetsTheOldestAndCountsThem() throws Exception {
        try (PbxSimulator small =
                        PbxSimulator.start(SimulatorConfig.standard().withJournalLimit(2));
                AmiClient client = AmiClient.loggedIn(small.port())) {
            client.send("Action: Ping", "ActionID: p1");
            client.send("Action: Ping", "ActionID: p2");
            client.answer("p2");

            assertThat(small.journal())
                    .extracting(a -> a.headers().get("ActionID"))
                    .containsExactly("p1", "p2");
            assertThat(small.counters().journalDropped()).isEqualTo(1);
        }
    }

    @Test
    void coreStatusTellsWhenThePbxWasStarted() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: CoreStatus", "ActionID: s");
            AmiEvent status = client.answer("s");

            String started =
                    status.get("CoreStartupDate") + "T" + status.get("CoreStartupTime") + "Z";
            assertThat(Instant.parse(started))
                    .isEqualTo(pbx.bootTime().truncatedTo(ChronoUnit.SECONDS));
            assertThat(status.headers().names())
                    .isEqualTo(
                            Recordings.messages("20-actions-idle").stream()
                                    .filter(message -> message.get("ActionID").equals("a02"))
                                    .findFirst()
                                    .orElseThrow()
                                    .headers()
                                    .names());
        }
    }

    @Test
    void aRecordedChannelCanBeNamedButNotMoved() throws Exception {
        pbx.play(Speed.UNLIMITED, Recordings.path("26-session-kicked-part1"))
                .get(60, TimeUnit.SECONDS);
        String channel = "Channel: PJSIP/trunk-acme-0000000f";
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(
                    "Action: Redirect",
                    channel,
                    "Context: queues",
                    "Exten: 6004",
                    "Priority: 1",
                    "ActionID: r");

            assertThat(client.answer("r").get("Message")).isEqualTo("Redirect failed");
        }
    }

    @Test
    void listsTheCommandsOfTheUserAsAsteriskDoes() throws Exception {
        AmiEvent recorded =
                Recordings.messages("20-actions-idle").stream()
                        .filter(message -> message.get("ActionID").equals("a25"))
                        .findFirst()
                        .orElseThrow();
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send("Action: ListCommands", "ActionID: a25");

            AmiEvent answer = client.answer("a25");
            assertThat(recorded.headers().all()).containsAll(answer.headers().all());
            assertThat(answer.headers().all()).hasSizeGreaterThan(25);
        }
    }
}
