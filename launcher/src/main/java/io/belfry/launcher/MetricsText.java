package io.belfry.launcher;

import java.util.Map;
import java.util.TreeMap;

/**
 * Figures in the text format of Prometheus, version 0.0.4. Every name begins with {@code belfry_},
 * has a help and a type, and comes once.
 */
final class MetricsText {
    /** What it is, for who asks over HTTP. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "belfry_";

    private final StringBuilder text = new StringBuilder();

    /** Only grows until the next start. */
    void counter(String name, String help, Number value) {
        head(name + "_total", "counter", help);
        sample(name + "_total", "", "", value);
    }

    /** One for each value of a label. */
    void counters(String name, String help, String label, Map<String, ? extends Number> values) {
        head(name + "_total", "counter", help);
        each(name + "_total", label, values);
    }

    /** Goes up and down. */
    void gauge(String name, String help, Number value) {
        head(name, "gauge", help);
        sample(name, "", "", value);
    }

    void gauges(String name, String help, String label, Map<String, ? extends Number> values) {
        head(name, "gauge", help);
        each(name, label, values);
    }

    /**
     * @param below how many were not larger than each bound, which ascend; all of them under {@link
     *     Double#POSITIVE_INFINITY}
     */
    void histogram(String name, String help, Map<Double, Long> below, double sum) {
        head(name, "histogram", help);
        below.forEach((bound, count) -> sample(name + "_bucket", "le", number(bound), count));
        sample(name + "_sum", "", "", sum);
        sample(name + "_count", "", "", below.getOrDefault(Double.POSITIVE_INFINITY, 0L));
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
    }

    private void each(String name, String label, Map<String, ? extends Number> values) {
        new TreeMap<>(values).forEach((key, value) -> sample(name, label, key, value));
    }

    private void sample(String name, String label, String value, Number figure) {
        text.append(PREFIX).append(name);
        if (!label.isEmpty()) {
            text.append('{').append(label).append("=\"").append(escaped(value)).append("\"}");
        }
        text.append(' ').append(number(figure)).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(Number figure) {
        if (figure instanceof Double real && real.isInfinite()) {
            return real > 0 ? "+Inf" : "-Inf";
        }
        return figure.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
