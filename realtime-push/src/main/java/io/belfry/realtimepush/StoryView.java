package io.belfry.realtimepush;

import io.belfry.core.integration.TraceLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The story of a call as the page shows it: what each rule said in the end, then every step.
 *
 * @param verdicts one for each rule, in the order in which they first spoke
 */
public record StoryView(List<Verdict> verdicts, List<Step> steps) {
    /**
     * @param said {@code yes} or {@code no}; empty for a step that is no verdict
     */
    public record Step(String time, String kind, String icon, String text, String said) {
        static Step of(TraceLine line) {
            String kind = line.step().name().toLowerCase(Locale.ROOT);
            return new Step(
                    RowJson.time(line.at()), kind, icon(line.step()), line.text(), verdict(line));
        }

        private static String icon(TraceLine.Step step) {
            return switch (step) {
                case PBX -> "phone";
                case RULE -> "filter";
                case OPEN -> "window";
                case NOTIFY -> "bell";
                case ROW -> "list";
                case SCRIPT -> "braces";
                case AGENT -> "headset";
                case SYSTEM -> "info";
            };
        }
    }

    /**
     * Why a page did or did not open, in one line.
     *
     * @param rule name of the rule and of its integration
     * @param because condition and actual value, in words
     * @param outcome what became of the page; empty when none was opened
     */
    public record Verdict(String rule, String said, String because, String outcome) {
        /**
         * A rule that looks at other events has not really been asked: any other answer is better.
         */
        private int weight(boolean askedAtAll) {
            return said.equals("yes") ? 2 : askedAtAll ? 1 : 0;
        }
    }

    static StoryView of(List<TraceLine> lines) {
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (TraceLine line : lines) {
            String rule = rule(line);
            if (!verdict(line).isEmpty()) {
                Verdict verdict = new Verdict(rule, verdict(line), because(line), "");
                int weight = verdict.weight(!"event".equals(line.data().get("field")));
                if (weight >= weights.getOrDefault(rule, -1)) {
                    weights.put(rule, weight);
                    verdicts.put(rule, verdict);
                }
            } else if (line.step() == TraceLine.Step.AGENT && verdicts.containsKey(rule)) {
                Verdict before = verdicts.get(rule);
                String outcome = line.data().getOrDefault("outcome", "");
                verdicts.put(rule, new Verdict(rule, before.said(), before.because(), outcome));
            }
        }
        return new StoryView(List.copyOf(verdicts.values()), lines.stream().map(Step::of).toList());
    }

    private static String rule(TraceLine line) {
        String integration = line.data().getOrDefault("integration", "");
        String rule = line.data().getOrDefault("rule", "");
        return rule.isEmpty() ? integration : integration + " › " + rule;
    }

    private static String verdict(TraceLine line) {
        String verdict = line.data().getOrDefault("verdict", "");
        boolean isVerdict = verdict.equals("yes") || verdict.equals("no");
        return line.step() == TraceLine.Step.RULE && isVerdict ? verdict : "";
    }

    /** The line reads "rule: no – because"; the rule stands before it already. */
    private static String because(TraceLine line) {
        String before = ": " + verdict(line) + " – ";
        int at = line.text().indexOf(before);
        return at < 0 ? "" : line.text().substring(at + before.length());
    }
}
