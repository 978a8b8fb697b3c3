package io.belfry.launcher;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./belfry serve} in a process of its own, which can be killed as the system kills one: no
 * hook runs, nothing is flushed.
 */
final class ChildServer implements AutoCloseable {
    private static final String TOKEN = "token-for-tests-0123456789";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("(http://[^/\\s]+)/");

    private final HttpClient client = HttpClient.newHttpClient();
    private final java.lang.Process process;
    private final Path words;
    private final String url;

    private ChildServer(java.lang.Process process, Path words) {
        this.process = process;
        this.words = words;
        this.url = TestServer.until(LIMIT, "address of the server", this::address);
    }

    /**
     * @param folder its database is there; what it says is written there too
     */
    static ChildServer start(Path folder, String... settings) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // it lives for seconds
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        command.add("serve");
        command.addAll(
                List.of(
                        "--http.host=127.0.0.1",
                        "--http.port=0",
                        "--programs.port=0",
                        "--data.dir=" + folder.resolve("data"),
                        "--admin.user=" + TestServer.ADMIN,
                        "--admin.password=" + TestServer.PASSWORD,
                        "--api.token=" + TOKEN,
                        "--api.rate=1000000"));
        command.addAll(List.of(settings));
        try {
            Path words = Files.createTempFile(folder, "server", ".log");
            java.lang.Process process =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(words.toFile())
                            .start();
            return new ChildServer(process, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> address() {
        String said = said();
        Matcher matcher = ADDRESS.matcher(said);
        if (!process.isAlive()) {
            throw new AssertionError("the server ended: " + said);
        }
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** All that it wrote to its console. */
    String said() {
        try {
            return Files.readString(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * kill -9.
     *
     * @return exit code, 128 + 9 when that is what it died of
     */
    int kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it lives on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.exitValue();
    }

    /** Bytes that are alive on its heap after a full collection, as the JDK's own tool counts. */
    long liveBytes() {
        try {
            java.lang.Process tool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                            .toString(),
                                    Long.toString(process.pid()),
                                    "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            String table = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher total = TOTAL.matcher(table);
            if (!total.find()) {
                throw new AssertionError("no total in " + table);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return url;
    }

    long pid() {
        return process.pid();
    }

    void untilInStep() {
        TestServer.until(
                LIMIT,
                "connected and in step",
                () -> isInStep() ? Optional.of(true) : Optional.empty());
    }

    boolean isInStep() {
        return send("GET", "/health/ready", "").statusCode() == 200;
    }

    JsonObject get(String path) {
        HttpResponse<String> answer = send("GET", path, "");
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    void create(String path, JsonObject document) {
        HttpResponse<String> answer = send("POST", path, document.encode());
        if (answer.statusCode() != 201) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    void agent(String number, String... peers) {
        create(
                "/api/v1/agents",
                new JsonObject()
                        .put("name", "Agent " + number)
                        .put("number", number)
                        .put("user", "agent" + number)
                        .put("password", TestServer.PASSWORD)
                        .put("peers", new JsonArray(List.of(peers))));
    }

    /** All calls that it knows, each once per page that lists it. */
    List<JsonObject> calls() {
        return calls("");
    }

    /**
     * @param query which of them, as in an address
     */
    List<JsonObject> calls(String query) {
        return items("/api/v1/calls?limit=200&" + query);
    }

    /** What came from the PBX in the story of a call, oldest first. */
    List<JsonObject> events(String call) {
        return items("/api/v1/calls/" + encoded(call) + "/trace?limit=1000").stream()
                .filter(line -> line.getString("step").equals("pbx"))
                .map(line -> line.getJsonObject("data"))
                .toList();
    }

    /** All pages of a list. */
    private List<JsonObject> items(String path) {
        List<JsonObject> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = get(path + "&cursor=" + encoded(cursor));
            page.getJsonArray("items").forEach(each -> all.add((JsonObject) each));
            cursor = Optional.ofNullable(page.getString("next")).orElse("");
        } while (!cursor.isEmpty());
        return all;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + path))
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
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
