package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineDiffTest {
    private static String told(List<LineDiff.Line> lines) {
        return lines.stream()
                .map(each -> each.sign() + each.text())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a b c          | a x c             | a −b +x c
                    a b            | a b c             | a b +c
                    a b c          | a c               | a −b c
                    ''             | a b               | +a +b
                    a              | ''                | −a
                    a b            | a b               | ''
                    a b c d e f g h| a b c d e f g x   | ⋯ e f g −h +x
                    x a b c d e f g h i j k | y a b c d e f g h i j l | −x +y a b c ⋯ h i j −k +l
                    """)
    void whatWasAddedAndRemovedIsTold(String before, String after, String expected) {
        List<LineDiff.Line> lines =
                LineDiff.between(before.replace(' ', '\n'), after.replace(' ', '\n'));

        assertThat(told(lines)).isEqualTo(expected);
    }

    @Test
    void everyLineHasItsNumbersInBothTexts() {
        List<LineDiff.Line> lines = LineDiff.between("a\nb\nc", "a\nx\ny\nc");

        assertThat(lines.stream().map(each -> each.text() + each.before() + each.after()))
                .containsExactly("a11", "b20", "x02", "y03", "c34");
    }

    @Test
    void textsWithVeryManyLinesAreComparedLessCloselyAndCompletely() {
        String before = numbers(0, 30_000);
        String after = numbers(0, 10) + "\nnew\n" + numbers(20, 30_000);

        List<LineDiff.Line> lines = LineDiff.between(before, after);

        assertThat(lines.stream().filter(each -> each.kind().equals("removed"))).hasSize(10);
        assertThat(lines.stream().filter(each -> each.kind().equals("added")))
                .extracting(LineDiff.Line::text)
                .containsExactly("new");
        assertThat(lines).hasSize(3 + 10 + 1 + 3 + 2);
    }

    private static String numbers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n"));
    }
}
