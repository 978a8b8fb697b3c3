package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service for the original becomes here. */
class ShuttleImportTest {
    private static final Configuration KNOWN =
            new Configuration(
                    1,
                    List.of(
                            new Integration(
                                    "i1",
                                    "Acme CRM",
                                    true,
                                    "https://old.example/",
                                    List.of(),
                                    List.of(),
                                    3)),
                    List.of(new CustomVariable("v1", "customerid", "", "", 1)),
                    List.of(),
                    List.of());

    private static ShuttleImport.Result imported(JsonObject given) {
        Checked<ShuttleTemplate> read = ShuttleTemplate.read(given);
        assertThat(read.errors()).isEmpty();
        return ShuttleImport.of(read.value(), KNOWN);
    }

    private static ShuttleImport.Result program(String template) {
        return imported(new JsonObject().put("template", template));
    }

    private static JsonObject parameters(String more) {
        return new JsonObject("{\"url\": \"https://crm.example/\"" + more + "}");
    }

    private static JsonObject rule(ShuttleImport.Result result) {
        return result.document().getJsonArray("rules").getJsonObject(0);
    }

    private static List<String> notes(ShuttleImport.Result result) {
        return result.notes().stream()
                .map(each -> each.line() + " " + each.key() + " " + String.join(",", each.values()))
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    "up"                 | up
                    "ringing"            | ringing
                    "UP"                 | up
                    "ringing, up"        | ringing,up
                    ["up", "hangup"]     | up,hangup
                    "hangup;abandon"     | hangup,abandon
                    ""                   | up
                    "telepathy"          | up
                    "telepathy,ringing"  | ringing
                    """)
    void eventTypeIsTheEventsOfTheRule(String eventType, String events) {
        ShuttleImport.Result result = imported(parameters(", \"event_type\": " + eventType));

        assertThat(
                        String.join(
                                ",",
                                rule(result).getJsonArray("events").stream()
                                        .map(String::valueOf)
                                        .toList()))
                .isEqualTo(events);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    "Sales"              | equals Sales
                    "Sales,Support"      | in Sales,Support
                    ["Sales", "Support"] | in Sales,Support
                    "all"                | none
                    "*"                  | none
                    ""                   | none
                    []                   | none
                    """)
    void queueNameIsAConditionOfTheRule(String queueName, String condition) {
        JsonArray all =
                rule(imported(parameters(", \"queue_name\": " + queueName))).getJsonArray("all");

        String told =
                all.isEmpty()
                        ? "none"
                        : all.getJsonObject(0).getString("op")
                                + " "
                                + all.getJsonObject(0).getString("value");
        assertThat(told).isEqualTo(condition);
    }

    @ParameterizedTest
    @CsvSource({
        "new_tab, new_tab, ''",
        "new_window, new_window, ''",
        "new_frame, new_frame, ''",
        "'', new_tab, ''",
        "popup, new_tab, 0 mode popup"
    })
    void modeOpenIsWhereThePageOpens(String mode, String expected, String note) {
        ShuttleImport.Result result = imported(parameters(", \"mode_open\": \"" + mode + "\""));

        assertThat(rule(result).getJsonArray("actions").getJsonObject(0).getString("mode"))
                .isEqualTo(expected);
        assertThat(notes(result))
                .filteredOn(each -> each.contains("mode"))
                .isEqualTo(note.isEmpty() ? List.of() : List.of(note));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            textBlock =
                    """
                    https://c.example/            ~ ordernumber             ~ https://c.example/?ordernumber={ordernumber} ~ ordernumber
                    https://c.example/?a=1#top    ~ ordernumber             ~ https://c.example/?a=1&ordernumber={ordernumber}#top ~ ordernumber
                    https://c.example/{ordernumber|digits} ~ ordernumber    ~ https://c.example/{ordernumber|digits} ~ ordernumber
                    https://c.example/            ~ customerid              ~ https://c.example/?customerid={customerid} ~ ''
                    https://c.example/            ~ __ordernumber,customerid ~ https://c.example/?ordernumber={ordernumber}&customerid={customerid} ~ ordernumber
                    https://c.example/            ~ queue                   ~ https://c.example/ ~ ''
                    https://c.example/            ~ 9lives                  ~ https://c.example/ ~ ''
                    """)
    void variablesAreMadeWhereTheyAreMissingAndStandInTheAddress(
            String url, String names, String expected, String made) {
        ShuttleImport.Result result =
                imported(new JsonObject().put("url", url).put("var_name_array", names));

        assertThat(result.document().getString("url")).isEqualTo(expected);
        assertThat(String.join(",", result.newVariables())).isEqualTo(made);
    }

    @Test
    void oldParametersAreRecognisedInAPastedProgram() {
        ShuttleImport.Result result =
                program(
                        """
                        // event_type = 'hangup';
                        var io = require('socket.io-client');
                        var socket_server = "http://localhost:98888";
                        var event_type = 'ringing'; /* ringing | up */
                        var config = { queue_name: ['Sales', "Support"],
                          "mode_open": 'new_window' };
                        var_name_array = new Array('ordernumber', 'customerid');
                        var url = 'https://crm.example/open';
                        var appname = 'Old CRM';
                        if (event_type == 'up') { go(); }
                        """);

        assertThat(result.problems()).isEmpty();
        assertThat(result.document().getString("appname")).isEqualTo("Old CRM");
        assertThat(result.document().getString("url"))
                .isEqualTo(
                        "https://crm.example/open?ordernumber={ordernumber}&customerid={customerid}");
        assertThat(rule(result).getJsonArray("events")).containsExactly("ringing");
        assertThat(rule(result).getJsonArray("all").getJsonObject(0).getString("value"))
                .isEqualTo("Sales,Support");
        assertThat(rule(result).getJsonArray("actions").getJsonObject(0).getString("mode"))
                .isEqualTo("new_window");
        assertThat(result.newVariables()).containsExactly("ordernumber");
        assertThat(notes(result)).contains("3 server http://localhost:98888");
        assertThat(result.document().containsKey("script")).isFalse();
    }

    @Test
    void whatWasEnteredCountsMoreThanWhatStandsInTheProgram() {
        ShuttleImport.Result result =
                imported(
                        new JsonObject()
                                .put("template", "event_type = 'up'; url = 'https://a.example/';")
                                .put("event_type", "hangup")
                                .put("url", "https://b.example/"));

        assertThat(rule(result).getJsonArray("events")).containsExactly("hangup");
        assertThat(result.document().getString("url")).isEqualTo("https://b.example/");
    }

    private static final String HANDLERS =
            """
            var io = require('socket.io-client');
            var fs = require('fs');
            var socket = io.connect('http://localhost:9888');
            socket.on('connect', function () {});
            var event = {};
            event.up = function (data) {
              if (data.queue === 'Sales') {
                wakeup('https://crm.example/?o=' + data.ordernumber, data.peer, 'new_tab');
              }
            };
            event['abandon'] = function (data) { setTimeout(later, 100); setTimeout(later, 100); };
            event.answered = function (data) {};
            event.hangup = async (data) => {
              const made = await fetch('https://api.crm.example:8443/records', {method: 'POST'});
              process.env.TOKEN;
            };
            function wakeup(url, peer, mode) { socket.emit('AgentCTI', {url: url, peer: peer, mode: mode}); }
            """;

    @Test
    void aProgramWithHandlersBecomesTheScript() {
        ShuttleImport.Result result = program(HANDLERS);

        assertThat(result.problems()).isEmpty();
        assertThat(result.document().getString("script")).isEqualTo(HANDLERS);
        assertThat(result.document().getJsonArray("scriptHosts"))
                .containsExactly("api.crm.example:8443");
        assertThat(result.document().getJsonArray("rules")).isEmpty();
        assertThat(result.document().getString("appname")).isEqualTo("Shuttle");
        assertThat(notes(result))
                .containsExactly(
                        "2 require fs",
                        "11 missing setTimeout",
                        "12 handler answered",
                        "15 missing process",
                        "0 script up, abandon, hangup");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    require('socket.io-client')            | none
                    require('socket.io')                   | 1 requireSocket socket.io
                    require("http")                        | 1 require http
                    require('process')                     | 1 require process
                    require(name)                          | 1 requireUnknown
                    import x from 'y'                      | 1 import
                    var Buffer = 1; Buffer                 | none
                    data.process                           | none
                    // require('fs')                       | none
                    "require('fs')"                        | none
                    module.exports = 1; module.id          | 1 missing module
                    socket.on('connect', f)                | none
                    """)
    void whatCanNotWorkIsToldOnceWithItsLine(String line, String expected) {
        ShuttleImport.Result result = program(line + "\nevent.up = function (data) {};");

        List<String> told = notes(result).stream().filter(each -> !each.startsWith("0 ")).toList();
        assertThat(told).isEqualTo(expected.equals("none") ? List.of() : List.of(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event.up = function (data) {};",
                "event['up'] = (data) => {};",
                "event[\"up\"] = go;",
                "socket.on('up', go);",
                "socket.on('event', go);",
                "var event = { up: function (data) {} };",
                "  event . up=async function(data){}"
            })
    void handlersAreRecognisedHoweverTheyAreWritten(String template) {
        assertThat(program(template).document().getString("script")).isEqualTo(template);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// event.up = function (data) {};",
                "'event.up = function'",
                "other.event.up = 1",
                "if (event.up == 1) { event.up() }",
                "console.log('hello')",
                "{",
                "\u0000\uffff"
            })
    void whatHasNoHandlerAndNoParameterIsNotGuessedAt(String template) {
        assertThat(program(template.replace("\u0000", "")).problems()).containsKey("template");
    }

    @Test
    void parametersInAProgramWithHandlersMakeNoRuleBesideThem() {
        ShuttleImport.Result result =
                program("var event_type = 'up';\nevent.up = function (data) {};");

        assertThat(result.document().getJsonArray("rules")).isEmpty();
        assertThat(notes(result)).contains("1 parameterUnused event_type");
    }

    @Test
    void enteredParametersBesideHandlersMakeARuleAndSayThatBothAct() {
        ShuttleImport.Result result =
                imported(
                        parameters(", \"event_type\": \"up\"")
                                .put("template", "event.up = function (data) {};"));

        assertThat(result.document().getJsonArray("rules")).hasSize(1);
        assertThat(notes(result)).contains("0 both");
    }

    @Test
    void aRuleNeedsAnAddress() {
        assertThat(imported(new JsonObject().put("event_type", "up")).problems())
                .containsKey("url");
        assertThat(imported(new JsonObject()).problems()).containsKey("template");
    }

    @Test
    void abandonHasNobodyToShowAPageTo() {
        assertThat(notes(imported(parameters(", \"event_type\": \"abandon\""))))
                .contains("0 abandon");
    }

    @Test
    void anIntegrationOfThisNameGetsADraftThatKeepsWhatItHas() {
        JsonObject given = parameters(", \"event_type\": \"up\", \"appname\": \"acme crm\"");

        ShuttleImport.Result result = imported(given);

        assertThat(result.integration()).isEqualTo("i1");
        assertThat(result.document().getString("appname")).isEqualTo("Acme CRM");
        assertThat(result.document().getString("url")).isEqualTo("https://crm.example/");
        assertThat(notes(result)).contains("0 there Acme CRM");
    }

    @Test
    void asecondImportReplacesTheRuleOfTheFirst() {
        JsonObject first = imported(parameters(", \"event_type\": \"up\"")).document();
        Configuration after =
                new Configuration(
                        2,
                        List.of(IntegrationDocument.stored(first, List.of()).value()),
                        List.of(),
                        List.of(),
                        List.of());

        ShuttleImport.Result second =
                ShuttleImport.of(
                        ShuttleTemplate.read(
                                        parameters(
                                                ", \"event_type\": \"up\", \"mode_open\": \"new_frame\""))
                                .value(),
                        after);

        assertThat(second.document().getJsonArray("rules")).hasSize(1);
        assertThat(rule(second).encode()).contains("new_frame");
    }

    @Test
    void whatIsMadeIsAnIntegrationThatCanBeSaved() {
        JsonObject made =
                imported(parameters(", \"event_type\": \"up\", \"queue_name\": \"Sales\""))
                        .document();

        Checked<Integration> checked =
                IntegrationDocument.check(made, "", KNOWN, new CheckedTemplates());

        assertThat(checked.errors()).isEmpty();
    }

    @Test
    void unknownAndWrongFieldsAreRefusedByName() {
        Checked<ShuttleTemplate> read =
                ShuttleTemplate.read(
                        new JsonObject()
                                .put("event_typ", "up")
                                .put("url", 3)
                                .put("template", true));

        assertThat(read.errors()).containsKeys("event_typ", "url", "template");
    }
}
