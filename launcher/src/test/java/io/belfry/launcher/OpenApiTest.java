package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.adminweb.openapi.Description;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description of REST is true: of the routes, and of what they answer. */
class OpenApiTest {
    private static final Set<String> CHECKED_TYPES = Set.of("application/json");

    /** Of a session without and with TLS. */
    private static final Set<String> COOKIES = Set.of("belfry_session", "__Host-belfry_session");

    @TempDir private static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static RestWorld world;
    private static JsonObject description;
    private static OpenAPIContract contract;
    private static RestClient program;

    @BeforeAll
    static void start() {
        world = new RestWorld(folder);
        program = RestClient.token(world.server().url(), TestServer.TOKEN);
        description = new JsonObject(program.json("GET", "/api/v1/openapi.json", "").body());
        contract = TestServer.await(OpenAPIContract.from(VERTX, readable(description)));
    }

    @AfterAll
    static void stop() {
        world.close();
        TestServer.await(VERTX.close());
    }

    /** What the validator does not read: relative addresses, other kinds of bodies. */
    private static JsonObject readable(JsonObject whole) {
        JsonObject copy = whole.copy();
        String url =
                world.server().url()
                        + whole.getJsonArray("servers").getJsonObject(0).getString("url");
        copy.put("servers", new JsonArray().add(new JsonObject().put("url", url)));
        copy.getJsonObject("paths")
                .forEach(
                        path ->
                                ((JsonObject) path.getValue())
                                        .forEach(
                                                each ->
                                                        ((JsonObject) each.getValue())
                                                                .getJsonObject("responses")
                                                                .forEach(
                                                                        answer ->
                                                                                withoutOthers(
                                                                                        (JsonObject)
                                                                                                answer
                                                                                                        .getValue()))));
        return copy;
    }

    private static void withoutOthers(JsonObject answer) {
        JsonObject content = answer.getJsonObject("content", new JsonObject());
        if (content.fieldNames().stream().noneMatch(CHECKED_TYPES::contains)) {
            answer.remove("content");
        }
    }

    @Test
    void theDescriptionIsOpenApi31() {
        OutputUnit found =
                TestServer.await(
                        OpenAPIVersion.V3_1
                                .getRepository(VERTX, "app://belfry")
                                .compose(
                                        schemas ->
                                                OpenAPIVersion.V3_1.validateContract(
                                                        VERTX, schemas, description)));

        assertThat(found.getValid()).as(String.valueOf(found.getErrors())).isTrue();
        assertThat(description.getString("openapi")).startsWith("3.1.");
    }

    @Test
    void everyRouteIsDescribedAndNothingElseIs() {
        Set<String> there =
                world.routes().stream()
                        .map(each -> each.method() + " " + Description.pathOf(each))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described()).isEqualTo(there);
    }

    private static Set<String> described() {
        return contract.operations().stream()
                .map(each -> each.getHttpMethod() + " " + each.getOpenAPIPath())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a token or a person needs is what the door asks for. */
    @Test
    void everyOperationSaysWhoMayUseIt() {
        for (var route : world.routes()) {
            JsonArray ways =
                    description
                            .getJsonObject("paths")
                            .getJsonObject(Description.pathOf(route))
                            .getJsonObject(route.method().toLowerCase(Locale.ROOT))
                            .getJsonArray("security");
            int needed =
                    route.permit().scopes().size()
                            + (route.access().name().equals("PUBLIC") ? 0 : COOKIES.size());

            assertThat(ways).as(route.path()).hasSize(needed);
        }
    }

    @Test
    void theCookieOfASessionHasTheNamesThatItReallyHas() {
        Set<String> cookies =
                description.getJsonObject("components").getJsonObject("securitySchemes").stream()
                        .map(each -> (JsonObject) each.getValue())
                        .filter(each -> "cookie".equals(each.getString("in")))
                        .map(each -> each.getString("name"))
                        .collect(Collectors.toSet());

        assertThat(cookies).isEqualTo(COOKIES);
    }

    /** The description and the server agree on what may be left out. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "notifyAgent | {\"body\": \"Please unpause\"} | true",
                "notifyAgent | {\"title\": \"Break over\"} | true",
                "notifyAgent | {\"type\": \"info\"} | false",
                "openAtAgent | {\"url\": \"https://crm.example/\"} | true",
                "openAtAgent | {\"mode\": \"new_tab\"} | false",
                "createIntegration | {\"appname\": \"Least\", \"url\": \"https://crm.example/\","
                        + " \"rules\": [{\"name\": \"r\", \"events\": [\"up\"], \"actions\":"
                        + " [{\"type\": \"open\"}, {\"type\": \"notify\", \"body\": \"b\"}]}]} | true",
                "createIntegration | {\"appname\": \"Less\", \"url\": \"https://crm.example/\","
                        + " \"rules\": [{\"name\": \"r\", \"events\": [\"up\"], \"actions\":"
                        + " [{\"type\": \"notify\"}]}]} | false",
            })
    void whatMayBeLeftOutIsDescribedAsThat(String id, String body, boolean enough) {
        Operation operation = contract.operation(id);
        OutputUnit found =
                contract.getSchemaRepository()
                        .validator(
                                operation
                                        .getRequestBody()
                                        .determineContentType("application/json")
                                        .getSchema())
                        .validate(new JsonObject(body));

        RestClient.Answer answer =
                program.json("POST", path(operation, Map.of("address", "1007")), body);

        assertThat(found.getValid()).as(String.valueOf(found.getErrors())).isEqualTo(enough);
        assertThat(answer.status() != 422).as(answer.toString()).isEqualTo(enough);
    }

    /**
     * Each is called with its own example; what it makes is read, changed and removed by others.
     */
    @Test
    void everyOperationAnswersAsDescribed() {
        ResponseValidator validator = ResponseValidator.create(VERTX, contract);
        Map<String, String> made = new HashMap<>();
        List<String> wrong = new ArrayList<>();

        for (Operation operation : inOrder()) {
            prepare(operation, made);
            RestClient.Answer answer = call(operation, made);
            check(validator, operation, answer, wrong);
            if (operation.getOperationId().equals("movePbx")) {
                // this server runs alone
                assertThat(answer.status()).isEqualTo(409);
            } else if (answer.status() >= 300) {
                wrong.add(operation.getOperationId() + " answered " + answer);
            } else if (answer.status() == 201) {
                made.put(operation.getOpenAPIPath(), new JsonObject(answer.body()).getString("id"));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void everyOperationRefusesAsDescribed() {
        ResponseValidator validator = ResponseValidator.create(VERTX, contract);
        RestClient stranger = RestClient.stranger(world.server().url());
        List<String> wrong = new ArrayList<>();

        for (Operation operation : contract.operations()) {
            String path =
                    path(
                            operation,
                            Map.of("id", "none", "name", "none", "address", "none", "number", "1"));
            String method = operation.getHttpMethod().name();
            String body = method.equals("GET") ? "" : "{}";
            if (!operation.getOperationId().equals("describe")) {
                check(validator, operation, stranger.json(method, path, body), wrong);
            }
            check(validator, operation, program.json(method, path, body), wrong);
            check(validator, operation, program.json(method, path + "?limit=0", body), wrong);
            if (!method.equals("GET")) {
                check(validator, operation, program.json(method, path, "{"), wrong);
                check(validator, operation, program.send(method, path, "text/plain", "x"), wrong);
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** Makers first, then readers, then changers, then who removes. */
    private static List<Operation> inOrder() {
        List<String> makers =
                List.of(
                        "createVariable",
                        "createAgent",
                        "createPbx",
                        "createUser",
                        "createIntegration",
                        "replaceIntegration",
                        "discardDraft",
                        "createToken",
                        "pushRow");
        List<String> methods = List.of("GET", "POST", "PUT", "DELETE");
        return contract.operations().stream()
                .sorted(
                        Comparator.comparing(
                                        (Operation each) ->
                                                Math.floorMod(
                                                        makers.indexOf(each.getOperationId()),
                                                        makers.size() + 1))
                                .thenComparing(each -> methods.indexOf(each.getHttpMethod().name()))
                                .thenComparing(Operation::getOpenAPIPath))
                .toList();
    }

    /** A draft is there only until it is published or discarded. */
    private static void prepare(Operation operation, Map<String, String> made) {
        if (List.of("getDraft", "publishDraft", "discardDraft")
                .contains(operation.getOperationId())) {
            call(contract.operation("saveDraft"), made);
        }
    }

    private static RestClient.Answer call(Operation operation, Map<String, String> made) {
        String list = operation.getOpenAPIPath().replaceAll("/\\{.*", "");
        String id =
                switch (list) {
                    case "/calls" -> world.call();
                    default -> made.getOrDefault(list, "none");
                };
        // a PBX that is there, whose state is known
        boolean live = operation.getOpenAPIPath().matches("/pbxs/\\{id}/(state|test)");
        return program.json(
                operation.getHttpMethod().name(),
                path(
                        operation,
                        Map.of(
                                "id",
                                live ? "pbx.0" : id,
                                "name",
                                "pbx1",
                                "address",
                                "1007",
                                "number",
                                "1")),
                example(operation));
    }

    private static String path(Operation operation, Map<String, String> values) {
        String path = operation.getOpenAPIPath();
        for (Map.Entry<String, String> value : values.entrySet()) {
            path = path.replace("{" + value.getKey() + "}", value.getValue());
        }
        return "/api/v1" + path;
    }

    private static String example(Operation operation) {
        JsonObject body = described(operation).getJsonObject("requestBody");
        return body == null
                ? ""
                : body.getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("example")
                        .encode();
    }

    private static void check(
            ResponseValidator validator,
            Operation operation,
            RestClient.Answer answer,
            List<String> wrong) {
        String type = answer.type().replaceAll(";.*", "");
        boolean json = type.equals("application/json");
        Map<String, String> headers = answer.headers();
        ValidatableResponse response =
                json
                        ? ValidatableResponse.create(
                                answer.status(), headers, Buffer.buffer(answer.body()), type)
                        : ValidatableResponse.create(answer.status(), headers);
        try {
            TestServer.await(validator.validate(response, operation.getOperationId()));
        } catch (AssertionError e) {
            wrong.add(operation.getOperationId() + ": " + e.getMessage() + " in " + answer);
        }
        if (!json && answer.status() != 204 && !isDescribed(operation, answer.status(), type)) {
            wrong.add(operation.getOperationId() + ": " + type + " is not described");
        }
    }

    private static JsonObject described(Operation operation) {
        return description
                .getJsonObject("paths")
                .getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT));
    }

    private static boolean isDescribed(Operation operation, int status, String type) {
        return described(operation)
                .getJsonObject("responses")
                .getJsonObject(Integer.toString(status))
                .getJsonObject("content", new JsonObject())
                .containsKey(type);
    }

    /** What is shown as an example is one. */
    @Test
    void theExamplesOfAnswersAreAsDescribed() {
        ResponseValidator validator = ResponseValidator.create(VERTX, contract);
        List<String> wrong = new ArrayList<>();
        int checked = 0;
        for (Operation operation : contract.operations()) {
            JsonObject responses = described(operation).getJsonObject("responses");
            for (String status : responses.fieldNames()) {
                JsonObject example =
                        responses
                                .getJsonObject(status)
                                .getJsonObject("content", new JsonObject())
                                .getJsonObject("application/json", new JsonObject())
                                .getJsonObject("example");
                if (example != null) {
                    check(
                            validator,
                            operation,
                            new RestClient.Answer(
                                    Integer.parseInt(status),
                                    Map.of(
                                            "content-type", "application/json",
                                            "location", "/api/v1/x"),
                                    example.encode()),
                            wrong);
                    checked++;
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(20);
    }

    /** The checks above can fail: a field too many, a field too few, a wrong type. */
    @Test
    void anAnswerThatIsNotAsDescribedIsFound() {
        ResponseValidator validator = ResponseValidator.create(VERTX, contract);
        Operation operation = contract.operation("getVariable");
        JsonObject good =
                described(operation)
                        .getJsonObject("responses")
                        .getJsonObject("200")
                        .getJsonObject("content")
                        .getJsonObject("application/json")
                        .getJsonObject("example");
        JsonObject less = good.copy();
        less.remove("sample");
        List<JsonObject> bad =
                List.of(good.copy().put("colour", "red"), less, good.copy().put("version", "1"));

        for (JsonObject each : bad) {
            List<String> wrong = new ArrayList<>();
            check(
                    validator,
                    operation,
                    new RestClient.Answer(
                            200, Map.of("content-type", "application/json"), each.encode()),
                    wrong);
            assertThat(wrong).as(each.encode()).hasSize(1);
        }
    }
}
