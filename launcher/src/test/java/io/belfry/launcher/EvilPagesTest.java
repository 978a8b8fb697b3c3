package io.belfry.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.belfry.agentgateway.Chromium;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Corpus;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.WebAddress;
import io.belfry.core.integration.WebAddress.Refused;
import io.belfry.core.web.InstalledChromium;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hundreds of addresses that must never open, by each of the ways to an agent's browser, where
 * pop-ups are allowed. Every way also opens one good page, so it is seen that it leads there.
 */
class EvilPagesTest {
    /** On a machine that does a lot else a worker needs minutes to start. */
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** A socket may say a hundred things in ten seconds. */
    private static final int OF_ONE_SOCKET = 90;

    /** A handler may give fifty commands for an event. */
    private static final int OF_ONE_EVENT = 50;

    private static final List<String> EVIL = Corpus.read("refused-addresses.txt");

    @TempDir private static Path folder;

    private static TestServer server;
    private static RecordingCrm crm;
    private static Chromium chromium;
    private static Page agent;

    /** Everything that any page of this browser asked anybody for. */
    private static final List<String> ASKED = new CopyOnWriteArrayList<>();

    private static final List<String> RAN = new CopyOnWriteArrayList<>();

    private int before;

    @BeforeAll
    static void anAgentWorks() {
        InstalledChromium.mustBeThere();
        server = TestServer.start(folder, "--programs.port=" + TestServer.freePort());
        crm = new RecordingCrm(server.server().vertx());
        server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
        // a call keeps the settings that it began with
        server.create("/api/v1/integrations", rule("Rule", crm.url("/rule")));
        server.create("/api/v1/integrations", script());
        chromium = Chromium.start(Chromium.Setup.PLAIN.allowingPopups(server.url()));
        BrowserContext browser = chromium.context();
        browser.onRequest((Request request) -> ASKED.add(request.url()));
        browser.onDialog(dialog -> RAN.add(dialog.message()));
        PagesByHand people = new PagesByHand(browser);
        agent = people.agentPage(server.url(), "john");
        people.startWork(agent, "allowed");
    }

    @AfterAll
    static void stop() {
        Stream.of(chromium, crm, server)
                .filter(each -> each != null)
                .forEach(
                        each -> {
                            try {
                                each.close();
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    @BeforeEach
    void count() {
        assertThat(EVIL).hasSizeGreaterThan(300);
        before = chromium.context().pages().size();
        crm.forget();
    }

    /** The good page came last, so by now an evil one would be there, too. */
    @AfterEach
    void onlyTheGoodPageOpened() {
        chromium.context().waitForCondition(() -> chromium.context().pages().size() > before);
        assertThat(chromium.context().pages()).hasSize(before + 1);
        assertThat(crm.requests(1)).hasSize(1);
        assertThat(PagesByHand.opened(agent)).hasSize(1);
        assertThat(RAN).isEmpty();
        assertThat(ASKED)
                .allMatch(url -> url.startsWith(server.url()) || url.startsWith(crm.url("/")));
        agent.evaluate("() => { window.opened = []; }");
    }

    /** With escapes: what stands outside of ASCII, halves of letters too, comes as it is. */
    private static String ascii(String json) {
        return json.chars()
                .mapToObj(
                        each ->
                                each < 0x7f
                                        ? Character.toString(each)
                                        : String.format("\\u%04x", each))
                .collect(Collectors.joining());
    }

    /** So that it is seen which one it was. */
    private static String shown(String url) {
        return ascii(new JsonArray().add(url).encode());
    }

    /** Half a letter is no text that a socket, or the line to a script, can carry. */
    private static List<String> carried() {
        List<String> evil = EVIL.stream().filter(UTF_8.newEncoder()::canEncode).toList();
        assertThat(evil).hasSizeGreaterThan(300);
        return evil;
    }

    private static TestServer.Answer post(String path, JsonObject body) {
        return server.send("POST", path, ascii(body.encode()));
    }

    /** Is it refused with a reason? */
    private static boolean isRefused(TestServer.Answer answer) {
        JsonObject error =
                answer.status() == 422 ? answer.json().getJsonObject("error") : new JsonObject();
        return error.getJsonObject("fields", new JsonObject()).stream()
                .filter(field -> field.getKey().endsWith("url"))
                .anyMatch(field -> !field.getValue().toString().isBlank());
    }

    @Test
    void byRule() {
        // a rule's address is written by people: a space at its end is no part of it
        List<String> evil =
                EVIL.stream()
                        .filter(url -> WebAddress.check(url.strip()) instanceof Refused)
                        .toList();
        assertThat(evil).hasSizeGreaterThan(300);
        List<String> saved =
                evil.stream()
                        .filter(url -> !isRefused(post("/api/v1/integrations", rule("Evil", url))))
                        .map(EvilPagesTest::shown)
                        .toList();
        JsonObject whole = rule("Evil", "{callername}");

        assertThat(saved).isEmpty();
        assertThat(isRefused(post("/api/v1/integrations", whole))).isTrue();
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.ringing("r1"));
        assertThat(crm.requests(1)).containsExactly("/rule");
    }

    private static JsonObject rule(String appname, String url) {
        JsonObject open = new JsonObject().put("type", "open").put("url", url);
        JsonObject rule =
                new JsonObject()
                        .put("name", "evil")
                        .put("events", new JsonArray().add("ringing"))
                        .put("actions", new JsonArray().add(open.put("mode", "new_tab")));
        return new JsonObject()
                .put("appname", appname)
                .put("enabled", true)
                .put("url", url)
                .put("rules", new JsonArray().add(rule));
    }

    @Test
    void byScript() {
        List<String> evil = carried();
        List<String> opened = new CopyOnWriteArrayList<>();
        List<String> refused = new CopyOnWriteArrayList<>();
        Topic.TRACE.subscribe(server.server().vertx(), line -> note(line, opened, refused));
        for (int at = 0; at * OF_ONE_EVENT < evil.size(); at++) {
            Topic.CALLS.publish(server.server().vertx(), JohnsCall.up("u" + at));
        }
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.hangup("h"));

        TestServer.until(
                LIMIT,
                "a page by a script",
                () -> Optional.of(crm.requests()).filter(all -> !all.isEmpty()));
        assertThat(opened).containsExactly(shown(crm.url("/script")));
        assertThat(refused).hasSize(evil.size()).noneMatch(String::isBlank);
    }

    private static JsonObject script() {
        String script =
                """
                var urls = %s;
                event.up = function (data) {
                    urls.splice(0, %d).forEach(url => wakeup(url, data.peer, 'new_tab'));
                };
                event.hangup = data => wakeup('%s', data.peer, 'new_tab');
                """
                        .formatted(
                                ascii(new JsonArray(carried()).encode()),
                                OF_ONE_EVENT,
                                crm.url("/script"));
        return new JsonObject().put("appname", "Script").put("enabled", true).put("script", script);
    }

    private static void note(TraceLine line, List<String> opened, List<String> refused) {
        if (line.step() == TraceLine.Step.OPEN) {
            opened.add(shown(line.data().get("url")));
        }
        if (line.text().contains("AgentCTI was refused")) {
            refused.add(line.data().get("problem"));
        }
    }

    @Test
    void byRest() {
        String open = "/api/v1/agents/2004/open";

        List<String> opened =
                EVIL.stream()
                        .filter(url -> !isRefused(post(open, page(url))))
                        .map(EvilPagesTest::shown)
                        .toList();

        assertThat(opened).isEmpty();
        assertThat(server.post(open, page(crm.url("/rest"))).json().getString("outcome"))
                .isEqualTo("opened");
    }

    private static JsonObject page(String url) {
        return new JsonObject().put("url", url).put("mode", "new_tab");
    }

    @Test
    void bySocket() {
        NodeProgram.install();
        String url = server.server().programsUrl().orElseThrow();
        List<String> opened = new ArrayList<>();
        List<String> evil = carried();
        for (int from = 0; from < evil.size(); from += OF_ONE_SOCKET) {
            List<String> some = evil.subList(from, Math.min(from + OF_ONE_SOCKET, evil.size()));
            try (NodeProgram program =
                    NodeProgram.start("client-4", url, "websocket", TestServer.TOKEN)) {
                program.next("connected");
                some.stream()
                        .filter(each -> !isRefused(program, each))
                        .map(EvilPagesTest::shown)
                        .forEach(opened::add);
            }
        }

        assertThat(opened).isEmpty();
        try (NodeProgram program =
                NodeProgram.start("client-4", url, "websocket", TestServer.TOKEN)) {
            program.next("connected");
            JsonObject good = page(crm.url("/socket")).put("peer", "2004");
            assertThat(program.ask("AgentCTI", good).getString("outcome")).isEqualTo("opened");
        }
    }

    /** A token may do a hundred things a second; then it is asked again. */
    private static boolean isRefused(NodeProgram program, String url) {
        JsonObject answer =
                TestServer.until(
                        "an answer",
                        () ->
                                Optional.of(program.ask("AgentCTI", page(url).put("peer", "2004")))
                                        .filter(all -> !all.encode().contains("too many")));
        String reason = answer.getJsonObject("fields", new JsonObject()).getString("url", "");
        return answer.getString("outcome").equals("refused") && !reason.isBlank();
    }
}
