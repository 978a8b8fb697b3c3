package io.belfry.bench;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
public final class ServerProcess implements AutoCloseable {
    /** Lines of what it printed that are told when it ends too early. */
    private static final int LAST_WORDS = 30;

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern LISTENING = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
    private static final Duration START_WITHIN = Duration.ofMinutes(1);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final String token = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Process process;

    private ServerProcess(Path dataDir, Path log, List<String> settings) throws IOException {
        List<String> all = new ArrayList<>();
        all.add("serve");
        all.add("--http.host=127.0.0.1");
        all.add("--http.port=0");
        all.add("--data.dir=" + dataDir.toAbsolutePath());
        all.addAll(settings);
        ProcessBuilder builder =
                new ProcessBuilder(
                        Jvm.command("io.belfry.launcher.Main", all.toArray(String[]::new)));
        builder.environment().put("BELFRY_API_TOKEN", token);
        Files.createDirectories(dataDir);
        builder.directory(dataDir.toFile()).redirectErrorStream(true);
        process = builder.start();
        // whoever measures may be killed himself
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread reader = new Thread(() -> read(log), "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Settings for a PBX of the simulator. */
    public static List<String> pbx(int place, String name, int port) {
        String entry = "--pbx." + place + ".";
        return List.of(
                entry + "name=" + name,
                entry + "host=127.0.0.1",
                entry + "port=" + port,
                entry + "user=" + SimulatorConfig.USER,
                entry + "secret=" + SimulatorConfig.SECRET);
    }

    /**
     * Returns when it listens and knows the calls of its PBXs.
     *
     * @param log gets what it prints
     * @param settings beside address, port and data directory
     * @throws IllegalStateException when it does not come up
     */
    public static ServerProcess start(Path dataDir, Path log, List<String> settings) {
        ServerProcess server = begin(dataDir, log, settings);
        try {
            server.untilReady();
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Returns at once. */
    public static ServerProcess begin(Path dataDir, Path log, List<String> settings) {
        try {
            return new ServerProcess(dataDir, log, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path log) {
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                last.addLast(line);
                if (last.size() > LAST_WORDS) {
                    last.removeFirst();
                }
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
        port.completeExceptionally(
                new IllegalStateException("the server ended: " + String.join("\n", last)));
    }

    /**
     * @throws IllegalStateException when it does not come up
     */
    public void untilReady() {
        long end = System.nanoTime() + START_WITHIN.toNanos();
        port();
        while (!isReady()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "the server did not get ready: " + get("/health/ready").body());
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Whether it can do all of its work at this moment. */
    public boolean isReady() {
        return get("/health/ready").statusCode() == 200;
    }

    /** Where it listens; waits until it does. */
    public int port() {
        try {
            return port.orTimeout(START_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new IllegalStateException("the server did not start", e);
        }
    }

    /** The same without waiting; empty as long as it does not listen. */
    public Optional<Integer> portNow() {
        return port.isDone() && !port.isCompletedExceptionally()
                ? Optional.of(port.join())
                : Optional.empty();
    }

    /** Its administrator's token for REST. */
    public String token() {
        return token;
    }

    /** Number of the process. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends a signal and, when it is one to die of, waits for the end.
     *
     * @param name {@code KILL}, {@code STOP}, {@code CONT}
     */
    public void signal(String name) {
        try {
            int code =
                    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException("no signal " + name + " could be sent");
            }
            if (name.equals("KILL") && !process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("it lives on");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An answer of REST. */
    public JsonObject json(String path) {
        return new JsonObject(get(path).body());
    }

    /** Bytes that are alive on its heap after a full collection, as the JDK's own tool counts. */
    public long liveBytes() {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process jcmd =
                    new ProcessBuilder(tool, Long.toString(pid()), "GC.class_histogram")
                            .redirectErrorStream(true)
                            .start();
            String table =
                    CompletableFuture.supplyAsync(() -> said(jcmd))
                            .orTimeout(START_WITHIN.toSeconds(), TimeUnit.SECONDS)
                            .join();
            Matcher total = TOTAL.matcher(table);
            if (!total.find()) {
                throw new IllegalStateException("no total in " + table);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(Process tool) {
        try {
            return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time that it has used since it began. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** How the connection to the PBX is, as REST tells it. */
    public JsonObject pbx() {
        JsonObject first =
                new JsonObject(get("/api/v1/pbxs").body()).getJsonArray("items").getJsonObject(0);
        return new JsonObject(get("/api/v1/pbxs/" + first.getString("id") + "/state").body());
    }

    public HttpResponse<String> get(String path) {
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
