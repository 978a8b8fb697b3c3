package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTokenTest {
    private static String tokens(String source) {
        return ScriptToken.of(source).stream()
                .map(ScriptToken::text)
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    a = 'b' // c = 'd'           | a = b
                    a /* = 1 */ = "x"            | a = x
                    a == b === c => d            | a == b === c => d
                    x = /['"]=/g; y              | x = g ; y
                    x = a / b; y = 'c'           | x = a / b ; y = c
                    return /=/.test(a)           | return . test ( a )
                    a = 'it\\'s'; b              | a = it's ; b
                    a = `b ${c} d`; e            | a = b ${c} d ; e
                    a[0] / 2 / b                 | a [ 0 ] / 2 / b
                    a = 'never closed            | a = never closed
                    x = /never closed            | x =
                    """)
    void commentsTextsAndPatternsAreNoCode(String source, String expected) {
        assertThat(tokens(source)).isEqualTo(expected);
    }

    @Test
    void everyTokenKnowsItsLine() {
        String source = "a\n/* b\n */ c\n`d\ne` f\n'g\nh\n\n// i\nj";

        assertThat(ScriptToken.of(source).stream().map(each -> each.text() + each.line()))
                .containsExactly("a1", "c3", "d\ne4", "f5", "g6", "h7", "j10");
    }
}
