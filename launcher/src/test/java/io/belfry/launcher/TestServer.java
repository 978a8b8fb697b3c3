package io.belfry.launcher;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The whole server on loopback, as {@code ./belfry serve} makes it, and a client of its REST
 * interface.
 */
final class TestServer implements AutoCloseable {
    static final String ADMIN = "anna";
    static final String PASSWORD = "quiet-harbour-lantern";
    static final Path RECORDINGS = Path.of("../ami-connector/src/test/resources/recordings");

    static final String TOKEN = "token-for-tests-0123456789";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final BelfryServer server;

    private TestServer(BelfryServer server) {
        this.server = server;
    }

    /**
     * @param dataDir empty database there at the first start, the same one at the next
     */
    static TestServer start(Path dataDir, String... settings) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--http.host=127.0.0.1",
                                "--http.port=0",
                                "--programs.port=0",
                                "--data.dir=" + dataDir,
                                "--admin.user=" + ADMIN,
                                "--admin.password=" + PASSWORD,
                                "--api.token=" + TOKEN,
                                "--api.rate=1000000"));
        arguments.addAll(List.of(settings));
        BelfryServer server =
                new BelfryServer(ServerConfig.of(new ConfigValues().arguments(arguments)));
        await(server.start());
        return new TestServer(server);
    }

    /** Settings that connect to a simulated PBX. */
    static String[] pbx(int port) {
        return new String[] {
            "--pbx.0.name=pbx1",
            "--pbx.0.host=127.0.0.1",
            "--pbx.0.port=" + port,
            "--pbx.0.user=" + SimulatorConfig.USER,
            "--pbx.0.secret=" + SimulatorConfig.SECRET
        };
    }

    /** The same PBX, as it is entered in the settings. */
    static JsonObject pbxDocument(int port, String secret) {
        return new JsonObject()
                .put("name", "pbx1")
                .put("host", "127.0.0.1")
                .put("port", port)
                .put("user", SimulatorConfig.USER)
                .put("secret", secret);
    }

    /** For what can not be told to take any. */
    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The first of two neighbours, as a node of a cluster takes. */
    static int freePorts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket next =
                            new ServerSocket(
                                    first.getLocalPort() + 1,
                                    1,
                                    InetAddress.getLoopbackAddress())) {
                return Math.min(first.getLocalPort(), next.getLocalPort());
            } catch (IOException | IllegalArgumentException e) {
                // somebody has the second one; another pair
            }
        }
        throw new IllegalStateException("no two neighbouring ports are free");
    }

    /**
     * A certificate and its key.
     *
     * @param who another word is another pair
     * @return the files {@code who.cert.pem} and {@code who.key.pem}
     */
    static Pem pem(Path folder, String who) {
        PemKeyCertOptions made = (PemKeyCertOptions) new ClusterIdentity("belfry " + who).keyCert();
        return new Pem(
                file(folder.resolve(who + ".cert.pem"), made.getCertValue()),
                file(folder.resolve(who + ".key.pem"), made.getKeyValue()));
    }

    /** Two PEM files. */
    record Pem(Path cert, Path key) {}

    private static Path file(Path file, Buffer content) {
        try {
            return Files.write(file, content.getBytes());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static PbxSimulator simulator() {
        return PbxSimulator.start(SimulatorConfig.standard().withPort(0));
    }

    static Path recording(String name) {
        return RECORDINGS.resolve(name + ".ami.gz");
    }

    String url() {
        return server.url();
    }

    BelfryServer server() {
        return server;
    }

    /** A response of the REST interface. */
    record Answer(int status, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, JsonObject body) {
        return send("POST", path, body.encode());
    }

    Answer send(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .header("Content-Type", "application/json")
                        .timeout(LIMIT)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    List<JsonObject> items(String path) {
        JsonArray items = get(path).json().getJsonArray("items");
        return items.stream().map(JsonObject.class::cast).toList();
    }

    void agent(String name, String number, String user, String... peers) {
        create(
                "/api/v1/agents",
                new JsonObject()
                        .put("name", name)
                        .put("number", number)
                        .put("user", user)
                        .put("password", PASSWORD)
                        .put("peers", new JsonArray(List.of(peers))));
    }

    void variable(String name) {
        create(
                "/api/v1/variables",
                new JsonObject().put("name", name).put("description", "").put("sample", "A-1"));
    }

    JsonObject create(String path, JsonObject document) {
        Answer answer = post(path, document);
        if (answer.status() != 201 && answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer.status() + " " + answer.body());
        }
        return answer.json();
    }

    /** Asks again until there is an answer; fails with the last question after the limit. */
    static <T> T until(String what, Supplier<java.util.Optional<T>> question) {
        return until(LIMIT, what, question);
    }

    static <T> T until(Duration limit, String what, Supplier<java.util.Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            java.util.Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("waited " + limit.toSeconds() + " s in vain: " + what);
    }

    void untilLive() {
        until(
                "PBX live, is " + get("/api/v1/pbxs").body(),
                () ->
                        get("/health/ready").status() == 200
                                ? java.util.Optional.of(true)
                                : java.util.Optional.empty());
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(server.stop());
    }
}
