package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ScriptReport;
import io.belfry.core.store.HeldStatement;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.BlockingQueue;
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
        // each on a thread of its own: all of them wait at the same time
        return CompletableFuture.supplyAsync(request, task -> new Thread(task).start());
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
            server.trials.clear();
            HeldStatement slow = HeldStatement.in(server.database, server.site);
            server.busy = slow.answer();

            List<CompletableFuture<HttpResponse<String>>> asked =
                    List.of(
                            begin(
                                    () ->
                                            admin.post(
                                                    "/settings/pbxs/test",
                                                    "id",
                                                    pbx,
                                                    "name",
                                                    "p",
                                                    "host",
                                                    "h",
                                                    "port",
                                                    "5038",
                                                    "user",
                                                    "u")),
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

            for (BlockingQueue<?> begun : List.of(server.tests, server.trials)) {
                for (int i = 0; i < 2; i++) {
                    assertThat(begun.poll(30, TimeUnit.SECONDS)).isNotNull();
                }
            }
            HttpResponse<String> other = program.get(HeldStatement.WAITING);
            assertThat(asked).noneMatch(CompletableFuture::isDone);
            slow.close();

            assertThat(other.statusCode()).as("who does not say why it takes long").isEqualTo(503);
            for (CompletableFuture<HttpResponse<String>> each : asked) {
                HttpResponse<String> answer = each.get(30, TimeUnit.SECONDS);
                assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(200);
            }
        }
    }
}
