package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.script.ScriptEnd.State;
import io.belfry.core.script.ScriptHouse.Handled;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts that the guides show do what they say of them. */
class GuideTest {
    private static final Path GUIDES = Path.of("..", "docs", "guide");
    private static ScriptHouse house;

    @BeforeAll
    static void start() {
        house = new ScriptHouse();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static String script(String name) throws IOException {
        String guides =
                Files.readString(GUIDES.resolve("integrator.md"))
                        + Files.readString(GUIDES.resolve("administrator.md"));
        Matcher found =
                Pattern.compile("<!-- script: " + name + " -->\n```js\n(.*?)```", Pattern.DOTALL)
                        .matcher(guides);
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    @Test
    void thePageOfOneQueue() throws IOException {
        ScriptCode code = ScriptHouse.script("queue", script("queue"));

        Handled sales = house.happens(code, Kind.UP);
        Handled other =
                house.happens(
                        code,
                        Kind.UP,
                        "other",
                        ScriptHouse.data(Kind.UP, "other").put("queue", "Support"));

        assertThat(sales.await().state()).isEqualTo(State.DONE);
        assertThat(sales.asked())
                .containsExactly(
                        "AgentCTI {\"url\":\"http://crm.example/orders?number=A-1001\",\"peer\":\"SIP/john.doe\",\"mode\":\"new_tab\"}");
        assertThat(other.await().state()).isEqualTo(State.DONE);
        assertThat(other.commands).isEmpty();
    }

    @Test
    void thePageThatTheAdministratorReadsOf() throws IOException {
        Handled handled = house.happens(ScriptHouse.script("orders", script("orders")), Kind.UP);

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(handled.asked())
                .containsExactly(
                        "AgentCTI {\"url\":\"https://crm.example/orders?number=A-1001\",\"peer\":\"SIP/john.doe\",\"mode\":\"new_tab\"}");
    }

    @Test
    void theMessage() throws IOException {
        Handled handled =
                house.happens(ScriptHouse.script("message", script("message")), Kind.RINGING);

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(handled.asked()).hasSize(1).first().asString().contains("Call in Sales");
    }

    @Test
    void theRecordInTheCrm() throws IOException {
        HttpServer crm =
                ScriptHouse.await(
                        house.vertx
                                .createHttpServer()
                                .requestHandler(
                                        request ->
                                                request.body()
                                                        .onSuccess(
                                                                body ->
                                                                        request.response()
                                                                                .setStatusCode(201)
                                                                                .end(
                                                                                        "{\"id\":\"R-"
                                                                                                + body.toJsonObject()
                                                                                                        .getString(
                                                                                                                "order")
                                                                                                + "\"}")))
                                .listen(0, "127.0.0.1"));
        String host = "127.0.0.1:" + crm.actualPort();
        String here = script("create").replace("https://crm.example", "http://" + host);
        ScriptCode code = new ScriptCode("create", "Acme", here, List.of(host), List.of());

        Handled handled = house.happens(code, Kind.UP);

        assertThat(handled.await().state()).as(handled.await().why()).isEqualTo(State.DONE);
        assertThat(handled.commands).hasSize(2);
        assertThat(handled.commands.get(0).getJsonObject("data").getString("url"))
                .isEqualTo("http://" + host + "/calls/R-A-1001");
        assertThat(handled.commands.get(1).getJsonObject("data").getString("reference"))
                .isEqualTo("R-A-1001");
    }

    @Test
    void whatIsRemembered() throws IOException {
        ScriptCode code = ScriptHouse.script("memory", script("memory"));

        house.happens(code, Kind.RINGING, "7.7");
        Handled end = house.happens(code, Kind.HANGUP, "7.7");
        Handled unknown = house.happens(code, Kind.ABANDON, "8.8");

        assertThat(end.await().state()).isEqualTo(State.DONE);
        assertThat(end.console).containsExactly("log first rang at John Doe");
        assertThat(unknown.await().state()).isEqualTo(State.DONE);
        assertThat(unknown.console).containsExactly("log first rang at nobody");
    }
}
