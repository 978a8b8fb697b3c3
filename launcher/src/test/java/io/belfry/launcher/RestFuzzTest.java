package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.Shareable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that nobody would send, made of the description's examples: whatever comes, the answer
 * is in the shape of REST and none is our mistake. The same seed makes the same requests.
 */
class RestFuzzTest {
    private static final long SEED = 20_261_201;
    private static final int REQUESTS = Boolean.getBoolean("belfry.nightly") ? 100_000 : 1_000;

    /** These wait for somebody else, or do not end. */
    private static final Set<String> LEFT_OUT = Set.of("testPbx", "streamEvents", "createPbx");

    private static final List<Object> ODD =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "<script>alert(1)</script>",
                    "' or 1=1 --",
                    "{callernum|nothing}",
                    "\ud800",
                    "\u202e",
                    "../../etc/passwd",
                    "x".repeat(5_000),
                    "javascript:alert(1)",
                    "http://[::1",
                    "9".repeat(400),
                    -1,
                    0,
                    Long.MAX_VALUE,
                    1e300,
                    true,
                    new JsonArray(),
                    new JsonObject(),
                    new JsonArray().add(new JsonArray().add((Object) null)),
                    new JsonObject().put("a", new JsonObject().put("b", 1)));

    @TempDir private Path folder;

    private final Random random = new Random(SEED);

    /** An operation of the description, and what it would be sent. */
    private record Known(
            String id, String method, String path, List<String> queries, String body) {}

    @Test
    void whateverComesIsAnsweredInTheShapeOfRest() {
        try (RestWorld world = new RestWorld(folder)) {
            RestClient program = RestClient.token(world.server().url(), TestServer.TOKEN);
            List<Known> operations =
                    operations(
                            new JsonObject(program.json("GET", "/api/v1/openapi.json", "").body()));
            List<String> wrong = new ArrayList<>();

            for (int i = 0; i < REQUESTS && wrong.size() < 10; i++) {
                Known operation = operations.get(random.nextInt(operations.size()));
                String path = path(operation) + query(operation);
                String body = operation.body().isEmpty() ? "" : mutated(operation.body());
                String type = random.nextInt(50) == 0 ? "text/html" : "application/json";
                RestClient client =
                        random.nextInt(4) == 0
                                ? RestClient.token(world.server().url(), TestServer.TOKEN)
                                        .with("Idempotency-Key", UUID.randomUUID().toString())
                                : program;
                check(
                        operation.method() + " " + path + " " + body,
                        client.send(operation.method(), path, body.isEmpty() ? "" : type, body),
                        wrong);
            }

            assertThat(wrong).isEmpty();
            assertThat(program.json("GET", "/api/v1/users", "").status()).isEqualTo(200);
        }
    }

    private static List<Known> operations(JsonObject description) {
        List<Known> all = new ArrayList<>();
        for (Map.Entry<String, Object> path : description.getJsonObject("paths")) {
            for (Map.Entry<String, Object> each : (JsonObject) path.getValue()) {
                JsonObject operation = (JsonObject) each.getValue();
                JsonObject body = operation.getJsonObject("requestBody");
                Known known =
                        new Known(
                                operation.getString("operationId"),
                                each.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                queries(operation.getJsonArray("parameters", new JsonArray())),
                                body == null
                                        ? ""
                                        : body.getJsonObject("content")
                                                .getJsonObject("application/json")
                                                .getJsonObject("example")
                                                .encode());
                if (!LEFT_OUT.contains(known.id())) {
                    all.add(known);
                }
            }
        }
        return all;
    }

    private static List<String> queries(JsonArray parameters) {
        List<String> names = new ArrayList<>(List.of("cursor", "limit", "version"));
        parameters.stream()
                .map(JsonObject.class::cast)
                .filter(each -> "query".equals(each.getString("in")))
                .forEach(each -> names.add(each.getString("name")));
        return names;
    }

    private Object odd() {
        Object odd = ODD.get(random.nextInt(ODD.size()));
        // it may be changed in its turn, and must not end inside itself
        return odd instanceof Shareable shared ? shared.copy() : odd;
    }

    private String path(Known operation) {
        String value = random.nextBoolean() ? "none" : encode(cut(odd().toString()));
        return "/api/v1" + operation.path().replaceAll("\\{[a-z]+}", value.isEmpty() ? "-" : value);
    }

    private String query(Known operation) {
        if (random.nextInt(3) > 0) {
            return "";
        }
        String name = operation.queries().get(random.nextInt(operation.queries().size()));
        return "?" + encode(name) + "=" + encode(cut(odd().toString()));
    }

    /** What fits into an address. */
    private static String cut(String text) {
        return text.length() > 1_000 ? text.substring(0, 1_000) : text;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String mutated(String example) {
        if (random.nextInt(20) == 0) {
            int at = random.nextInt(example.length());
            return example.substring(0, at) + "\u0001]}" + example.substring(at);
        }
        JsonObject body = new JsonObject(example);
        for (int i = random.nextInt(3); i >= 0; i--) {
            mutate(body);
        }
        return body.encode();
    }

    private void mutate(JsonObject object) {
        List<String> names = new ArrayList<>(object.fieldNames());
        if (names.isEmpty() || random.nextInt(8) == 0) {
            object.put("odd" + random.nextInt(3), odd());
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        Object value = object.getValue(name);
        if (value instanceof JsonObject inner && random.nextBoolean()) {
            mutate(inner);
        } else if (value instanceof JsonArray items
                && !items.isEmpty()
                && items.getValue(0) instanceof JsonObject first
                && random.nextInt(4) > 0) {
            mutate(first);
        } else if (random.nextInt(5) == 0) {
            object.remove(name);
        } else {
            object.put(name, odd());
        }
    }

    private static void check(String request, RestClient.Answer answer, List<String> wrong) {
        boolean ours = answer.status() >= 500 && answer.status() != 503;
        boolean shaped = answer.status() < 400 || isError(answer);
        if (ours || !shaped || answer.body().contains("io.belfry")) {
            wrong.add(request + " was answered " + answer.status() + " " + answer.body());
        }
    }

    private static boolean isError(RestClient.Answer answer) {
        if (!answer.type().startsWith("application/json")) {
            return false;
        }
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        return error != null
                && !error.getString("code", "").isEmpty()
                && !error.getString("message", "").isEmpty();
    }
}
