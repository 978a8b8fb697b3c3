package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.DeclaredRoute;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who comes to what: every route of REST, asked by everybody, against the table {@code
 * rest-access.txt}. A route that is not in the table fails, so that each new one is thought about.
 */
class RestAccessTest {
    private static final List<String> SCOPES = List.of("read", "pop", "notify", "push", "settings");

    @TempDir private Path folder;

    @Test
    void everybodyComesToWhatTheTableSays() {
        try (RestWorld world = new RestWorld(folder)) {
            Map<String, RestClient> everybody = everybody(world);

            List<String> found =
                    world.routes().stream()
                            .sorted(Comparator.comparing(DeclaredRoute::path))
                            .map(route -> line(world, route, everybody))
                            .toList();

            assertThat(String.join("\n", found)).isEqualTo(String.join("\n", table()));
        }
    }

    /** In the order of the table's columns. */
    private static Map<String, RestClient> everybody(RestWorld world) {
        String url = world.server().url();
        Map<String, RestClient> all = new LinkedHashMap<>();
        all.put("nobody", RestClient.stranger(url));
        all.put("unknown", RestClient.token(url, "bfy_" + "x".repeat(43)));
        all.put("revoked", RestClient.token(url, revoked(world)));
        all.put("expired", RestClient.token(url, expired(world)));
        SCOPES.forEach(
                scope -> all.put(scope, RestClient.token(url, token(world, scope, "", scope))));
        String[] limited = {"read", "pop", "notify", "push"};
        all.put("elsewhere", RestClient.token(url, token(world, "elsewhere", "support", limited)));
        all.put(
                "agent",
                RestClient.session(
                        url, "/agent/login", "/agent", RestWorld.AGENT, TestServer.PASSWORD));
        all.put(
                "supervisor",
                RestClient.session(
                        url, "/login", "/account", RestWorld.SUPERVISOR, TestServer.PASSWORD));
        all.put(
                "admin",
                RestClient.session(
                        url, "/login", "/account", TestServer.ADMIN, TestServer.PASSWORD));
        all.put("configured", RestClient.token(url, TestServer.TOKEN));
        return all;
    }

    private static JsonObject made(RestWorld world, JsonObject document) {
        return world.server().create("/api/v1/tokens", document);
    }

    private static JsonObject wanted(String name, String... scopes) {
        return new JsonObject().put("name", name).put("scopes", new JsonArray(List.of(scopes)));
    }

    private static String token(RestWorld world, String name, String queue, String... scopes) {
        JsonArray queues = queue.isEmpty() ? new JsonArray() : new JsonArray().add(queue);
        return made(world, wanted(name, scopes).put("queues", queues)).getString("secret");
    }

    private static String revoked(RestWorld world) {
        JsonObject token = made(world, wanted("revoked", SCOPES.toArray(String[]::new)));
        assertThat(
                        world.server()
                                .send("DELETE", "/api/v1/tokens/" + token.getString("id"), "")
                                .status())
                .isEqualTo(204);
        return token.getString("secret");
    }

    private static String expired(RestWorld world) {
        String soon = Instant.now().plusSeconds(1).toString();
        String secret =
                made(world, wanted("expired", SCOPES.toArray(String[]::new)).put("expires", soon))
                        .getString("secret");
        RestClient program = RestClient.token(world.server().url(), secret);
        TestServer.until(
                "the end of a token",
                () ->
                        Optional.of(program.json("GET", "/api/v1/calls", "").status())
                                .filter(status -> status == 401));
        return secret;
    }

    private static String line(
            RestWorld world, DeclaredRoute route, Map<String, RestClient> everybody) {
        String path = path(world, route.path());
        String body = route.method().equals("GET") ? "" : "{}";
        return "%-45s %s"
                .formatted(
                        route.method() + " " + route.path().substring("/api/v1".length()),
                        everybody.values().stream()
                                .map(who -> who.json(route.method(), path, body))
                                .map(answer -> Integer.toString(answer.status()))
                                .collect(Collectors.joining(" ")));
    }

    /** Something that is there, where it makes a difference whose it is. */
    private static String path(RestWorld world, String declared) {
        return declared.replace("/calls/:id", "/calls/" + world.call())
                .replace("/realtime/:id", "/realtime/" + world.row())
                .replaceAll(":[a-zA-Z]+", "none");
    }

    private static List<String> table() {
        try (InputStream in = RestAccessTest.class.getResourceAsStream("/rest-access.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
