package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RuleTesterTest {
    private static final Agent ANNA =
            new Agent("a1", "Anna", "1001", "anna", List.of("PJSIP/anna"), "", false);
    private static final Configuration CONFIGURATION =
            new Configuration(
                    3,
                    List.of(),
                    List.of(new CustomVariable("v1", "ordernumber", "", "A-1001", 1)),
                    List.of(ANNA),
                    List.of());
    private static final Map<String, JsonObject> SAMPLES =
            SampleCalls.of(CONFIGURATION, Instant.parse("2026-11-22T10:32:05Z")).stream()
                    .collect(Collectors.toMap(SampleCall::key, SampleCall::event));

    private static final Action OPEN = new Action.Open("", OpenMode.WORK_WINDOW);
    private static final Action NOTIFY =
            new Action.Notify(
                    Notice.Level.INFO, "Call from {callername|default:nobody}", "{ordernumber}");
    private static final Action ROW = new Action.Realtime("{ordernumber}", "");

    private static Integration integration(String url, Rule... rules) {
        return new Integration("i1", "Acme CRM", true, url, List.of(), List.of(rules), 1);
    }

    private static Rule on(Kind kind, Action... actions) {
        return new Rule(
                "on " + kind.word(), true, Set.of(kind), List.of(), List.of(), List.of(actions));
    }

    private static RuleTest test(Integration integration, JsonObject event) {
        return RuleTester.test(
                integration, event, CONFIGURATION.directory(), ZoneId.of("Europe/Rome"));
    }

    @Test
    void aPreviewShowsWhatEachRuleWouldDo() {
        var integration =
                integration(
                        "https://crm.example/?p={callernum}&o={ordernumber}",
                        on(Kind.UP, OPEN, NOTIFY, ROW));

        RuleTest result = test(integration, SAMPLES.get("up"));

        String url = "https://crm.example/?p=%2B390255512345&o=A-1001";
        assertThat(result.agent()).isEqualTo("Anna (1001)");
        assertThat(result.rules()).hasSize(1);
        assertThat(result.rules().get(0).verdict()).isEqualTo(new Verdict.Yes(""));
        assertThat(result.rules().get(0).effects())
                .containsExactly(
                        new Effect.OpenPage(url, OpenMode.WORK_WINDOW),
                        new Effect.ShowNotice(
                                Notice.Level.INFO, "Call from Rossi & Figli", "A-1001"),
                        new Effect.WriteRow("A-1001", url, ""));
    }

    @Test
    void theAddressIsShownAlsoWhereTheVerdictIsNo() {
        var integration = integration("https://crm.example/{callernum}", on(Kind.UP, OPEN));

        RuleTest.Result result = test(integration, SAMPLES.get("ringing")).rules().get(0);

        assertThat(result.verdict())
                .isEqualTo(new Verdict.No("event is ringing, wants up", "event", "ringing", "up"));
        assertThat(result.effects())
                .containsExactly(
                        new Effect.OpenPage(
                                "https://crm.example/%2B390255512345", OpenMode.WORK_WINDOW));
    }

    @Test
    void anEventThatNamesNoAgentCanNotOpenAnything() {
        var integration = integration("https://crm.example/", on(Kind.ABANDON, OPEN, NOTIFY, ROW));

        RuleTest result = test(integration, SAMPLES.get("abandon"));

        String nobody = "nobody to show it to: the event names no agent";
        assertThat(result.agent()).isEmpty();
        assertThat(result.rules().get(0).effects())
                .containsExactly(
                        new Effect.Nothing("open", nobody),
                        new Effect.Nothing("notify", nobody),
                        new Effect.WriteRow("A-1001", "https://crm.example/", ""));
    }

    @Test
    void aDraftWithMistakesIsTriedAsFarAsItGoes() {
        Condition broken = new Condition("callernum", Operator.MATCHES, false, "(");
        Rule rule =
                new Rule(
                        "broken", true, Set.of(Kind.UP), List.of(broken), List.of(), List.of(OPEN));
        Action noAddress = new Action.Open("https://{queue}/", OpenMode.NEW_TAB);

        RuleTest result =
                test(integration("", rule, on(Kind.UP, OPEN, noAddress, ROW)), SAMPLES.get("up"));

        assertThat(result.rules().get(0).verdict())
                .extracting("because")
                .isEqualTo("the rule is broken: is no regular expression: missing closing )");
        assertThat(result.rules().get(1).effects())
                .containsExactly(
                        new Effect.Nothing("open", "there is no address to open"),
                        new Effect.Nothing(
                                "open",
                                "the template is broken: a value can not decide the server: write"
                                        + " its name out, with a / behind it, before {queue}:"
                                        + " https://{queue}/"),
                        new Effect.WriteRow("A-1001", "", ""));
    }

    @Test
    void anEventTypedByHandMayBeIncompleteAndHoldFigures() {
        var integration = integration("https://crm.example/{holdtime}/{queue}", on(Kind.UP, OPEN));
        var event =
                new JsonObject()
                        .put("event", "up")
                        .put("holdtime", 9)
                        .put("peer", "PJSIP/new")
                        .putNull("queue");

        RuleTest result = test(integration, event);

        assertThat(result.agent()).isEqualTo("PJSIP/new");
        assertThat(result.rules().get(0).effects())
                .containsExactly(
                        new Effect.OpenPage("https://crm.example/9/", OpenMode.WORK_WINDOW));
    }

    @Test
    void restAnswersWithVerdictsAndAddressesAndSaysThatNothingWasSent() {
        var integration =
                integration("https://crm.example/", on(Kind.UP, OPEN), on(Kind.HANGUP, ROW));

        JsonObject json = test(integration, SAMPLES.get("up")).toJson();

        assertThat(json.remove("micros")).isInstanceOf(Long.class);
        assertThat(json)
                .isEqualTo(
                        new JsonObject(
                                """
                                {"integration": "Acme CRM", "enabled": true, "agent": "Anna (1001)",
                                 "sent": false, "rules": [
                                  {"name": "on up", "verdict": {"holds": true, "because": ""},
                                   "actions": [{"type": "open", "url": "https://crm.example/",
                                                "mode": "work_window"}]},
                                  {"name": "on hangup",
                                   "verdict": {"holds": false, "field": "event", "actual": "up",
                                               "wanted": "hangup",
                                               "because": "event is up, wants hangup"},
                                   "actions": [{"type": "realtime", "reference": "A-1001",
                                                "url": "https://crm.example/"}]}]}
                                """));
    }

    @Test
    void samplesAreOfThisInstallation() {
        List<SampleCall> samples = SampleCalls.of(CONFIGURATION, Instant.EPOCH);

        Map<String, JsonObject> events =
                samples.stream().collect(Collectors.toMap(SampleCall::key, SampleCall::event));
        assertThat(samples)
                .extracting(SampleCall::key)
                .containsExactly("ringing", "up", "hangup", "abandon", "outbound", "anonymous");
        assertThat(events.get("up").getString("peer")).isEqualTo("PJSIP/anna");
        assertThat(events.get("up").getString("ordernumber")).isEqualTo("A-1001");
        assertThat(events.get("anonymous").getString("callernum")).isEmpty();
        assertThat(events.get("anonymous").getString("ordernumber")).isEmpty();
        assertThat(events.get("abandon").containsKey("peer")).isFalse();
        assertThat(
                        SampleCalls.of(Configuration.EMPTY, Instant.EPOCH).stream()
                                .collect(Collectors.toMap(SampleCall::key, Function.identity()))
                                .get("outbound")
                                .event()
                                .getString("agentname"))
                .isEqualTo("John Doe");
    }

    @Test
    void samplesAreOfAQueueThatThereIs() {
        Condition sales = new Condition("queue", Operator.EQUALS, false, "sales-it");
        Rule rule = new Rule("r", true, Set.of(Kind.UP), List.of(sales), List.of(), List.of());
        Integration acme = new Integration("i", "Acme", true, "", List.of(), List.of(rule), 1);
        Configuration settings =
                new Configuration(1, List.of(acme), List.of(), List.of(), List.of());

        SampleCall named = SampleCalls.of(settings, Instant.EPOCH).get(0);
        SampleCall seen = SampleCalls.of(settings, "support", Instant.EPOCH).get(0);

        assertThat(named.event().getString("queue")).isEqualTo("sales-it");
        assertThat(seen.event().getString("queue")).isEqualTo("support");
    }
}
