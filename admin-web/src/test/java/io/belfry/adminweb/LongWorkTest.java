package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ScriptReport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What takes long for reasons of its own, while the database is slow with somebody else. */
class LongWorkTest {
    private static final String INTEGRATIONS = "/settings/integrations";
    private static final String EVENT =
            "{\"event\": {\"event\": \"up\", \"id\": \"e1\", \"pbx\": \"pbx1\", \"queue\": \"Sales\","
                    + " \"callernum\": \"+39\", \"uniqueid\": \"1.1\", \"peer\": \"SIP/x\"}}";

    private static CompletableFuture<HttpResponse<String>> begin(
            Supplier<HttpResponse<String>> request) {
        return CompletableFuture.supplyAsync(request);
    }

    @Test
    void testsOfPbxsAndScriptsAreWaitedFor() throws Exception {
        try (AdminServer server = new AdminServer()) {
            server.answerScripts(
                    trial -> new ScriptReport("done", List.of(), List.of(), "", 0, 0, 1));
            Visitor program = Visitor.program(server);
            String id =
                    new JsonObject(
                                    program.json(
                                                    "POST",
                                                    "/api/v1/integrations",
                                                    new JsonObject()
                                                            .put("appname", "Long")
                                                            .put("url", "https://crm.example/")
                                                            .put("script", "event.up = f => f")
                                                            .encode())
                                            .body())
                            .getString("id");
            String pbx =
                    new JsonObject(
                                    program.json(
                                                    "POST",
                                                    "/api/v1/pbxs",
                                                    "{\"name\": \"p\", \"host\": \"h\","
                                                            + " \"user\": \"u\", \"secret\": \"s\"}")
                                            .body())
                            .getString("id");
            Visitor admin = Visitor.admin(server);
            await(
                    server.database.update(
                            "create alias pause for \"java.lang.Thread.sleep\"", Map.of()));
            Future<?> slow = server.database.list("call pause(3900)", Map.of(), row -> row);
            server.busy = slow;

            List<CompletableFuture<HttpResponse<String>>> asked =
                    List.of(
                            begin(() -> admin.post("/settings/pbxs/test", "id", pbx)),
                            begin(
                                    () ->
                                            program.send(
                                                    "POST",
                                                    "/api/v1/pbxs/" + pbx + "/test",
                                                    "",
                                                    "")),
                            begin(
                                    () ->
                                            program.json(
                                                    "POST",
                                                    "/api/v1/integrations/" + id + "/test",
                                                    EVENT)),
                            begin(
                                    () ->
                                            admin.post(
                                                    INTEGRATIONS + "/test",
                                                    "appname",
                                                    "Long",
                                                    "url",
                                                    "https://crm.example/",
                                                    "script",
                                                    "event.up = f => f")));

            for (CompletableFuture<HttpResponse<String>> each : asked) {
                HttpResponse<String> answer = each.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(200);
            }
            await(slow);
        }
    }
}
