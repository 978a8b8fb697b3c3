package io.belfry.realtimepush;

import io.belfry.core.integration.TraceLine;
import java.util.ArrayList;
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
     * @param outcomes what became of its pages, each agent's and each event's; empty when none was
     *     opened
     */
    public record Verdict(String rule, String said, String because, List<Outcome> outcomes) {}

    /**
     * @param word what became of a page
     * @param pages of how many
     */
    public record Outcome(String word, int pages) {}

    static StoryView of(List<TraceLine> lines) {
        Map<String, Sum> sums = new LinkedHashMap<>();
        for (TraceLine line : lines) {
            if (!verdict(line).isEmpty()) {
                sums.computeIfAbsent(rule(line), first -> new Sum()).said(line);
            } else if (line.step() == TraceLine.Step.AGENT && sums.containsKey(rule(line))) {
                sums.get(rule(line)).became(line);
            }
        }
        List<Verdict> verdicts = new ArrayList<>();
        sums.forEach((rule, sum) -> verdicts.add(sum.of(rule)));
        return new StoryView(List.copyOf(verdicts), lines.stream().map(Step::of).toList());
    }

    /** All that one rule said, and what became of each of its pages. */
    private static final class Sum {
        private final Map<String, String> pages = new LinkedHashMap<>();
        private int weight = -1;
        private String said = "";
        private String because = "";

        /**
         * A rule that looks at other events has not really been asked: any other answer is better.
         */
        void said(TraceLine line) {
            boolean yes = verdict(line).equals("yes");
            int now = yes ? 2 : "event".equals(line.data().get("field")) ? 0 : 1;
            if (now >= weight) {
                weight = now;
                said = verdict(line);
                because = because(line);
            }
        }

        /** The last word of each page counts. */
        void became(TraceLine line) {
            String outcome = line.data().getOrDefault("outcome", "");
            if (!outcome.isEmpty()) {
                pages.put(line.data().getOrDefault("popId", ""), outcome);
            }
        }

        Verdict of(String rule) {
            Map<String, Integer> counts = new LinkedHashMap<>();
            pages.values().forEach(word -> counts.merge(word, 1, Integer::sum));
            List<Outcome> outcomes = new ArrayList<>();
            counts.forEach((word, count) -> outcomes.add(new Outcome(word, count)));
            return new Verdict(rule, said, because, List.copyOf(outcomes));
        }
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
