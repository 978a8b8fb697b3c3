package io.belfry.adminweb;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser without script: keeps cookies, follows nothing by itself. */
final class Visitor {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern CSRF = Pattern.compile("<meta name=\"csrf\" content=\"([^\"]+)\"");

    private final String origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String csrf = "";

    Visitor(AdminServer server) {
        this.origin = "http://127.0.0.1:" + server.port();
        headers.put("Accept", "text/html");
    }

    /** Logged in. */
    static Visitor admin(AdminServer server) {
        return new Visitor(server).enter("ADMIN");
    }

    /** Another administrator. */
    static Visitor admin(AdminServer server, String user) {
        return new Visitor(server).enter("ADMIN?user=" + user);
    }

    /** The same person with the same cookies, sent to another node. */
    Visitor at(AdminServer other) {
        Visitor there = new Visitor(other);
        there.cookies.putAll(cookies);
        there.headers.putAll(headers);
        there.csrf = csrf;
        return there;
    }

    static Visitor supervisor(AdminServer server) {
        return new Visitor(server).enter("SUPERVISOR");
    }

    /** A program with the configured token. */
    static Visitor program(AdminServer server) {
        return new Visitor(server).with("Authorization", "Bearer " + AdminServer.TOKEN);
    }

    Visitor with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    /** The word that the last page carried. */
    String csrf() {
        return csrf;
    }

    Visitor forgettingTheWord() {
        csrf = "";
        return this;
    }

    private Visitor enter(String role) {
        post("/enter/" + role);
        get("/");
        return this;
    }

    HttpResponse<String> get(String path) {
        HttpResponse<String> response = send("GET", path, "", "");
        Matcher word = CSRF.matcher(response.body());
        if (word.find()) {
            csrf = word.group(1);
        }
        return response;
    }

    /** Sends a form, with the word of the last page. Fields are name, value, name, value. */
    HttpResponse<String> post(String path, String... fields) {
        List<String> pairs = new ArrayList<>();
        pairs.add("_csrf=" + csrf);
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
        }
        return send("POST", path, "application/x-www-form-urlencoded", String.join("&", pairs));
    }

    HttpResponse<String> json(String method, String path, String body) {
        return send(method, path, "application/json", body);
    }

    HttpResponse<String> send(String method, String path, String type, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(origin + path))
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
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    String.join(
                            "; ",
                            cookies.entrySet().stream()
                                    .map(each -> each.getKey() + "=" + each.getValue())
                                    .toList()));
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return response;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path + " had no answer", e);
        }
    }

    Map<String, String> cookies() {
        return Map.copyOf(cookies);
    }

    private void keep(String setCookie) {
        String[] pair = setCookie.split(";", 2)[0].split("=", 2);
        if (setCookie.contains("Max-Age=0") || pair[1].isEmpty()) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
