package io.belfry.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who uses REST: with a token, with a session, or without anything. */
final class RestClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

    /** An answer; of a stream without its end only the head. */
    record Answer(int status, Map<String, String> headers, String body) {
        String type() {
            return headers.getOrDefault("content-type", "");
        }
    }

    private final String url;
    private final HttpClient http;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private RestClient(String url) {
        this.url = url;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager())
                        .build();
    }

    static RestClient stranger(String url) {
        return new RestClient(url);
    }

    static RestClient token(String url, String secret) {
        return new RestClient(url).with("Authorization", "Bearer " + secret);
    }

    /** Logs in as people do; changes carry the word of the pages. */
    static RestClient session(String url, String login, String page, String user, String password) {
        RestClient client = new RestClient(url);
        Answer in =
                client.send(
                        "POST",
                        login,
                        "application/x-www-form-urlencoded",
                        "username=" + encode(user) + "&password=" + encode(password));
        if (in.status() != 303) {
            throw new AssertionError(user + " can not log in: " + in);
        }
        Matcher word = CSRF.matcher(client.send("GET", page, "", "").body());
        if (!word.find()) {
            throw new AssertionError("no word in " + page);
        }
        return client.with("X-CSRF-Token", word.group(1));
    }

    RestClient with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    Answer json(String method, String path, String body) {
        return send(method, path, body.isEmpty() ? "" : "application/json", body);
    }

    Answer send(String method, String path, String type, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(LIMIT)
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        try {
            return answer(http.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " had no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static Answer answer(HttpResponse<InputStream> response) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
        boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        try (InputStream body = response.body()) {
            return new Answer(
                    response.statusCode(),
                    headers,
                    endless ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
