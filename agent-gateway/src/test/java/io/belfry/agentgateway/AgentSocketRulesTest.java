package io.belfry.agentgateway;

import static io.belfry.agentgateway.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.PresenceQuery;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what ends a socket. */
class AgentSocketRulesTest {
    private TestGateway gateway;

    /** Held, because a client that nobody holds closes its sockets. */
    private NetClient deafClient;

    private long said;

    @BeforeEach
    void start() {
        gateway = new TestGateway();
        deafClient =
                gateway.vertx.createNetClient(new NetClientOptions().setReceiveBufferSize(65_536));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "http://localhost",
                "http://localhost.evil.example",
                "http://localhost:1",
            })
    void aForeignOriginIsRefused(String origin) {
        String cookie = AgentClient.logIn(gateway, "anna");

        Future<AgentClient> connecting = AgentClient.tryConnect(gateway, cookie, origin);

        assertRefused(connecting, 403);
    }

    @Test
    void withoutAnOriginTheSocketIsRefused() {
        String cookie = AgentClient.logIn(gateway, "anna");

        Future<AgentClient> connecting = AgentClient.tryConnect(gateway, cookie, "");

        assertRefused(connecting, 403);
    }

    @Test
    void withoutASessionTheSocketIsRefused() {
        Future<AgentClient> connecting =
                AgentClient.tryConnect(gateway, "belfry_agent=nonsense", gateway.origin());

        assertRefused(connecting, 401);
    }

    @Test
    void aPlainRequestForTheSocketIsToldWhatItIs() {
        String cookie = AgentClient.logIn(gateway, "anna");

        int status = AgentClient.status(gateway, HttpMethod.GET, "/agent/socket", cookie);

        assertThat(status).isEqualTo(426);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"type\":\"ack\",\"id\":\"p1\",\"outcome\":\"opened\"}",
                "{\"type\":\"unknown\"}"
            })
    void whatIsNotAHelloEndsASocketThatHasNotGreeted(String text) {
        AgentClient page = AgentClient.connect(gateway, AgentClient.logIn(gateway, "anna"));

        page.say(text);

        assertThat(page.closeCode()).isEqualTo(AgentSocket.AGAINST_THE_RULES);
    }

    @Test
    void aPageWithoutASignOfLifeIsGivenUp() {
        AgentClient page = AgentClient.page(gateway, "anna");

        gateway.clock.goOn(GatewayLimits.DEFAULT.silence());

        assertThat(page.closeCode()).isEqualTo(AgentSocket.GOING_AWAY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void aClockThatIsSetByAnHourEndsNoSocketAndHoldsUpNoSignOfLife(int hours) {
        AgentClient page = AgentClient.page(gateway, "anna");

        gateway.clock.jump(Duration.ofHours(hours));
        // the page says nothing before the first of them; each says that the gateway has looked at
        // its sockets since
        for (int looks = 0; looks < 3; looks++) {
            gateway.clock.goOn(GatewayLimits.DEFAULT.heartbeat());
            page.next("beat");
            page.untilNow();
        }

        assertThat(await(presence()).agents()).hasSize(1);
    }

    @Test
    void aWrongMessageEndsTheSocketAndIsCounted() {
        AgentClient page = AgentClient.page(gateway, "anna");

        page.say("{\"type\":\"ack\",\"id\":\"p1\",\"outcome\":\"maybe\"}");

        assertThat(page.closeCode()).isEqualTo(AgentSocket.AGAINST_THE_RULES);
        assertThat(await(presence()).agents()).isEmpty();
    }

    @Test
    void aMessageOfMoreThanSixtyFourKilobytesEndsTheSocket() {
        AgentClient page = AgentClient.page(gateway, "anna");

        page.socket().writeTextMessage("{\"type\":\"" + "x".repeat(70_000) + "\"}");

        assertThat(page.closeCode()).isEqualTo(AgentSocket.TOO_BIG);
    }

    @Test
    void bytesEndTheSocket() {
        AgentClient page = AgentClient.page(gateway, "anna");

        await(page.socket().writeBinaryMessage(Buffer.buffer("x")));

        assertThat(page.closeCode()).isEqualTo(AgentSocket.WRONG_KIND);
    }

    @Test
    void moreThanAHundredMessagesInTenSecondsEndTheSocket() {
        AgentClient page = AgentClient.page(gateway, "anna");

        for (int i = 0; i < 120; i++) {
            page.socket().writeTextMessage("{\"type\":\"focus\"}");
        }

        assertThat(page.closeCode()).isEqualTo(AgentSocket.AGAINST_THE_RULES);
    }

    @Test
    void anEleventhPageOfOneAgentIsRefusedAndAFreedSeatIsTakenAgain() {
        String cookie = AgentClient.logIn(gateway, "anna");
        List<AgentClient> ten =
                java.util.stream.IntStream.range(0, 10)
                        .mapToObj(i -> AgentClient.connect(gateway, cookie))
                        .toList();

        Future<AgentClient> eleventh = AgentClient.tryConnect(gateway, cookie, gateway.origin());
        assertRefused(eleventh, 429);
        ten.get(0).cut();
        ten.get(0).closeCode();

        assertThat(connectSoon(cookie)).isNotNull();
    }

    @Test
    void whoeverReadsNothingIsClosedAndTheOthersGoOn() throws Exception {
        AgentClient good = AgentClient.page(gateway, "bruno");
        CompletableFuture<Void> gone = new CompletableFuture<>();
        AtomicLong read = new AtomicLong();
        NetSocket deaf = deafSocket(AgentClient.logIn(gateway, "anna"), gone, read);

        fill("first");
        gateway.show(
                new ScreenPop(
                        "b",
                        "PJSIP/bruno",
                        "https://x.example/",
                        OpenMode.NEW_TAB,
                        "",
                        "",
                        "",
                        now()));
        String opened = good.next("open").getString("id");
        // each sign of life says that the gateway has looked at its sockets since the clock went on
        for (int looks = 0; gateway.gateway.figures().slowClosed() == 0 && looks < 10; looks++) {
            fill("look" + looks);
            gateway.clock.goOn(GatewayLimits.DEFAULT.heartbeat().plusSeconds(1));
            good.next("beat");
        }
        assertThat(gateway.gateway.figures().slowClosed()).isEqualTo(1);
        deaf.resume();
        gone.get(20, TimeUnit.SECONDS);

        assertThat(opened).isEqualTo("b");
        assertThat(read.get()).as("bytes that waited for it").isLessThan(said);
        assertThat(await(presence()).agents())
                .extracting(Presence.Online::agent)
                .containsExactly("a2");
    }

    /** Speaks WebSocket by hand, says hello, and then never reads again. */
    private NetSocket deafSocket(String cookie, CompletableFuture<Void> gone, AtomicLong read)
            throws Exception {
        NetSocket socket = await(deafClient.connect(gateway.port(), "localhost"));
        CompletableFuture<Void> upgraded = new CompletableFuture<>();
        socket.handler(
                answer -> {
                    read.addAndGet(answer.length());
                    if (answer.toString().contains("101 Switching Protocols")) {
                        upgraded.complete(null);
                    }
                });
        socket.closeHandler(closed -> gone.complete(null));
        socket.exceptionHandler(e -> gone.complete(null));
        await(
                socket.write(
                        "GET /agent/socket HTTP/1.1\r\nHost: localhost:"
                                + gateway.port()
                                + "\r\nOrigin: "
                                + gateway.origin()
                                + "\r\nCookie: "
                                + cookie
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        upgraded.get(20, TimeUnit.SECONDS);
        byte[] hello = "{\"type\":\"hello\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Buffer frame = Buffer.buffer().appendByte((byte) 0x81);
        // masked with zeros, as a client must mask
        frame.appendByte((byte) (0x80 | hello.length)).appendInt(0).appendBytes(hello);
        await(socket.write(frame));
        gateway.until(() -> await(presence()).agents().size() == 2);
        socket.pause();
        return socket;
    }

    /** More than the buffers of both sides hold. */
    private void fill(String round) {
        String body = "x".repeat(60_000);
        for (int i = 0; i < 400; i++) {
            said += body.length();
            Ask.NOTIFY.put(
                    gateway.vertx,
                    Samples.notice(round + i, Notice.Level.INFO, "fill", body, now()));
        }
        await(presence());
    }

    private AgentClient connectSoon(String cookie) {
        for (int i = 0; i < 200; i++) {
            try {
                return AgentClient.connect(gateway, cookie);
            } catch (AssertionError stillTaken) {
                await(presence());
            }
        }
        throw new AssertionError("the seat was never free again");
    }

    private static void assertRefused(Future<AgentClient> connecting, int status) {
        CompletableFuture<Integer> refused = new CompletableFuture<>();
        connecting
                .onSuccess(open -> refused.complete(101))
                .onFailure(
                        e ->
                                refused.complete(
                                        e instanceof UpgradeRejectedException rejected
                                                ? rejected.getStatus()
                                                : -1));
        assertThat(refused).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(status);
    }

    private Future<Presence> presence() {
        return Ask.PRESENCE.put(gateway.vertx, new PresenceQuery());
    }

    private Instant now() {
        return gateway.clock.instant();
    }
}
