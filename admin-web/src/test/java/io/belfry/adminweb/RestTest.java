package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.OpenMode;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestTest {
    private static final PbxConfig FIXED =
            new PbxConfig("pbx.0", "hq", "10.0.0.9", 5038, "u", "sealed", false, true, "pbx[0]", 0);
    private static AdminServer server;
    private static Visitor program;

    @BeforeAll
    static void start() {
        server = new AdminServer(FIXED);
        program = Visitor.program(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject body(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    private static JsonObject error(HttpResponse<String> response) {
        return body(response).getJsonObject("error");
    }

    private static String created(String resource, String document) {
        HttpResponse<String> response = program.json("POST", "/api/v1/" + resource, document);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return body(response).getString("id");
    }

    private static String integration(String appname) {
        return """
        {"appname": "%s", "url": "https://crm.example/?n={callernum}",
         "rules": [{"name": "r", "events": ["up"],
                    "all": [{"field": "queue", "op": "equals", "value": "Sales"}],
                    "actions": [{"type": "open", "mode": "new_tab"}]}]}"""
                .formatted(appname);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    integrations | {"appname": "Crud"} | {"appname": "Crud two"} | appname | Crud two
                    variables | {"name": "crud"} | {"name": "crud", "sample": "A-1"} | sample | A-1
                    agents | {"name": "Crud"} | {"name": "Crud two"} | name | Crud two
                    pbxs | {"name": "crud", "host": "h", "user": "u", "secret": "s"} | {"name": "crud", "host": "h2", "user": "u"} | host | h2
                    users | {"user": "crud", "name": "Crud", "role": "supervisor", "password": "orchid lantern 74 muddy"} | {"user": "crud", "name": "Crud two", "role": "supervisor"} | name | Crud two
                    """)
    void aThingIsCreatedReadReplacedAndDeleted(
            String resource, String document, String other, String field, String value) {
        String path = "/api/v1/" + resource;
        HttpResponse<String> made = program.json("POST", path, document);
        String one = path + "/" + body(made).getString("id");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains(one);
        assertThat(program.get(one).statusCode()).isEqualTo(200);
        assertThat(program.get(path).body()).contains("\"id\":\"" + body(made).getString("id"));
        HttpResponse<String> replaced = program.json("PUT", one, other);
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(body(program.get(one)).getString(field)).isEqualTo(value);
        assertThat(program.send("DELETE", one, "", "").statusCode()).isEqualTo(204);
        assertThat(program.get(one).statusCode()).isEqualTo(404);
        assertThat(error(program.get(one)).getString("code")).isEqualTo("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations", "variables", "agents", "pbxs", "users"})
    void brokenJsonIsRefusedWithItsPlace(String resource) {
        HttpResponse<String> response =
                program.json("POST", "/api/v1/" + resource, "{\"name\": \"x\",\n  oops}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).getString("message")).contains("line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations", "variables", "agents", "pbxs", "users"})
    void anotherContentTypeIsRefused(String resource) {
        HttpResponse<String> response =
                program.send("POST", "/api/v1/" + resource, "text/plain", "{}");

        assertThat(response.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations", "variables", "agents", "pbxs", "users"})
    void emptyDocumentNamesTheFieldsThatAreMissing(String resource) {
        HttpResponse<String> response = program.json("POST", "/api/v1/" + resource, "{}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response).getJsonObject("fields")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"integrations", "variables", "agents", "pbxs", "users"})
    void unknownFieldIsRefusedByName(String resource) {
        HttpResponse<String> response =
                program.json("POST", "/api/v1/" + resource, "{\"colour\": \"red\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response).getJsonObject("fields").fieldNames()).contains("colour");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /api/v1/integrations",
        "DELETE, /api/v1/agents",
        "POST, /api/v1/pbxs/x/state",
        "GET, /api/v1/agents/x/open"
    })
    void anotherMethodIsNotAllowed(String method, String path) {
        assertThat(program.send(method, path, "", "").statusCode()).isEqualTo(405);
    }

    @Test
    void whatIsNotBuiltIsNotFound() {
        assertThat(program.get("/api/v1/webhooks/deliveries").statusCode()).isEqualTo(404);
    }

    @Test
    void actionThatIsNotBuiltIsRefusedAtItsPlace() {
        HttpResponse<String> response =
                program.json(
                        "POST",
                        "/api/v1/integrations",
                        integration("Hook").replace("\"open\"", "\"webhook\""));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response).getJsonObject("fields").fieldNames())
                .contains("rules[0].actions[0].type");
    }

    @Test
    void oldVersionIsAConflictAndNothingIsOverwritten() {
        String one = "/api/v1/integrations/" + created("integrations", integration("Race"));
        JsonObject seen = body(program.get(one));
        program.json("PUT", one, seen.copy().put("enabled", false).encode());

        HttpResponse<String> late =
                program.json("PUT", one, seen.copy().put("appname", "Lost").encode());

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(error(late).getString("code")).isEqualTo("conflict");
        assertThat(body(program.get(one)).getString("appname")).isEqualTo("Race");
        assertThat(program.send("DELETE", one + "?version=1", "", "").statusCode()).isEqualTo(409);
    }

    @Test
    void listsAreReadPageByPage() {
        for (int i = 0; i < 5; i++) {
            created("variables", "{\"name\": \"page" + i + "\"}");
        }

        JsonObject first = body(program.get("/api/v1/variables?limit=2"));
        JsonObject second =
                body(program.get("/api/v1/variables?limit=2&cursor=" + first.getString("next")));

        assertThat(first.getJsonArray("items")).hasSize(2);
        assertThat(second.getJsonArray("items")).hasSize(2);
        assertThat(second.getJsonArray("items").getJsonObject(0))
                .isNotEqualTo(first.getJsonArray("items").getJsonObject(0));
        assertThat(program.get("/api/v1/variables?limit=0").statusCode()).isEqualTo(400);
        assertThat(program.get("/api/v1/variables?cursor=x").statusCode()).isEqualTo(400);
    }

    /** What comes before a page's end makes nothing appear twice, what goes leaves nothing out. */
    @Test
    void aListThatChangesIsReadWithoutHolesAndRepetitions() {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("chg_b", "chg_c", "chg_d", "chg_e")) {
            ids.add(created("variables", "{\"name\": \"" + name + "\"}"));
        }
        List<String> names = new ArrayList<>();
        String next = read("", names);
        while (!names.contains("chg_c")) {
            next = read(next, names);
        }
        created("variables", "{\"name\": \"chg_a\"}");
        program.send("DELETE", "/api/v1/variables/" + ids.get(0), "", "");

        while (!next.isEmpty()) {
            next = read(next, names);
        }

        assertThat(names).doesNotHaveDuplicates().contains("chg_d", "chg_e");
    }

    private static String read(String cursor, List<String> names) {
        JsonObject page =
                body(
                        program.get(
                                "/api/v1/variables?limit=1"
                                        + (cursor.isEmpty() ? "" : "&cursor=" + cursor)));
        page.getJsonArray("items")
                .forEach(each -> names.add(((JsonObject) each).getString("name")));
        return page.getString("next") == null ? "" : page.getString("next");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing/here, 404, not_found",
        "PUT, /api/v1/integrations, 405, method_not_allowed",
        "POST, /api/v1/openapi.json, 405, method_not_allowed",
        "GET, /api/v1/variables?limit=x, 400, bad_request",
    })
    void errorsHaveOneShapeAlsoForBrowsers(String method, String path, int status, String code) {
        HttpResponse<String> answer =
                Visitor.program(server).with("Accept", "text/html").send(method, path, "", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/json");
        assertThat(error(answer).getString("code")).isEqualTo(code);
        assertThat(error(answer).getString("message")).isNotEmpty();
    }

    @Test
    void whatCanBeDoneAtAPathIsSaid() {
        assertThat(
                        program.send("PUT", "/api/v1/integrations", "", "")
                                .headers()
                                .firstValue("Allow"))
                .contains("GET, POST");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedInTheSameShape() {
        HttpResponse<String> answer =
                program.json(
                        "POST", "/api/v1/variables", "{\"name\": \"" + "x".repeat(1 << 20) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(error(answer).getString("code")).isEqualTo("too_large");
    }

    @Test
    void anAddressThatIsTooLongIsRefusedInTheSameShape() {
        HttpResponse<String> answer = program.get("/api/v1/variables?q=" + "x".repeat(9_000));

        assertThat(answer.statusCode()).isEqualTo(414);
        assertThat(error(answer).getString("code")).isEqualTo("uri_too_long");
    }

    @Test
    void anIntegrationKeepsItsScriptAndHosts() {
        String one =
                "/api/v1/integrations/"
                        + created(
                                "integrations",
                                """
                                {"appname": "Scripted", "script": "event.up = function () {}",
                                 "scriptHosts": ["crm.example"]}""");

        JsonObject saved = body(program.get(one));

        assertThat(saved.getString("script")).isEqualTo("event.up = function () {}");
        assertThat(saved.getJsonArray("scriptHosts")).containsExactly("crm.example");
    }

    @Test
    void secretsAndPasswordsAreInNoAnswer() {
        String agent =
                created(
                        "agents",
                        "{\"name\": \"S\", \"user\": \"canary\", \"password\": \"canary-agent-9\"}");
        String pbx =
                created(
                        "pbxs",
                        "{\"name\": \"canary\", \"host\": \"h\", \"user\": \"u\", \"secret\": \"canary-pbx-9\"}");

        String answers =
                List.of("/agents", "/agents/" + agent, "/pbxs", "/pbxs/" + pbx).stream()
                        .map(path -> program.get("/api/v1" + path).body())
                        .collect(Collectors.joining());

        assertThat(answers).doesNotContain("canary-agent-9").doesNotContain("canary-pbx-9");
        assertThat(answers).doesNotContain("argon2").doesNotContain("v1:");
    }

    @Test
    void pbxOfTheConfigurationIsReadOnlyAndSaysWhereItComesFrom() {
        HttpResponse<String> response =
                program.json(
                        "PUT",
                        "/api/v1/pbxs/pbx.0",
                        "{\"name\": \"hq\", \"host\": \"h\", \"user\": \"u\"}");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(error(response).getString("code")).isEqualTo("read_only");
        assertThat(error(response).getString("message")).contains("pbx[0]");
    }

    @Test
    void stateOfAPbxIsToldInWords() {
        server.states =
                List.of(
                        new PbxState(
                                "hq",
                                PbxState.Status.RECONNECTING,
                                "connection refused",
                                Instant.EPOCH,
                                "",
                                Instant.EPOCH,
                                7,
                                0,
                                2,
                                5,
                                120,
                                0,
                                0,
                                "",
                                3,
                                -1));

        JsonObject state = body(program.get("/api/v1/pbxs/pbx.0/state"));

        assertThat(state.getString("status")).isEqualTo("reconnecting");
        assertThat(state.getString("detail")).isEqualTo("connection refused");
        assertThat(state.getString("lastEvent")).isEmpty();
        assertThat(state.getInteger("liveCalls")).isEqualTo(2);
        assertThat(state.getInteger("lagMillis")).isEqualTo(120);
    }

    @Test
    void pbxThatNobodyKnowsTheStateOfIsUnavailable() {
        String id =
                created(
                        "pbxs",
                        "{\"name\": \"silent\", \"host\": \"h\", \"user\": \"u\", \"secret\": \"s\"}");

        assertThat(program.get("/api/v1/pbxs/" + id + "/state").statusCode()).isEqualTo(503);
    }

    @Test
    void connectionTestTellsItsSteps() {
        server.testResult =
                new PbxTestResult(
                        false, List.of(new PbxTestResult.Step("login", false, "wrong secret")));

        HttpResponse<String> response = program.send("POST", "/api/v1/pbxs/pbx.0/test", "", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(body(response).getBoolean("ok")).isFalse();
        assertThat(body(response).getJsonArray("steps").getJsonObject(0).getString("text"))
                .isEqualTo("wrong secret");
    }

    @Test
    void integrationIsTriedOnAnEventAndNothingIsSent() {
        String one = "/api/v1/integrations/" + created("integrations", integration("Tried"));

        JsonObject support = tried(one, "Support");
        JsonObject sales = tried(one, "Sales");

        assertThat(verdict(support).getBoolean("holds")).isFalse();
        assertThat(verdict(support).getString("because"))
                .contains("queue")
                .contains("Support")
                .contains("Sales");
        assertThat(verdict(sales).getBoolean("holds")).isTrue();
        assertThat(
                        sales.getJsonArray("rules")
                                .getJsonObject(0)
                                .getJsonArray("actions")
                                .getJsonObject(0)
                                .getString("url"))
                .isEqualTo("https://crm.example/?n=%2B39");
        assertThat(server.pops).isEmpty();
    }

    @Test
    void rulesAreTriedOnACallOfYesterday() {
        String one = "/api/v1/integrations/" + created("integrations", integration("Past"));
        server.keep(TodayTest.up("77.7", "Sales"));

        HttpResponse<String> known =
                program.json("POST", one + "/test", "{\"callId\": \"pbx:77.7\"}");
        HttpResponse<String> never =
                program.json("POST", one + "/test", "{\"callId\": \"pbx:77.8\"}");

        assertThat(known.statusCode()).as(known.body()).isEqualTo(200);
        assertThat(verdict(body(known)).getBoolean("holds")).isTrue();
        assertThat(never.statusCode()).isEqualTo(422);
        assertThat(error(never).getJsonObject("fields").getString("callId")).contains("no call");
    }

    private static JsonObject tried(String one, String queue) {
        return body(
                program.json(
                        "POST",
                        one + "/test",
                        """
                        {"event": {"event": "up", "queue": "%s", "callernum": "+39", "peer": "SIP/x"}}"""
                                .formatted(queue)));
    }

    private static JsonObject verdict(JsonObject answer) {
        return answer.getJsonArray("rules").getJsonObject(0).getJsonObject("verdict");
    }

    @Test
    void pageIsOpenedAtAnAgentByAnyOfHisAddresses() throws InterruptedException {
        created("agents", "{\"name\": \"Anna\", \"number\": \"77\", \"peers\": [\"PJSIP/anna\"]}");

        HttpResponse<String> response =
                program.json(
                        "POST",
                        "/api/v1/agents/PJSIP%2Fanna/open",
                        "{\"url\": \"https://crm.example/1\", \"mode\": \"work_window\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(body(response).getString("outcome")).isEqualTo("opened");
        var pop = server.pops.poll(5, TimeUnit.SECONDS);
        assertThat(pop.agent()).isEqualTo("PJSIP/anna");
        assertThat(pop.mode()).isEqualTo(OpenMode.WORK_WINDOW);
        assertThat(program.json("POST", "/api/v1/agents/77/notify", "{\"title\": \"Hello\"}"))
                .satisfies(told -> assertThat(told.statusCode()).isEqualTo(200));
        assertThat(server.notices.poll(5, TimeUnit.SECONDS).title()).isEqualTo("Hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JAVASCRIPT:alert(1)",
                "java\\tscript:alert(1)",
                "data:text/html,x",
                "//evil.example/",
                "https://user@evil.example/",
                "file:///etc/passwd",
                ""
            })
    void onlyPlainWebAddressesAreOpened(String url) {
        created("agents", "{\"name\": \"Url\", \"number\": \"u%d\"}".formatted(url.hashCode()));

        HttpResponse<String> response =
                program.json(
                        "POST",
                        "/api/v1/agents/u" + url.hashCode() + "/open",
                        "{\"url\": \"" + url + "\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(error(response).getJsonObject("fields").getString("url")).isNotEmpty();
        assertThat(server.pops).isEmpty();
    }

    @Test
    void rulesOfAnIntegrationThatIsNotThereAreNotFound() {
        HttpResponse<String> response =
                program.json(
                        "POST",
                        "/api/v1/integrations/none/test",
                        "{\"event\": {\"event\": \"up\"}}");

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void unknownAgentIsNotFound() {
        HttpResponse<String> response =
                program.json(
                        "POST",
                        "/api/v1/agents/nobody/open",
                        "{\"url\": \"https://crm.example/\"}");

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void lastAdministratorStays() {
        String admin =
                created(
                        "users",
                        """
                        {"user": "only", "name": "Only", "role": "admin", "password": "orchid lantern 74 muddy"}""");

        HttpResponse<String> gone = program.send("DELETE", "/api/v1/users/" + admin, "", "");
        HttpResponse<String> lowered =
                program.json(
                        "PUT",
                        "/api/v1/users/" + admin,
                        "{\"user\": \"only\", \"name\": \"Only\", \"role\": \"supervisor\"}");

        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(error(gone).getString("code")).isEqualTo("last_admin");
        assertThat(lowered.statusCode()).isEqualTo(409);
    }
}
