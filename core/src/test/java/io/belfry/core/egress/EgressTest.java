package io.belfry.core.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.integration.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing inside is reached, whichever way it is written, named or redirected to. */
class EgressTest {
    private static final int WAIT_SECONDS = 120;
    private static final AddressRules STRICT = new AddressRules(List.of());
    private static final AddressRules LOOPBACK =
            new AddressRules(List.of(AddressRange.parse("127.0.0.1/32")));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger connections = new AtomicInteger();

    @AfterEach
    void stop() {
        await(vertx.close());
    }

    private static List<String[]> targets() throws IOException {
        try (InputStream in = EgressTest.class.getResourceAsStream("/egress-targets.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(
                            line ->
                                    new String[] {
                                        line.substring(0, line.lastIndexOf(',')),
                                        line.substring(line.lastIndexOf(',') + 1)
                                    })
                    .toList();
        }
    }

    /** Names of the table; addresses are what they are. */
    private static List<InetAddress> names(String host) throws UnknownHostException {
        return switch (host) {
            case "localhost", "loopback.example" -> all("127.0.0.1");
            case "mapped.example" -> all("::ffff:127.0.0.1");
            case "private.example" -> all("10.1.2.3");
            case "metadata.google.internal", "instance-data" -> all("169.254.169.254");
            case "half.example" -> all("1.1.1.1", "192.168.1.1");
            case "half-again.example" -> all("10.0.0.1", "1.1.1.1");
            case "six.example" -> all("1.1.1.1", "::1");
            case "public.example" -> all("1.1.1.1", "2606:4700:4700::1111");
            case "nowhere.example" -> throw new UnknownHostException(host);
            default -> all(host);
        };
    }

    private static List<InetAddress> all(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return all;
    }

    @Test
    void onlyThePublicInternetMayBeReached() throws IOException {
        List<String[]> targets = targets();
        EgressFilter filter = new EgressFilter(vertx, EgressTest::names, STRICT);

        List<String> wrong = new ArrayList<>();
        for (String[] target : targets) {
            boolean reached =
                    WebAddress.check(target[0]) instanceof WebAddress.Good good
                            && outcome(filter.check(good.address().host())).isEmpty();
            if (reached != target[1].equals("reached")) {
                wrong.add(target[0]);
            }
        }

        assertThat(targets).hasSizeGreaterThan(140);
        assertThat(wrong).isEmpty();
    }

    /** The whole client against listeners that must hear nothing. */
    @Test
    void noListenerInsideHearsAnything() throws IOException {
        HttpServer canary = listener(request -> request.response().end("inside"));
        EgressClient client = client(EgressTest::names, STRICT);
        int tried = 0;
        for (String[] target : targets()) {
            String url =
                    target[0].replaceFirst("(?<=[a-z0-9\\]])/$", ":" + canary.actualPort() + "/");
            if (target[1].equals("refused")
                    && WebAddress.check(url) instanceof WebAddress.Good good) {
                tried++;
                assertThat(outcome(client.send(get(good.address())))).as(url).isNotEmpty();
            }
        }

        assertThat(tried).isGreaterThan(60);
        assertThat(connections).hasValue(0);
    }

    @Test
    void whatTheOperatorAllowsIsReached() {
        HttpServer server =
                listener(request -> request.response().end("héllo " + request.getHeader("host")));
        EgressClient client = client(EgressTest::names, LOOPBACK);

        EgressResponse response =
                await(
                        client.send(
                                get(
                                        "http://loopback.example:"
                                                + server.actualPort()
                                                + "/x?y=1#z")));

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("héllo loopback.example:" + server.actualPort());
        assertThat(connections).hasValue(1);
    }

    /** A name server that says something else each time: the address that was checked is used. */
    @Test
    void aNameThatChangesIsLookedUpOnce() {
        HttpServer canary = listener(request -> request.response().end("inside"));
        AtomicInteger asked = new AtomicInteger();
        // public at the first question, inside at every later one; 192.0.2.1 stands for a public
        // one that nobody answers at
        Names changing = host -> all(asked.getAndIncrement() % 2 == 0 ? "192.0.2.1" : "127.0.0.1");
        AddressRules rules = new AddressRules(List.of(AddressRange.parse("192.0.2.1")));
        EgressClient client = client(changing, rules, Duration.ofSeconds(5));

        List<Future<EgressResponse>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(
                    client.send(
                            get("http://changing" + i + ".example:" + canary.actualPort() + "/")));
        }
        all.forEach(each -> assertThat(outcome(each)).isNotEmpty());

        assertThat(asked).as("one question for each request").hasValue(100);
        assertThat(connections).hasValue(0);
    }

    /** The name server of whoever owns these names is silent. */
    private record Hanging(CountDownLatch answers, AtomicInteger asked) implements Names {
        Hanging() {
            this(new CountDownLatch(1), new AtomicInteger());
        }

        @Override
        public List<InetAddress> addressesOf(String host) throws UnknownHostException {
            if (host.startsWith("hangs")) {
                asked.incrementAndGet();
                try {
                    if (!answers.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                        throw new AssertionError("nobody let the name server answer");
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return all("1.1.1.1");
        }
    }

    @Test
    void aNameThatHangsHoldsUpNeitherOtherNamesNorOtherWork() {
        Hanging names = new Hanging();
        EgressFilter filter = new EgressFilter(vertx, names, STRICT);
        List<Future<InetAddress>> hanging = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            hanging.add(filter.check("hangs.example"));
        }

        String other = outcome(filter.check("crm.example"));
        String work = await(vertx.executeBlocking(() -> "done", false));
        boolean silent = hanging.stream().noneMatch(Future::isComplete);
        names.answers().countDown();

        assertThat(other).isEmpty();
        assertThat(work).isEqualTo("done");
        assertThat(silent).isTrue();
        hanging.forEach(each -> assertThat(outcome(each)).isEmpty());
        assertThat(names.asked()).hasValue(1);
    }

    @Test
    void manyNamesThatHangHoldUpNoOtherWorkAndAreRefusedAtLast() {
        Hanging names = new Hanging();
        EgressFilter filter = new EgressFilter(vertx, names, STRICT);
        List<Future<InetAddress>> hanging = new ArrayList<>();
        for (int i = 0; i < EgressFilter.MOST; i++) {
            hanging.add(filter.check("hangs" + i + ".example"));
        }

        String oneMore = outcome(filter.check("crm.example"));
        String work = await(vertx.executeBlocking(() -> "done", false));
        int asked = names.asked().get();
        names.answers().countDown();
        hanging.forEach(each -> assertThat(outcome(each)).isEmpty());

        assertThat(oneMore).isEqualTo("too many names are being looked up");
        assertThat(work).isEqualTo("done");
        assertThat(asked).isLessThanOrEqualTo(EgressFilter.THREADS);
        assertThat(outcome(filter.check("crm.example"))).isEmpty();
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        HttpServer canary = listener(request -> request.response().end("inside"));
        HttpServer server =
                server(
                        request ->
                                request.response()
                                        .setStatusCode(302)
                                        .putHeader(
                                                "location",
                                                "http://127.0.0.1:" + canary.actualPort() + "/")
                                        .end());
        EgressClient client = client(EgressTest::names, LOOPBACK);

        EgressResponse response =
                await(client.send(get("http://loopback.example:" + server.actualPort() + "/")));

        assertThat(response.status()).isEqualTo(302);
        assertThat(response.headers().get("location")).contains(":" + canary.actualPort());
        assertThat(connections).hasValue(0);
    }

    @Test
    void anAnswerThatIsTooLongOrNeverComesIsGivenUp() {
        HttpServer talks =
                server(
                        request -> {
                            request.response().setChunked(true);
                            for (int i = 0; i < 30; i++) {
                                request.response().write("x".repeat(10_000));
                            }
                            request.response().end();
                        });
        HttpServer silent = server(request -> {});
        EgressClient client = client(EgressTest::names, LOOPBACK);

        String tooLong =
                outcome(client.send(get("http://loopback.example:" + talks.actualPort() + "/")));
        String never =
                outcome(
                        client(EgressTest::names, LOOPBACK, Duration.ofSeconds(5))
                                .send(get("http://loopback.example:" + silent.actualPort() + "/")));

        assertThat(tooLong).contains("larger than 256 kB");
        assertThat(never).contains("no answer within 5 s");
    }

    @Test
    void headersThatSayHowTheConnectionIsUsedCanNotBeSet() {
        for (String name :
                List.of(
                        "Host",
                        "content-length",
                        "Transfer-Encoding",
                        "Connection",
                        "Proxy-Authorization",
                        "X-Forwarded-For",
                        "Metadata-Flavor")) {
            assertThat(EgressHeaders.problem(Map.of(name, "x"))).as(name).isPresent();
        }
        assertThat(EgressHeaders.problem(Map.of("x", "a\r\nHost: b"))).isPresent();
        assertThat(EgressHeaders.problem(Map.of("bad name", "a"))).isPresent();
        assertThat(
                        EgressHeaders.problem(
                                Map.of(
                                        "Authorization",
                                        "Bearer x",
                                        "content-type",
                                        "application/json")))
                .isEmpty();
    }

    @Test
    void rangesAreReadStrictly() {
        assertThat(
                        AddressRange.parse("10.0.0.0/8")
                                .contains(AddressRange.parse("10.255.0.1").first()))
                .isTrue();
        assertThat(
                        AddressRange.parse("10.0.0.0/9")
                                .contains(AddressRange.parse("10.128.0.0").first()))
                .isFalse();
        assertThat(AddressRange.parse("fd00::/8").contains(AddressRange.parse("fd12::1").first()))
                .isTrue();
        assertThat(AddressRange.parse("0.0.0.0/0").contains(AddressRange.parse("::1").first()))
                .isFalse();
        for (String wrong :
                List.of(
                        "",
                        "crm.example",
                        "10.0.0.0/33",
                        "10.0.0/8",
                        "300.1.1.1",
                        "::1/129",
                        "10.0.0.0/-1",
                        "10.0.0.0/8/9",
                        "fe80::1%lo")) {
            assertThatThrownBy(() -> AddressRange.parse(wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("10.0.0.0/8");
        }
    }

    private EgressClient client(Names names, AddressRules rules) {
        return client(names, rules, Duration.ofSeconds(WAIT_SECONDS));
    }

    private EgressClient client(Names names, AddressRules rules, Duration deadline) {
        return new EgressClient(vertx, new EgressFilter(vertx, names, rules), deadline);
    }

    private static EgressRequest get(String url) {
        return get(((WebAddress.Good) WebAddress.check(url)).address());
    }

    private static EgressRequest get(WebAddress address) {
        return new EgressRequest("GET", address, Map.of(), "");
    }

    /** Counts whoever connects. */
    private HttpServer listener(Consumer<HttpServerRequest> handler) {
        return await(
                vertx.createHttpServer()
                        .connectionHandler(any -> connections.incrementAndGet())
                        .requestHandler(handler::accept)
                        .listen(0, "127.0.0.1"));
    }

    private HttpServer server(Consumer<HttpServerRequest> handler) {
        return await(
                vertx.createHttpServer().requestHandler(handler::accept).listen(0, "127.0.0.1"));
    }

    /** Why it failed; empty when it did not. */
    private static String outcome(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(WAIT_SECONDS, TimeUnit.SECONDS);
            return "";
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(EgressRefused.class);
            return e.getCause().getMessage();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
