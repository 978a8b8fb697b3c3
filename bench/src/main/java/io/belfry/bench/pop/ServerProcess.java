package io.belfry.bench.pop;

import io.belfry.bench.Jvm;
import io.belfry.simulator.SimulatorConfig;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server as people start it, in a process of its own: what it uses can be told from what
 * measures it.
 */
final class ServerProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration START_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final String token = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Process process;

    private ServerProcess(Path dataDir, Path log, int pbxPort) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Jvm.command(
                                "io.belfry.launcher.Main",
                                "serve",
                                "--http.host=127.0.0.1",
                                "--http.port=0",
                                "--programs.port=0",
                                "--data.dir=" + dataDir.toAbsolutePath(),
                                "--pbx.0.name=bench",
                                "--pbx.0.host=127.0.0.1",
                                "--pbx.0.port=" + pbxPort,
                                "--pbx.0.user=" + SimulatorConfig.USER));
        builder.environment().put("BELFRY_API_TOKEN", token);
        builder.environment().put("BELFRY_PBX_0_SECRET", SimulatorConfig.SECRET);
        builder.directory(dataDir.toFile()).redirectErrorStream(true);
        process = builder.start();
        Thread reader = new Thread(() -> read(log), "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Returns when it listens and knows the calls of its PBX.
     *
     * @param log gets what it prints
     * @throws IllegalStateException when it does not come up
     */
    static ServerProcess start(Path dataDir, Path log, int pbxPort) {
        try {
            ServerProcess server = new ServerProcess(dataDir, log, pbxPort);
            try {
                server.untilReady(log);
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path log) {
        try (BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(new IllegalStateException("the server ended"));
    }

    private void untilReady(Path log) {
        long end = System.nanoTime() + START_WITHIN.toNanos();
        try {
            port.orTimeout(START_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new IllegalStateException("the server did not start, see " + log, e);
        }
        while (get("/health/ready").statusCode() != 200) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the server did not get ready, see " + log);
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    int port() {
        return port.join();
    }

    /** Processor time that it has used since it began. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How the connection to the PBX is, as REST tells it. */
    JsonObject pbx() {
        JsonObject first =
                new JsonObject(get("/api/v1/pbxs").body()).getJsonArray("items").getJsonObject(0);
        return new JsonObject(get("/api/v1/pbxs/" + first.getString("id") + "/state").body());
    }

    private HttpResponse<String> get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                        .header("Authorization", "Bearer " + token)
                        .timeout(ANSWER_WITHIN)
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
