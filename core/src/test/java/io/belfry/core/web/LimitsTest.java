package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Slow, silent and mad clients, over plain sockets. */
class LimitsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int GIVE_UP_MILLIS = 15_000;
    private static TestSite server;
    private static TestSite usual;
    private static HttpServer impatient;

    @BeforeAll
    static void start() {
        server =
                new TestSite(
                        SiteConfig.defaults(),
                        SHORT,
                        site -> site.get("/long", Access.PUBLIC, Site::takesLong));
        usual = new TestSite();
        impatient =
                await(
                        ServerLimits.serve(
                                        server.vertx,
                                        server.vertx.createHttpServer(ServerLimits.options()),
                                        server.site.router(),
                                        SHORT)
                                .listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        await(impatient.close());
        server.close();
        usual.close();
    }

    @Test
    void whoeverNeverFinishesHisFirstRequestIsSentAway() throws IOException {
        assertThat(say(impatient, "GET /bare HTTP/1.1\r\nHost: 127.0")).isEmpty();
        assertThat(say(impatient, "")).isEmpty();
    }

    @Test
    void aRequestThatIsNotAnsweredInTimeIsGivenUp() throws IOException {
        for (String path : new String[] {"/silent", "/long"}) {
            String answer =
                    say(
                            server.server,
                            "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

            assertThat(answer).as(path).startsWith("HTTP/1.1 503");
        }
    }

    @Test
    void aBodyThatNeverComesIsGivenUp() throws IOException {
        String answer =
                say(
                        server.server,
                        "POST /PUBLIC/thing HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n"
                                + "Connection: close\r\n\r\nabc");

        assertThat(answer).startsWith("HTTP/1.1 408");
    }

    @Test
    void aHeadOfNineKilobytesIsTooMuch() throws IOException {
        String answer =
                say(
                        server.server,
                        "GET /bare HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(9000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431");
    }

    @Test
    void nonsenseIsNeverOurFault() throws IOException {
        Random random = new Random(7);
        String[] methods = {"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "BREW"};
        int rounds = Boolean.getBoolean("belfry.nightly") ? 20_000 : 300;

        for (int i = 0; i < rounds; i++) {
            String request =
                    methods[random.nextInt(methods.length)]
                            + " /"
                            + junk(random, 40)
                            + " HTTP/1.1\r\nHost: "
                            + junk(random, 10)
                            + "\r\nAccept: text/html\r\nCookie: belfry_session="
                            + junk(random, 43)
                            + "; belfry_flash="
                            + junk(random, 20)
                            + "\r\nContent-Type: "
                            + (random.nextBoolean()
                                    ? "multipart/form-data; boundary=x"
                                    : junk(random, 9))
                            + "\r\nAccept-Language: "
                            + junk(random, 12)
                            + "\r\nContent-Length: 5\r\nConnection: close\r\n\r\n"
                            + junk(random, 5);

            String answer = say(usual.server, request);

            assertThat(answer).as(request).doesNotStartWith("HTTP/1.1 5").doesNotContain("at io.");
        }
        assertThat(usual.browser().get("/bare").statusCode()).isEqualTo(200);
    }

    private static String junk(Random random, int length) {
        String letters = "abcABC019%/.?&=;:+-_~!*'\"<>{}[]|\\^`#@,$\u00e8 ";
        StringBuilder text = new StringBuilder();
        random.ints(length, 0, letters.length()).forEach(i -> text.append(letters.charAt(i)));
        return text.toString();
    }

    /** Everything that comes back until the server closes. */
    private static String say(HttpServer to, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", to.actualPort())) {
            socket.setSoTimeout(GIVE_UP_MILLIS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
