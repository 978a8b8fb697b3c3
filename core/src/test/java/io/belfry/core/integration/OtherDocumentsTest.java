package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Agent;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Custom variables, agents and PBXs. */
class OtherDocumentsTest {
    private static final Agent ANNA =
            new Agent("a1", "Anna", "1001", "anna", List.of("PJSIP/anna"), "", false);
    private static final Agent SEEN =
            new Agent("a2", "Seen", "1002", "", List.of("PJSIP/seen"), "", true);
    private static final PbxConfig MAIN =
            new PbxConfig("p1", "main", "h", 5038, "u", "sealed", false, true, "settings", 1);
    private static final Configuration NOW =
            new Configuration(
                    1,
                    List.of(),
                    List.of(new CustomVariable("v1", "ordernumber", "", "", 1)),
                    List.of(ANNA, SEEN),
                    List.of(MAIN));

    private static Map<String, String> variable(String name) {
        return VariableDocument.check(new JsonObject().put("name", name), "", NOW).errors();
    }

    private static Checked<AgentDocument.Draft> agent(String json) {
        return AgentDocument.check(new JsonObject(json), "", false, NOW);
    }

    private static Checked<PbxDocument.Draft> pbx(String json) {
        JsonObject complete =
                new JsonObject()
                        .put("name", "x")
                        .put("host", "h")
                        .put("user", "u")
                        .put("secret", "s")
                        .mergeIn(new JsonObject(json));
        return PbxDocument.check(complete, "", NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "customerId", "ORDERNUMBER", "Queue", "a_1"})
    void namesThatAsteriskKnowsMayBeVariables(String name) {
        assertThat(variable(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "queue        | \"queue\" is the name of a field that events have anyway",
                "weekday      | \"weekday\" is the name of a field that events have anyway",
                "constructor  | \"constructor\" is the name of a field that events have anyway",
                "ordernumber  | \"ordernumber\" is taken",
                "__order      | write it without the underscores in front, which only mean inherit",
                "1st          | must be a letter followed by letters, digits and underscores",
                "order-number | must be a letter followed by letters, digits and underscores",
                "CALLERID(n)  | must be a letter followed by letters, digits and underscores",
                "''           | must not be empty",
            })
    void otherNamesMayNot(String name, String message) {
        assertThat(variable(name)).containsExactly(Map.entry("name", message));
    }

    @Test
    void variablesEndAtTwoHundred() {
        List<CustomVariable> full =
                IntStream.range(0, 200)
                        .mapToObj(i -> new CustomVariable("v" + i, "v" + i, "", "", 1))
                        .toList();
        Configuration now = new Configuration(1, List.of(), full, List.of(), List.of());

        var checked = VariableDocument.check(new JsonObject().put("name", "more"), "", now);

        assertThat(checked.errors())
                .containsEntry("name", "there are 200 variables already, the most possible");
    }

    @Test
    void aCompleteAgentIsAccepted() {
        var checked =
                agent(
                        """
                        {"name": "Bruno", "number": "1003", "user": "bruno", "password": "a good one", "email": "b@x.it",
                         "peers": ["PJSIP/bruno", "Local/1003@agents/n"]}""");

        assertThat(checked.errors()).isEmpty();
        assertThat(checked.value().newPassword()).isEqualTo("a good one");
        assertThat(checked.value().agent())
                .isEqualTo(
                        new Agent(
                                "",
                                "Bruno",
                                "1003",
                                "bruno",
                                List.of("PJSIP/bruno", "Local/1003@agents/n"),
                                "b@x.it",
                                false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}                                            | name     | must not be empty",
                "{\"number\": 1001}                            | number   | must be text",
                "{\"number\": \"1001\"}                        | number   | \"1001\" belongs to Anna",
                "{\"number\": \"10 01\"}                       | number   | must be digits, letters and * # + . _ -",
                "{\"user\": \"ANNA\"}                          | user     | \"ANNA\" belongs to Anna",
                "{\"user\": \"a b\"}                           | user     | must be letters, digits and . _ @ -",
                "{\"user\": \"bruno\"}                         | password | a user name needs a password to log in with",
                "{\"password\": \"long enough\"}               | user     | a password needs a user name to log in with",
                "{\"user\": \"b\", \"password\": \"short\"}    | password | must have at least 8 characters",
                "{\"peers\": [\"PJSIP/new\", \"pjsip/ANNA\"]}  | peers[1] | \"pjsip/ANNA\" belongs to Anna",
                "{\"peers\": [\"anna\"]}                       | peers[0] | must look like PJSIP/anna",
                "{\"peers\": [\"PJSIP/a\", \"PJSIP/a\"]}       | peers[1] | is there twice",
                "{\"peers\": \"PJSIP/anna\"}                   | peers    | must be a list",
                "{\"email\": \"anna\"}                         | email    | must look like anna@example.com",
                "{\"pasword\": \"x\"}                          | pasword  | unknown field \"pasword\"; did you mean \"password\"?",
            })
    void wrongAgentsAreRefused(String json, String where, String message) {
        assertThat(agent(json).errors()).containsEntry(where, message);
    }

    @Test
    void devicesOfADiscoveredAgentAreFree() {
        var checked = agent("{\"name\": \"B\", \"number\": \"1002\", \"peers\": [\"PJSIP/seen\"]}");

        assertThat(checked.errors()).isEmpty();
    }

    @Test
    void anAgentWithoutDeviceIsWorthAWarning() {
        assertThat(agent("{\"name\": \"B\"}").warnings()).containsOnlyKeys("peers");
    }

    @Test
    void aDraftDoesNotPrintItsSecret() {
        var draft =
                agent("{\"name\": \"B\", \"user\": \"b\", \"password\": \"correct horse\"}")
                        .value();
        var pbxDraft = pbx("{\"secret\": \"correct horse\"}").value();

        assertThat(draft.toString()).doesNotContain("horse");
        assertThat(pbxDraft.toString()).doesNotContain("horse");
    }

    @Test
    void aPbxHasTheUsualPortUnlessItSaysAnother() {
        assertThat(pbx("{}").value().pbx().port()).isEqualTo(5038);
        assertThat(pbx("{\"tls\": true}").value().pbx().port()).isEqualTo(5039);
        assertThat(pbx("{\"port\": 15038}").value().pbx().port()).isEqualTo(15038);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"name\": \"MAIN\"}           | name    | \"MAIN\" is taken",
                "{\"name\": \"a:b\"}            | name    | must be letters, digits and . _ -",
                "{\"host\": \"\"}               | host    | must not be empty",
                "{\"host\": \"http://h\"}       | host    | must be only the name or address of the machine, without ://",
                "{\"host\": \"a b\"}            | host    | must be the name or address of a machine",
                "{\"port\": 0}                  | port    | must be a whole number from 1 to 65535",
                "{\"port\": 65536}              | port    | must be a whole number from 1 to 65535",
                "{\"port\": \"5038\"}           | port    | must be a whole number from 1 to 65535",
                "{\"port\": 50.5}               | port    | must be a whole number from 1 to 65535",
                "{\"user\": \"a\\r\\nAction: x\"} | user  | must not contain line breaks or control characters",
                "{\"secret\": \"\"}             | secret  | must not be empty",
                "{\"secret\": \"a\\r\\nb\"}     | secret  | must not contain line breaks or control characters",
                "{\"tls\": \"yes\"}             | tls     | must be true or false",
            })
    void wrongPbxsAreRefused(String json, String where, String message) {
        assertThat(pbx(json).errors()).containsEntry(where, message);
    }
}
