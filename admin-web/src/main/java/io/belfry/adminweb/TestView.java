package io.belfry.adminweb;

import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.integration.RuleTest;
import io.belfry.core.integration.ScriptMistake;
import io.belfry.core.integration.Verdict;
import io.belfry.core.web.Messages;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A test as the page shows it.
 *
 * @param sent whether it was really done
 * @param script none when the integration has no script
 */
public record TestView(boolean sent, List<Rule> rules, Optional<ScriptPart> script) {
    public TestView {
        rules = List.copyOf(rules);
    }

    /** A rule and what it says. */
    public record Rule(String name, List<Previews.Line> lines) {}

    /**
     * What the script did.
     *
     * @param state key of the word for how it went
     * @param time "12 of 250 ms"; empty when it did not run
     * @param mistake none when nothing went wrong
     */
    public record ScriptPart(
            String state,
            boolean good,
            String time,
            List<Previews.Line> commands,
            List<ScriptLine> console,
            Optional<ScriptMistake> mistake) {}

    static TestView of(Trial trial, Messages messages, Locale locale) {
        return new Maker(trial, messages, locale).view();
    }

    /** Turns a trial into words. */
    private static final class Maker {
        private final Trial trial;
        private final Messages messages;
        private final Locale locale;

        Maker(Trial trial, Messages messages, Locale locale) {
            this.trial = trial;
            this.messages = messages;
            this.locale = locale;
        }

        TestView view() {
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < trial.rules().rules().size(); i++) {
                rules.add(rule(i, trial.rules().rules().get(i)));
            }
            return new TestView(
                    trial.sent(),
                    rules,
                    trial.scripted() ? Optional.of(script()) : Optional.empty());
        }

        private Rule rule(int place, RuleTest.Result result) {
            String name =
                    result.rule().isBlank() ? text("admin.rule.legend", place + 1) : result.rule();
            if (result.verdict() instanceof Verdict.No no) {
                return new Rule(name, List.of(new Previews.Line("no", no.because())));
            }
            EffectWords words = new EffectWords(messages, locale);
            List<Previews.Line> lines = new ArrayList<>();
            for (int j = 0; j < result.effects().size(); j++) {
                Previews.Line line = words.of(result.effects().get(j), trial.rules().agent());
                lines.add(with(line, trial.outcome(Trial.ruleAction(place, j))));
            }
            return new Rule(name, lines);
        }

        private Previews.Line with(Previews.Line line, String outcome) {
            return outcome.isEmpty()
                    ? line
                    : new Previews.Line(
                            line.look(), line.text() + " · " + text("admin.test.outcome", outcome));
        }

        private ScriptPart script() {
            return trial.script().map(this::script).orElseGet(this::unavailable);
        }

        private ScriptPart unavailable() {
            return new ScriptPart(
                    "admin.test.state.unavailable",
                    false,
                    "",
                    List.of(),
                    List.of(),
                    Optional.empty());
        }

        private ScriptPart script(ScriptReport report) {
            List<Previews.Line> commands = new ArrayList<>();
            for (int i = 0; i < report.commands().size(); i++) {
                commands.add(
                        with(
                                line(report.commands().get(i)),
                                trial.outcome(Trial.scriptCommand(i))));
            }
            boolean good = report.state().equals("done");
            String key = "admin.test.state." + report.state();
            return new ScriptPart(
                    messages.has(key) ? key : "admin.test.state.failed",
                    good,
                    text("admin.test.time", Trial.millis(report), Trial.LIMIT_MILLIS),
                    commands,
                    report.console(),
                    good || report.failure().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new ScriptMistake(
                                            report.line(), report.column(), report.failure())));
        }

        private Previews.Line line(ScriptCommand command) {
            String what = words(command.name(), command.data());
            return command.refused().isEmpty()
                    ? new Previews.Line("yes", what)
                    : new Previews.Line(
                            "no", what + " · " + text("admin.test.refused", command.refused()));
        }

        private String words(String name, JsonObject data) {
            return switch (name) {
                case "AgentCTI" ->
                        text(
                                "admin.would.script.open",
                                part(data, "url"),
                                part(data, "peer"),
                                mode(part(data, "mode")));
                case "AgentCTINotification" ->
                        text(
                                "admin.would.script.notify",
                                part(data, "peer"),
                                (part(data, "title") + " " + part(data, "body")).strip());
                case "RealtimeCTI" ->
                        text(
                                "admin.would.script.row",
                                part(data, "type"),
                                part(data, "reference"),
                                part(data, "url"));
                case "fetch" ->
                        text("admin.would.script.fetch", part(data, "method"), part(data, "url"));
                default -> name + " " + data.encode();
            };
        }

        private String mode(String mode) {
            String key = "admin.mode." + mode;
            return messages.has(key) ? text(key) : mode;
        }

        private static String part(JsonObject data, String name) {
            Object value = data.getValue(name);
            return value == null || value.toString().isEmpty() ? "–" : value.toString();
        }

        private String text(String key, Object... parameters) {
            return messages.text(locale, key, parameters);
        }
    }
}
