package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent.Kind;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationDocumentTest {
    private static final Templates BRACES =
            new Templates() {
                @Override
                public Optional<String> urlProblem(String template, Set<String> fields) {
                    return template.regionMatches(true, 0, "http", 0, 4)
                            ? textProblem(template, fields)
                            : Optional.of("not http");
                }

                @Override
                public Optional<String> textProblem(String template, Set<String> fields) {
                    return template.contains("{bad}") ? Optional.of("bad field") : Optional.empty();
                }
            };
    private static final Configuration NOW =
            new Configuration(
                    7,
                    List.of(new Integration("i1", "Sales", true, "", List.of(), List.of(), 1)),
                    List.of(new CustomVariable("v1", "ordernumber", "", "", 1)),
                    List.of(),
                    List.of());

    private static Checked<Integration> check(String json) {
        return IntegrationDocument.check(new JsonObject(json), "", NOW, BRACES);
    }

    /** One rule around the given fields. */
    private static Checked<Integration> rule(String fields) {
        return check(
                "{\"appname\": \"x\", \"url\": \"https://x/\", \"rules\": [{" + fields + "}]}");
    }

    private static Checked<Integration> condition(String field, String op, String value) {
        JsonObject condition =
                new JsonObject().put("field", field).put("op", op).put("value", value);
        return rule(
                "\"events\": [\"up\"], \"actions\": [{\"type\": \"open\"}], \"any\": ["
                        + condition.encode()
                        + "]");
    }

    private static Checked<Integration> action(String fields) {
        return rule("\"events\": [\"up\"], \"actions\": [{" + fields + "}]");
    }

    @Test
    void aCompleteDocumentBecomesAnIntegration() {
        Checked<Integration> checked =
                check(
                        """
                        {"appname": " Order page ", "enabled": false, "url": "https://x/{callernum}",
                         "variables": ["ordernumber"],
                         "rules": [{"name": "sales", "enabled": false, "events": ["up", "abandon"],
                           "all": [{"field": "queue", "op": "notIn", "value": "A,B"}],
                           "any": [{"field": "ordernumber", "op": "exists"}],
                           "actions": [{"type": "open", "mode": "work_window"},
                                       {"type": "notify", "level": "warning", "title": "t", "body": "b"},
                                       {"type": "realtime", "reference": "r", "url": "https://y/"}]}]}""");

        assertThat(checked.errors()).isEmpty();
        assertThat(checked.value())
                .isEqualTo(
                        new Integration(
                                "",
                                "Order page",
                                false,
                                "https://x/{callernum}",
                                List.of("ordernumber"),
                                List.of(
                                        new Rule(
                                                "sales",
                                                false,
                                                Set.of(Kind.UP, Kind.ABANDON),
                                                List.of(
                                                        new Condition(
                                                                "queue", Operator.IN, true, "A,B")),
                                                List.of(
                                                        new Condition(
                                                                "ordernumber",
                                                                Operator.EXISTS,
                                                                false,
                                                                "")),
                                                List.of(
                                                        new Action.Open("", OpenMode.WORK_WINDOW),
                                                        new Action.Notify(
                                                                Notice.Level.WARNING, "t", "b"),
                                                        new Action.Realtime("r", "https://y/")))),
                                0));
    }

    @Test
    void aDocumentReadsBackWhatItWrote() {
        Integration value =
                rule("\"events\": [\"up\"], \"actions\": [{\"type\": \"realtime\"}]").value();

        Checked<Integration> again =
                IntegrationDocument.check(IntegrationDocument.json(value), "", NOW, BRACES);

        assertThat(again.errors()).isEmpty();
        assertThat(again.value()).isEqualTo(value);
    }

    @Test
    void allMistakesAreToldAtOnceEachAtItsPlace() {
        Checked<Integration> checked =
                check(
                        """
                        {"appname": "SALES", "enabld": true, "url": "gopher://x", "variables": ["ordernummer", 3],
                         "rules": [{"events": ["ringin"], "all": "queue", "actions": [{"type": "open", "mode": "new_tap"}, 5]},
                                   {"events": [], "actions": []}, "rule"]}""");

        assertThat(checked.errors())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("appname", "\"SALES\" is taken"),
                                Map.entry(
                                        "enabld",
                                        "unknown field \"enabld\"; did you mean \"enabled\"?"),
                                Map.entry("url", "not http"),
                                Map.entry(
                                        "variables[0]",
                                        "no custom variable \"ordernummer\"; did you mean \"ordernumber\"?"),
                                Map.entry("variables[1]", "must be text"),
                                Map.entry(
                                        "rules[0].events[0]",
                                        "unknown event \"ringin\"; did you mean \"ringing\"?"),
                                Map.entry("rules[0].all", "must be a list"),
                                Map.entry(
                                        "rules[0].actions[0].mode",
                                        "unknown mode \"new_tap\"; did you mean \"new_tab\"?"),
                                Map.entry("rules[0].actions[1]", "must be an object"),
                                Map.entry("rules[1].events", "a rule needs at least one event"),
                                Map.entry("rules[1].actions", "a rule needs at least one action"),
                                Map.entry("rules[2]", "must be an object")));
    }

    @Test
    void anEmptyDocumentOnlyLacksItsName() {
        assertThat(check("{}").errors()).containsOnlyKeys("appname");
    }

    @Test
    void aNameMayBeKeptByTheOneThatHasIt() {
        var checked =
                IntegrationDocument.check(
                        new JsonObject().put("appname", "sales"), "i1", NOW, BRACES);

        assertThat(checked.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue       | equals     | Sales",
                "queue       | equals     | ''",
                "ordernumber | matches    | ^A-[0-9]+$",
                "holdtime    | gt         | 20",
                "holdtime    | notLt      | 2.5",
                "time        | gt         | 08:30",
                "weekday     | in         | mon,tue, fri",
                "callernum   | notExists  | ''",
            })
    void soundConditionsAreAccepted(String field, String op, String value) {
        assertThat(condition(field, op, value).errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quue      | equals   | x     | field | unknown field \"quue\"; did you mean \"queue\"?",
                "''        | equals   | x     | field | must not be empty",
                "queue     | equal    | x     | op    | unknown operator \"equal\"; did you mean \"equals\"?",
                "queue     | like     | x     | op    | unknown operator \"like\"",
                "queue     | contains | ''    | value | must not be empty",
                "queue     | in       | ''    | value | must not be empty",
                "callernum | matches  | a(b   | value | is no regular expression: missing closing )",
                "callernum | matches  | (?=a) | value | is no regular expression: invalid or unsupported Perl syntax",
                "holdtime  | gt       | ten   | value | must be a number",
                "time      | lt       | 25:00 | value | must be a time of day, 08:30",
                "weekday   | in       | mon,x | value | unknown day \"x\"; the days are mon, tue, wed, thu, fri, sat, sun",
            })
    void wrongConditionsAreRefused(
            String field, String op, String value, String where, String message) {
        assertThat(condition(field, op, value).errors())
                .containsExactly(Map.entry("rules[0].any[0]." + where, message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"type\": \"webhook\"                                   | type  | unknown action type \"webhook\"; known: open, notify, realtime",
                "\"type\": \"script\"                                    | type  | unknown action type \"script\"; known: open, notify, realtime",
                "\"typ\": \"open\"                                       | type  | must not be empty",
                "\"type\": \"open\", \"url\": \"https://x/{bad}\"        | url   | bad field",
                "\"type\": \"open\", \"level\": \"info\"                 | level | unknown field \"level\"",
                "\"type\": \"notify\", \"title\": \"x\", \"level\": \"loud\" | level | unknown level \"loud\"; known: info, success, warning, error",
                "\"type\": \"notify\"                                    | title | title and body must not both be empty",
                "\"type\": \"notify\", \"title\": \"{bad}\"              | title | bad field",
                "\"type\": \"notify\", \"title\": \"a\\nb\"              | title | must not contain line breaks or control characters",
                "\"type\": \"realtime\", \"reference\": \"{bad}\"        | reference | bad field",
                "\"type\": \"realtime\", \"url\": \"ftp://x\"            | url   | not http",
            })
    void wrongActionsAreRefused(String fields, String where, String message) {
        assertThat(action(fields).errors()).containsEntry("rules[0].actions[0]." + where, message);
    }

    @Test
    void aPageNeedsAnAddressFromSomewhere() {
        Checked<Integration> checked =
                check(
                        "{\"appname\": \"x\", \"rules\": [{\"events\": [\"up\"], \"actions\": [{\"type\": \"open\"}]}]}");

        assertThat(checked.errors()).containsOnlyKeys("rules[0].actions[0].url");
    }

    @Test
    void aScriptStandsBesideTheRulesWithTheHostsThatItMayReach() {
        String document =
                "{\"appname\": \"x\", \"script\": \"event.up = function (data) {};\\n\","
                        + " \"scriptHosts\": [\"crm.acme.example\", \"crm.acme.example:8443\"]}";

        Checked<Integration> checked = check(document);

        assertThat(checked.errors()).isEmpty();
        assertThat(checked.value().script())
                .isEqualTo(
                        new Script(
                                "event.up = function (data) {};\n",
                                List.of("crm.acme.example", "crm.acme.example:8443")));
        assertThat(
                        IntegrationDocument.check(
                                        IntegrationDocument.json(checked.value()), "", NOW, BRACES)
                                .value())
                .isEqualTo(checked.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://crm.example", "crm.example/path", "crm.example:http", "a b", "u@h"})
    void whatIsNoHostIsRefusedAtItsPlace(String host) {
        assertThat(
                        check(
                                        "{\"appname\": \"x\", \"scriptHosts\": [\"ok.example\", \""
                                                + host
                                                + "\"]}")
                                .errors())
                .containsOnlyKeys("scriptHosts[1]");
    }

    @Test
    void aRuleThatOpensAPageTwiceInACallIsToldSo() {
        String open = "\"actions\": [{\"type\": \"open\", \"url\": \"https://x/\"}]";
        String row = "\"actions\": [{\"type\": \"realtime\"}]";

        assertThat(rule("\"events\": [\"up\", \"ringing\"], " + open).warnings())
                .containsEntry(
                        "rules[0].events",
                        "opens a page at each of ringing, up: more than one for the same call");
        assertThat(rule("\"events\": [\"up\"], " + open).warnings())
                .doesNotContainKey("rules[0].events");
        assertThat(rule("\"events\": [\"up\", \"ringing\"], " + row).warnings())
                .doesNotContainKey("rules[0].events");
    }

    @Test
    void doubtfulThingsAreWarningsAndStopNothing() {
        Checked<Integration> checked =
                check(
                        """
                        {"appname": "x", "url": "HTTP://x/", "rules": [{"events": ["abandon"],
                         "actions": [{"type": "open"}]}]}""");

        assertThat(checked.isGood()).isTrue();
        assertThat(checked.warnings()).containsOnlyKeys("url", "rules[0]", "rules[0].events");
    }

    @Test
    void oneMoreThanTheLimitIsRefused() {
        assertThat(list("rules", IntegrationDocument.MOST_RULES + 1))
                .isEqualTo("must not have more than 50 entries");
        assertThat(rule("\"all\": " + empties(21)).errors())
                .containsEntry("rules[0].all", "must not have more than 20 entries");
        assertThat(rule("\"actions\": " + empties(11)).errors())
                .containsEntry("rules[0].actions", "must not have more than 10 entries");
        assertThat(check("{\"appname\": \"" + "x".repeat(101) + "\"}").errors())
                .containsEntry("appname", "must not be longer than 100 characters");
    }

    private static String list(String name, int entries) {
        return check("{\"appname\": \"x\", \"" + name + "\": " + empties(entries) + "}")
                .errors()
                .get(name);
    }

    private static String empties(int entries) {
        JsonArray array = new JsonArray();
        IntStream.range(0, entries).forEach(i -> array.add(new JsonObject()));
        return array.encode();
    }

    @Test
    void integrationsEndAtFiveHundred() {
        List<Integration> full =
                IntStream.range(0, 500)
                        .mapToObj(
                                i ->
                                        new Integration(
                                                "i" + i, "n" + i, true, "", List.of(), List.of(),
                                                1))
                        .toList();
        Configuration now = new Configuration(1, full, List.of(), List.of(), List.of());

        var added =
                IntegrationDocument.check(new JsonObject().put("appname", "x"), "", now, BRACES);
        var changed =
                IntegrationDocument.check(new JsonObject().put("appname", "x"), "i7", now, BRACES);

        assertThat(added.errors()).containsOnlyKeys("appname");
        assertThat(changed.errors()).isEmpty();
    }

    @Test
    void anIntegrationThatIsTooLargeIsRefused() {
        JsonArray rules = new JsonArray();
        for (int i = 0; i < 50; i++) {
            JsonArray actions = new JsonArray();
            for (int j = 0; j < 10; j++) {
                actions.add(new JsonObject().put("type", "notify").put("body", "x".repeat(1_000)));
            }
            rules.add(
                    new JsonObject()
                            .put("events", new JsonArray().add("up"))
                            .put("actions", actions));
        }
        JsonObject document = new JsonObject().put("appname", "x").put("rules", rules);

        var checked = IntegrationDocument.check(document, "", NOW, BRACES);

        assertThat(checked.errors())
                .containsEntry("rules", "the integration is too large; divide it");
    }

    @Test
    void checkingChangesNothingInTheDocument() {
        JsonObject document =
                new JsonObject("{\"appname\": \"x\", \"script\": \"\", \"rules\": []}");
        JsonObject before = document.copy();

        IntegrationDocument.check(document, "", NOW, BRACES);

        assertThat(document).isEqualTo(before);
    }

    @Test
    void mistakesAreToldInTheOrderOfTheForm() {
        JsonObject document =
                new JsonObject(
                        """
                        {"rules": [{"name": "r", "events": ["up"], "actions": []},
                                   {"actions": [{"type": "notify", "title": "{nix}", "level": "loud"}],
                                    "all": [{"field": "nix", "op": "is", "value": ""}], "events": ["nix"]}],
                         "nix": 1, "url": "ftp://x", "appname": ""}
                        """);

        Checked<Integration> checked =
                IntegrationDocument.check(
                        document, "", Configuration.EMPTY, new CheckedTemplates());

        assertThat(checked.errors().keySet())
                .containsExactly(
                        "appname",
                        "url",
                        "rules[0].actions",
                        "rules[1].events[0]",
                        "rules[1].all[0].field",
                        "rules[1].all[0].op",
                        "rules[1].actions[0].level",
                        "rules[1].actions[0].title",
                        "nix");
    }
}
