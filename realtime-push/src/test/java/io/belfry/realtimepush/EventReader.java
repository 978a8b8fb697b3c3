package io.belfry.realtimepush;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that reads the event stream, as the HTML standard says how. */
final class EventReader implements AutoCloseable {
    private static final int LIMIT_SECONDS = 20;

    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private final HttpResponse<InputStream> response;
    private volatile String lastId;
    private volatile boolean ended;

    /** What a program gets to see. */
    record Message(String id, String event, JsonObject data) {}

    private EventReader(HttpResponse<InputStream> response, String lastId) {
        this.response = response;
        this.lastId = lastId;
    }

    /**
     * @param header name and value that say who it is
     * @param lastId empty for a first visit
     */
    static EventReader open(int port, String query, String header, String value, String lastId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/api/v1/events" + query))
                        .header(header, value);
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient()
                            .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            EventReader reader = new EventReader(response, lastId);
            Thread thread = new Thread(reader::read, "event-reader");
            thread.setDaemon(true);
            thread.start();
            return reader;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    int status() {
        return response.statusCode();
    }

    /** Empty when it was not said. */
    String retryAfter() {
        return response.headers().firstValue("Retry-After").orElse("");
    }

    String contentType() {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    /** What its next visit would begin with. */
    String lastId() {
        return lastId;
    }

    boolean hasEnded() {
        return ended;
    }

    Message next() {
        try {
            Message message = messages.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no event came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String event = "";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    lastId = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line, 6, line.length());
                } else if (line.isEmpty() && !data.isEmpty()) {
                    messages.add(new Message(lastId, event, new JsonObject(data.toString())));
                    data.setLength(0);
                    event = "";
                }
            }
        } catch (IOException e) {
            // sent away, or closed by the test
        } finally {
            ended = true;
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
