package io.belfry.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text format of Prometheus as strictly as its description allows: help, type, samples,
 * each family once and in one piece.
 */
final class PrometheusText {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(" + LABEL.pattern() + ")})? (\\S+)");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]+)?(?:E-?[0-9]+)?|Inf)");

    /**
     * @param samples by their label's value; of a histogram the buckets by their bound
     */
    record Family(String name, String type, Map<String, Double> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();
    private final List<String> lines;
    private int at;

    private PrometheusText(String text) {
        if (!text.endsWith("\n")) {
            throw new IllegalArgumentException("the last line does not end");
        }
        lines = List.of(text.split("\n", -1)).subList(0, text.split("\n", -1).length - 1);
    }

    /** The families by their name. */
    static Map<String, Family> read(String text) {
        PrometheusText reader = new PrometheusText(text);
        while (reader.at < reader.lines.size()) {
            reader.family();
        }
        return reader.families;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("line " + (at + 1) + ": " + why);
    }

    private Matcher line(Pattern pattern, String what) {
        if (at >= lines.size()) {
            throw wrong("no " + what);
        }
        Matcher matcher = pattern.matcher(lines.get(at));
        if (!matcher.matches()) {
            throw wrong("no " + what + ": " + lines.get(at));
        }
        at++;
        return matcher;
    }

    private void family() {
        String name = line(HELP, "help").group(1);
        Matcher type = line(TYPE, "type");
        if (!type.group(1).equals(name)) {
            throw wrong("the type of something else");
        }
        Family family = new Family(name, type.group(2), new LinkedHashMap<>());
        if (families.put(name, family) != null) {
            throw wrong(name + " comes twice");
        }
        if (family.type().equals("counter") != name.endsWith("_total")) {
            throw wrong("only counters end in _total");
        }
        Map<String, Double> sums = new LinkedHashMap<>();
        while (at < lines.size() && !lines.get(at).startsWith("#")) {
            sample(family, sums);
        }
        if (family.type().equals("histogram")) {
            check(family, sums);
        }
    }

    private void sample(Family family, Map<String, Double> sums) {
        Matcher sample = line(SAMPLE, "sample");
        String name = sample.group(1);
        boolean histogram = family.type().equals("histogram");
        String label = sample.group(4) == null ? "" : unescaped(sample.group(4));
        if (!NUMBER.matcher(sample.group(5)).matches()) {
            throw wrong("no number: " + sample.group(5));
        }
        double value = Double.parseDouble(sample.group(5).replace("Inf", "Infinity"));
        if (histogram && !name.equals(family.name() + "_bucket")) {
            if (!List.of(family.name() + "_sum", family.name() + "_count").contains(name)
                    || sums.put(name, value) != null) {
                throw wrong("does not belong to the histogram: " + name);
            }
        } else if (!histogram && !name.equals(family.name())) {
            throw wrong("a sample of something else: " + name);
        } else if (family.samples().put(label, value) != null) {
            throw wrong("a sample that was there before");
        }
        if (family.type().equals("counter") && value < 0) {
            throw wrong("a counter below zero");
        }
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private void check(Family family, Map<String, Double> sums) {
        List<Double> bounds = new ArrayList<>();
        double before = 0;
        for (Map.Entry<String, Double> bucket : family.samples().entrySet()) {
            bounds.add(Double.parseDouble(bucket.getKey().replace("Inf", "Infinity")));
            if (bucket.getValue() < before) {
                throw wrong("a bucket that is smaller than the one before");
            }
            before = bucket.getValue();
        }
        if (!bounds.equals(bounds.stream().sorted().toList())
                || !Double.valueOf(before).equals(sums.get(family.name() + "_count"))
                || !family.samples().containsKey("+Inf")
                || !sums.containsKey(family.name() + "_sum")) {
            throw wrong("no whole histogram: " + family.name());
        }
    }
}
