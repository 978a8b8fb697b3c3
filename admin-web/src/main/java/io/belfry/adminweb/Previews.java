package io.belfry.adminweb;

import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.RuleTest;
import io.belfry.core.integration.RuleTester;
import io.belfry.core.integration.Templates;
import io.belfry.core.integration.Verdict;
import io.belfry.core.web.Messages;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a form's rules would do with the sample call, in words. Sends nothing. */
final class Previews {
    private static final Set<String> TEMPLATES = Set.of("url", "title", "body", "reference");

    private final Templates templates;
    private final ZoneId zone;
    private final Messages messages;
    private final Locale locale;

    /**
     * One line below a rule.
     *
     * @param look {@code yes}, {@code no}, {@code warn} or {@code soft}
     */
    public record Line(String look, String text) {}

    /** A rule and what it would do. */
    public record Preview(RuleForm rule, List<Line> lines) {}

    /**
     * All of a form.
     *
     * @param problems of its templates, by path
     * @param templates paths of all templates in it
     * @param warning about the address, empty for none
     */
    public record Result(
            List<Preview> rules,
            Map<String, String> problems,
            List<String> templates,
            String warning) {}

    Previews(Templates templates, ZoneId zone, Messages messages, Locale locale) {
        this.templates = templates;
        this.zone = zone;
        this.messages = messages;
        this.locale = locale;
    }

    Result of(IntegrationForm form, String id, JsonObject event, Configuration configuration) {
        Checked<Integration> checked =
                IntegrationDocument.check(form.document(), id, configuration, templates);
        RuleTest test = RuleTester.test(checked.value(), event, configuration.directory(), zone);
        List<Preview> previews = new ArrayList<>();
        for (int i = 0; i < form.rules().size(); i++) {
            RuleTest.Result result = test.rules().get(i);
            List<Line> lines = new ArrayList<>(lines(result, test.agent()));
            lines.addAll(warnings(checked.warnings(), "rules[" + i + "]."));
            previews.add(new Preview(form.rules().get(i), lines));
        }
        List<String> paths = templatePaths(form);
        Map<String, String> problems = new LinkedHashMap<>(checked.errors());
        problems.keySet().retainAll(paths);
        return new Result(previews, problems, paths, checked.warnings().getOrDefault("url", ""));
    }

    private List<Line> lines(RuleTest.Result result, String agent) {
        if (result.verdict() instanceof Verdict.No no) {
            return List.of(new Line("no", no.because()));
        }
        EffectWords words = new EffectWords(messages, locale);
        return result.effects().stream().map(effect -> words.of(effect, agent)).toList();
    }

    private static List<Line> warnings(Map<String, String> warnings, String prefix) {
        return warnings.entrySet().stream()
                .filter(each -> each.getKey().startsWith(prefix))
                .map(each -> new Line("warn", each.getValue()))
                .toList();
    }

    private static List<String> templatePaths(IntegrationForm form) {
        List<String> paths = new ArrayList<>(List.of("url"));
        for (int i = 0; i < form.rules().size(); i++) {
            List<ActionForm> actions = form.rules().get(i).actions();
            for (int j = 0; j < actions.size(); j++) {
                String path = "rules[" + i + "].actions[" + j + "].";
                actions.get(j).values().keySet().stream()
                        .filter(TEMPLATES::contains)
                        .forEach(name -> paths.add(path + name));
            }
        }
        return paths;
    }
}
