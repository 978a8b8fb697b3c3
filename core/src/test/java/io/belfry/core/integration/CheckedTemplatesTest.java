package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The templates and patterns of a document are checked by what the engine runs. */
class CheckedTemplatesTest {
    private static final Configuration SETTINGS =
            new Configuration(
                    1,
                    List.of(),
                    List.of(new CustomVariable("v", "ordernumber", "", "A-1", 1)),
                    List.of(),
                    List.of());

    private static Checked<Integration> check(String url, JsonObject condition, JsonObject action) {
        return IntegrationDocument.check(
                new JsonObject()
                        .put("appname", "Acme CRM")
                        .put("url", url)
                        .put(
                                "rules",
                                new JsonArray()
                                        .add(
                                                new JsonObject()
                                                        .put("name", "r")
                                                        .put("events", new JsonArray().add("up"))
                                                        .put("all", new JsonArray().add(condition))
                                                        .put(
                                                                "actions",
                                                                new JsonArray().add(action)))),
                "",
                SETTINGS,
                new CheckedTemplates());
    }

    private static JsonObject condition(String field, String op, String value) {
        return new JsonObject().put("field", field).put("op", op).put("value", value);
    }

    private static JsonObject open() {
        return new JsonObject().put("type", "open");
    }

    @Test
    void whatTheEngineCanUseIsSaved() {
        var checked =
                check(
                        "https://crm.example/?p={callernum|e164:IT}&o={ordernumber}",
                        condition("callernum", "matches", "^[+]39"),
                        open());

        assertThat(checked.errors()).isEmpty();
    }

    @Test
    void mistakesAreSaidAtTheirFieldAllAtOnce() {
        var checked =
                check(
                        "https://crm.example/?p={calernum}&q={qeue}",
                        condition("callernum", "matches", "((a{99}){99}){99}"),
                        new JsonObject()
                                .put("type", "notify")
                                .put("title", "Call of {callername|uper}"));

        assertThat(checked.errors())
                .containsEntry(
                        "url",
                        "there is no field {calernum}, did you mean {callernum}?; there is no field"
                                + " {qeue}, did you mean {queue}?")
                .containsEntry("rules[0].all[0].value", "is too large a pattern")
                .containsEntry(
                        "rules[0].actions[0].title",
                        "there is no filter 'uper', did you mean upper?");
    }

    @Test
    void aTimeThatNoClockShowsIsRefused() {
        var checked = check("https://crm.example/", condition("time", "equals", "9:30"), open());

        assertThat(checked.errors())
                .containsEntry("rules[0].all[0].value", "must be a time of day, 08:30");
    }
}
