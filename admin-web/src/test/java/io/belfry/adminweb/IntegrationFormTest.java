package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationFormTest {
    private static final JsonObject ACME =
            new JsonObject(
                    """
                    {"appname": "Acme", "enabled": true, "url": "https://acme.example/{callernum}",
                     "variables": ["ordernumber"],
                     "rules": [{"name": "Pop", "enabled": true, "events": ["ringing", "up"],
                       "all": [{"field": "queue", "op": "equals", "value": "sales"},
                               {"field": "ordernumber", "op": "exists"}],
                       "any": [],
                       "actions": [{"type": "open", "mode": "new_tab"},
                                   {"type": "realtime", "reference": "{ordernumber}"}]}],
                     "script": "event.up = 1;\\n// é\\n",
                     "scriptHosts": ["crm.example", "a.example:8443"]}""");

    @Test
    void fieldNamesArePathsOfTheDocument() {
        MultiMap sent =
                MultiMap.caseInsensitiveMultiMap()
                        .add("appname", " Acme ")
                        .add("enabled", "on")
                        .add("url", "https://acme.example/{callernum}")
                        .add("variables", "ordernumber")
                        .add("rules[0].name", "Pop")
                        .add("rules[0].enabled", "on")
                        .add("rules[0].events", "ringing")
                        .add("rules[0].events", "up")
                        .add("rules[0].all[0].field", "queue")
                        .add("rules[0].all[0].op", "equals")
                        .add("rules[0].all[0].value", "sales")
                        .add("rules[0].all[1].field", "ordernumber")
                        .add("rules[0].all[1].op", "exists")
                        .add("rules[0].all[1].value", "left over")
                        .add("rules[0].actions[0].type", "open")
                        .add("rules[0].actions[0].mode", "new_tab")
                        .add("rules[0].actions[0].url", "")
                        .add("rules[0].actions[1].type", "realtime")
                        .add("rules[0].actions[1].reference", "{ordernumber}")
                        .add("script", "event.up = 1;\r\n// é\r\n")
                        .add("scriptHosts", " crm.example \r\n\r\na.example:8443");

        assertThat(IntegrationForm.read(sent).document()).isEqualTo(ACME);
    }

    @Test
    void documentComesBackAsItWas() {
        assertThat(IntegrationForm.of(ACME).document()).isEqualTo(ACME);
    }

    @Test
    void newIntegrationOpensThePageOnAnswerAndTellsTheSupervisors() {
        RuleForm rule = IntegrationForm.fresh("Pop on answer").rules().get(0);

        assertThat(rule.events()).containsExactly("up");
        assertThat(rule.actions()).extracting(ActionForm::type).containsExactly("open", "realtime");
    }

    @Test
    void uncheckedBoxIsOff() {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap().add("rules[0].name", "Pop");

        IntegrationForm form = IntegrationForm.read(sent);

        assertThat(form.enabled()).isFalse();
        assertThat(form.rules().get(0).enabled()).isFalse();
    }

    @Test
    void elevenRulesKeepTheirOrder() {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap();
        for (int i = 10; i >= 0; i--) {
            sent.add("rules[" + i + "].name", "rule " + i);
        }

        assertThat(IntegrationForm.read(sent).rules())
                .extracting(RuleForm::name)
                .startsWith("rule 0", "rule 1", "rule 2")
                .endsWith("rule 10");
    }

    @Test
    void aFloodOfRulesIsCut() {
        MultiMap sent = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < 5000; i++) {
            sent.add("rules[" + i + "].name", "x");
        }

        assertThat(IntegrationForm.read(sent).rules()).hasSize(100);
    }

    @Test
    void actionOfAnUnknownKindKeepsItsKindForTheValidatorToRefuse() {
        MultiMap sent =
                MultiMap.caseInsensitiveMultiMap()
                        .add("rules[0].actions[0].type", "webhook")
                        .add("rules[0].actions[0].url", "https://x.example");

        assertThat(IntegrationForm.read(sent).rules().get(0).actions())
                .containsExactly(new ActionForm("webhook", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "add rules,                 2, rules[1]",
        "remove rules 0,            0, rules",
        "up rules 0,                1, rules[0]",
        "down rules 0,              1, rules[0]",
        "remove rules 7,            1, rules[0]",
    })
    void rulesAreAddedRemovedAndMoved(String button, int rules, String focus) {
        FormStep step = FormStep.parse(button).orElseThrow();

        IntegrationForm after = step.apply(IntegrationForm.of(ACME), "New");

        assertThat(after.rules()).hasSize(rules);
        assertThat(step.focus(after)).isEqualTo(focus);
    }

    @Test
    void conditionsAndActionsAreAddedRemovedAndMovedWithinTheirRule() {
        IntegrationForm form = IntegrationForm.of(ACME);

        form = step("add rules[0].any").apply(form, "");
        form = step("remove rules[0].all 0").apply(form, "");
        form = step("add rules[0].actions notify").apply(form, "");
        form = step("up rules[0].actions 2").apply(form, "");

        RuleForm rule = form.rules().get(0);
        assertThat(rule.any()).containsExactly(ConditionForm.FRESH);
        assertThat(rule.all()).extracting(ConditionForm::field).containsExactly("ordernumber");
        assertThat(rule.actions())
                .extracting(ActionForm::type)
                .containsExactly("open", "notify", "realtime");
    }

    @Test
    void focusGoesWithWhatWasMoved() {
        FormStep down = step("down rules[0].actions 0");

        IntegrationForm after = down.apply(IntegrationForm.of(ACME), "");

        assertThat(down.focus(after)).isEqualTo("rules[0].actions[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add rules[9].all",
                "remove rules[0].nothing 0",
                "dance rules 0",
                "add rules[0].actions webhook",
                "add nonsense"
            })
    void stepThatFitsNothingChangesNothing(String button) {
        assertThat(step(button).apply(IntegrationForm.of(ACME), "").document()).isEqualTo(ACME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "save", "remove rules", "remove rules x", "up rules -1"})
    void whatIsNoStepIsNone(String button) {
        assertThat(FormStep.parse(button)).isEmpty();
    }

    private static FormStep step(String button) {
        return FormStep.parse(button).orElseThrow();
    }
}
