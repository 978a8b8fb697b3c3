package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures what the eye should not have to: WCAG 2.2, 1.4.3 and 1.4.11, in both themes. */
class StylesheetTest {
    private static final Pattern TOKEN =
            Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);");
    private static final String CSS = css();
    private static final Map<String, List<String>> TOKENS = tokens();
    private static final double TEXT = 4.5;
    private static final double LINE = 3;

    @ParameterizedTest
    @CsvSource({
        "ink, paper",
        "ink, surface",
        "ink, sunken",
        "ink, raised",
        "ink, accent-soft",
        "ink-soft, paper",
        "ink-soft, surface",
        "ink-soft, sunken",
        "ink-soft, raised",
        "accent, paper",
        "accent, surface",
        "accent, raised",
        "accent, sunken",
        "accent-hover, accent-soft",
        "accent-hover, surface",
        "accent-hover, paper",
        "on-accent, accent",
        "on-accent, accent-hover",
        "accent, accent-soft",
        "ringing, ringing-soft",
        "ringing, surface",
        "ringing, paper",
        "talking, talking-soft",
        "talking, surface",
        "talking, paper",
        "ended, ended-soft",
        "ended, surface",
        "trouble, trouble-soft",
        "trouble, surface",
        "trouble, paper",
        "trouble, raised"
    })
    void textIsReadable(String text, String ground) {
        measure(text, ground, TEXT);
    }

    @ParameterizedTest
    @CsvSource({
        "line-strong, surface",
        "line-strong, paper",
        "line-strong, raised",
        "focus, paper",
        "focus, surface",
        "focus, sunken",
        "focus, raised",
        "accent, line",
        "ringing, sunken",
        "talking, sunken",
        "trouble, sunken"
    })
    void linesThatMeanSomethingCanBeSeen(String line, String ground) {
        measure(line, ground, LINE);
    }

    @Test
    void coloursAreNamedInTheTokensAndNowhereElse() {
        String rules = CSS.substring(CSS.indexOf("/* base */"));

        assertThat(rules).doesNotContainPattern("#[0-9a-fA-F]{3,8}\\b(?=[^{]*;)");
        assertThat(rules).doesNotContain("rgb(").doesNotContain("gradient");
    }

    @Test
    void nothingComesFromElsewhereAndNothingMovesForThoseWhoAskForLess() {
        assertThat(CSS).doesNotContain("http").doesNotContain("@import").doesNotContain("url(");
        assertThat(CSS).contains("prefers-reduced-motion: reduce");
    }

    private static void measure(String one, String other, double least) {
        for (int theme = 0; theme < 2; theme++) {
            double contrast = contrast(TOKENS.get(one).get(theme), TOKENS.get(other).get(theme));
            System.out.printf(
                    "%-5s %-13s on %-13s %5.2f%n",
                    theme == 0 ? "light" : "dark", one, other, contrast);
            assertThat(contrast)
                    .as("%s on %s, %s", one, other, theme == 0 ? "light" : "dark")
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String hex) {
        return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
    }

    private static double channel(String hex, int at) {
        double value = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Map<String, List<String>> tokens() {
        Map<String, List<String>> tokens = new HashMap<>();
        Matcher found = TOKEN.matcher(CSS);
        while (found.find()) {
            tokens.put(found.group(1), List.of(found.group(2), found.group(3)));
        }
        return tokens;
    }

    private static String css() {
        try (InputStream in =
                StylesheetTest.class
                        .getClassLoader()
                        .getResourceAsStream("webroot/core/belfry.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
