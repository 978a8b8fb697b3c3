package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of others can not use a browser's way to us; programs and listed pages can. */
class ForeignPagesTest {
    private static final String LISTED = "https://crm.example";
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String SOCKET = "EIO=4&transport=websocket";

    private static ProgramHouse house;

    @BeforeAll
    static void open() {
        house =
                new ProgramHouse(
                        ProgramLimits.defaults(), Set.of(LISTED), "origins" + UUID.randomUUID());
        house.tokens.add("", Program.unlimited("anonymous", "anonymous"));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "https://evil.example",
                "http://crm.example",
                "https://crm.example:8443",
                "https://crm.example.evil.example",
                "https://sub.crm.example",
                "https://evilcrm.example",
                "https://CRM.example",
                "https://crm.example.",
                "https://crm.example/",
                "https://crm.example@evil.example",
                "https://crm.example,https://evil.example",
                "https://crm.example https://evil.example",
                "https://xn--crm-.example",
                "http://127.0.0.1",
                "http://localhost",
                "http://[::1]",
                "file://",
                "chrome-extension://abc",
                "%"
            })
    void aPageThatIsNotListedIsRefusedByBothTransports(String origin) {
        HttpResponse<String> polling =
                Poller.send(Poller.request(house.port, POLLING).setHeader("Origin", origin));
        try (RawSocket socket = RawSocket.open(house.port, SOCKET, "Origin: " + origin)) {
            assertThat(socket.status()).isEqualTo(403);
        }

        assertThat(polling.statusCode()).isEqualTo(403);
        assertThat(polling.body()).contains("\"code\":4");
        assertThat(polling.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void aPageThatHidesItsOriginIsRefused(String site) {
        assertThat(Poller.get(house.port, POLLING, "Sec-Fetch-Site", site).statusCode())
                .isEqualTo(403);
    }

    @Test
    void aListedPageMayReadTheAnswer() {
        HttpResponse<String> polling =
                Poller.send(
                        Poller.request(house.port, POLLING)
                                .setHeader("Origin", LISTED)
                                .setHeader("Sec-Fetch-Site", "cross-site"));
        HttpResponse<String> asked =
                Poller.send(
                        Poller.request(house.port, POLLING)
                                .setHeader("Origin", LISTED)
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        try (RawSocket socket = RawSocket.open(house.port, SOCKET, "Origin: " + LISTED)) {
            assertThat(socket.status()).isEqualTo(101);
        }

        assertThat(polling.statusCode()).isEqualTo(200);
        assertThat(polling.headers().firstValue("Access-Control-Allow-Origin")).contains(LISTED);
        assertThat(polling.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).contains(LISTED);
    }

    @Test
    void aProgramMayNameTheServerItself() {
        String own = "http://127.0.0.1:" + house.port;
        try (RawSocket socket = RawSocket.open(house.port, SOCKET, "Origin: " + own)) {
            assertThat(socket.status()).isEqualTo(101);
        }
    }

    /** A stranger's name may be made to point here; then his page is "ours". */
    @Test
    void aNameThatWasMadeToPointHereIsNotOurs() {
        String host = "evil.example:" + house.port;
        try (RawSocket socket =
                RawSocket.open(house.port, SOCKET, "Host: " + host, "Origin: http://" + host)) {
            assertThat(socket.status()).isEqualTo(403);
        }
    }

    @Test
    void whoHasNoTokenMustCallUsByOurAddress() {
        String host = "Host: evil.example:" + house.port;
        try (RawSocket socket = RawSocket.open(house.port, SOCKET, host);
                RawSocket old = RawSocket.open(house.port, SOCKET.replace("4", "3"), host);
                RawSocket good = RawSocket.open(house.port, SOCKET)) {
            socket.text("40");
            good.text("40");

            assertThat(socket.next("44")).contains("by its address");
            assertThat(old.next("44")).contains("by its address");
            assertThat(good.next("40")).contains("sid");
        }
    }

    @Test
    void whoHasATokenMayCallUsByAnyName() {
        try (RawSocket socket =
                RawSocket.open(house.port, SOCKET, "Host: belfry.lan:" + house.port)) {
            socket.text("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");

            assertThat(socket.next("40")).contains("sid");
        }
    }

    @Test
    void otherPathsSayWhatIsHere() {
        HttpResponse<String> answer =
                Poller.send(
                        HttpRequest.newBuilder(
                                java.net.URI.create("http://127.0.0.1:" + house.port + "/")));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/socket.io/");
    }
}
