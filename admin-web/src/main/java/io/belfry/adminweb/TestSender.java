package io.belfry.adminweb;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.RowRequest;
import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.Topic;
import io.belfry.core.integration.Effect;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.RuleTest;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.WebAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Really does what a test showed, and marks all of it as a test: in the agent's window, in the row
 * and in the story of the call. What a script would fetch is not fetched: that would be a second
 * request without the script that waits for it.
 */
final class TestSender {
    private static final String MARK = "Test: ";
    private static final int MOST = 50;
    private static final int LONGEST_CALL = 250;
    private static final int LONGEST_NAME = 100;

    private final Vertx vertx;
    private final Clock clock;
    private final String id = "test-" + UUID.randomUUID();
    private final Integration integration;
    private final JsonObject event;
    private final String agent;
    private final String who;
    private final Map<String, Future<String>> sent = new LinkedHashMap<>();

    /**
     * @param event public form; its call's story gets the lines when it is a real one
     * @param agent address of the agent of the event; empty for none
     * @param who does it
     */
    TestSender(
            Vertx vertx,
            Clock clock,
            Integration integration,
            JsonObject event,
            String agent,
            String who) {
        this.vertx = vertx;
        this.clock = clock;
        this.integration = integration;
        this.event = event;
        this.agent = agent;
        this.who = who;
    }

    /** What became of everything, in words and by its place; waits for the browsers' answers. */
    Future<Map<String, String>> send(RuleTest rules, List<ScriptReport> script) {
        for (int i = 0; i < rules.rules().size(); i++) {
            RuleTest.Result result = rules.rules().get(i);
            for (int j = 0; j < result.effects().size() && result.verdict().holds(); j++) {
                put(Trial.ruleAction(i, j), carryOut(result.effects().get(j)));
            }
        }
        for (ScriptReport report : script) {
            for (int i = 0; i < report.commands().size(); i++) {
                put(Trial.scriptCommand(i), carryOut(report.commands().get(i)));
            }
        }
        if (sent.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return Future.join(List.copyOf(sent.values()))
                .transform(
                        all -> {
                            Map<String, String> outcomes = new LinkedHashMap<>();
                            sent.forEach((place, each) -> outcomes.put(place, each.result()));
                            return Future.succeededFuture(outcomes);
                        });
    }

    private void put(String place, Future<String> outcome) {
        sent.put(place, outcome.otherwise(e -> "failed: " + e.getMessage()));
    }

    private boolean isFull() {
        return sent.size() >= MOST;
    }

    private Future<String> carryOut(Effect effect) {
        if (isFull()) {
            return Future.succeededFuture("not sent: too much for one test");
        }
        if (effect instanceof Effect.OpenPage page) {
            return open(agent, page.url(), page.mode());
        }
        if (effect instanceof Effect.ShowNotice notice) {
            return tell(agent, notice.level(), notice.title(), notice.body());
        }
        if (effect instanceof Effect.WriteRow row) {
            return write(integration.appname(), event, row.reference(), row.url());
        }
        return Future.succeededFuture("not sent: " + ((Effect.Nothing) effect).because());
    }

    private Future<String> carryOut(ScriptCommand command) {
        if (isFull()) {
            return Future.succeededFuture("not sent: too much for one test");
        }
        if (!command.refused().isEmpty()) {
            return Future.succeededFuture("refused: " + command.refused());
        }
        JsonObject data = command.data();
        return switch (command.name()) {
            case "AgentCTI" ->
                    open(
                            text(data, "peer"),
                            text(data, "url"),
                            OpenMode.of(text(data, "mode")).orElse(OpenMode.NEW_TAB));
            case "AgentCTINotification" ->
                    tell(
                            text(data, "peer"),
                            Notice.Level.of(text(data, "type")),
                            text(data, "title"),
                            text(data, "body"));
            case "RealtimeCTI" ->
                    write(
                            text(data, "type"),
                            data.getValue("channel") instanceof JsonObject channel
                                    ? channel
                                    : event,
                            text(data, "reference"),
                            text(data, "url"));
            default -> Future.succeededFuture("not sent in a test");
        };
    }

    private static String text(JsonObject data, String name) {
        Object value = data.getValue(name);
        return value == null ? "" : value.toString();
    }

    private Future<String> open(String peer, String url, OpenMode mode) {
        if (WebAddress.check(url) instanceof WebAddress.Refused refused) {
            return Future.succeededFuture("refused: " + refused.because());
        }
        story(TraceLine.Step.OPEN, url + " for " + peer);
        ScreenPop pop =
                new ScreenPop(
                        next(),
                        peer,
                        url,
                        mode,
                        integration.appname(),
                        "",
                        MARK + event.getString("callernum", ""),
                        clock.instant());
        return Ask.SHOW.put(vertx, pop).map(TestSender::words);
    }

    private Future<String> tell(String peer, Notice.Level level, String title, String body) {
        story(TraceLine.Step.NOTIFY, peer + ": " + title);
        Notice notice =
                new Notice(
                        next(),
                        peer,
                        level,
                        MARK + title,
                        body,
                        integration.appname(),
                        "",
                        clock.instant());
        return Ask.NOTIFY.put(vertx, notice).map(TestSender::words);
    }

    private Future<String> write(String appname, JsonObject channel, String reference, String url) {
        if (!url.isEmpty() && WebAddress.check(url) instanceof WebAddress.Refused refused) {
            return Future.succeededFuture("refused: " + refused.because());
        }
        story(TraceLine.Step.ROW, "reference " + reference + " in the Realtime table");
        JsonObject marked = channel.copy().put("test", "true");
        String name = appname.isBlank() ? integration.appname() : appname;
        RowRequest row =
                new RowRequest(
                        "",
                        clock.instant(),
                        name.substring(0, Math.min(LONGEST_NAME, name.length())),
                        marked,
                        reference,
                        url);
        return Ask.PUSH_ROW.put(vertx, row).map(written -> "row written");
    }

    private String next() {
        return id + "-" + sent.size();
    }

    private static String words(Delivery delivery) {
        String outcome = delivery.outcome().word();
        return delivery.detail().isEmpty() ? outcome : outcome + " – " + delivery.detail();
    }

    /** Invented calls have no story that anybody could read. */
    private void story(TraceLine.Step step, String text) {
        String uniqueid = event.getString("uniqueid", "");
        String call = event.getString("pbx", "") + ":" + uniqueid;
        boolean invented = event.getString("id", "").equals("sample");
        if (uniqueid.isEmpty() || invented || call.length() > LONGEST_CALL) {
            return;
        }
        Topic.TRACE.publishHere(
                vertx,
                new TraceLine(
                        call,
                        clock.instant(),
                        step,
                        "test of " + integration.appname() + " by " + who + ": " + text,
                        Map.of(
                                "test",
                                "true",
                                "integration",
                                integration.appname(),
                                "integrationId",
                                integration.id(),
                                "who",
                                who)));
    }
}
