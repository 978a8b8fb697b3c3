package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptMistakeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    3 | 7 | Expected ; but found }
                    3 | 0 | Unexpected end
                    0 | 0 | it was stopped
                    12 | 1 | line 4: a text like one of ours
                    """)
    void whatIsWrittenIsReadAgain(int line, int column, String text) {
        ScriptMistake mistake = new ScriptMistake(line, column, text);

        assertThat(ScriptMistake.parse(mistake.toString())).isEqualTo(mistake);
    }

    @ParameterizedTest
    @CsvSource({"must not be long", "line x: y", "line 9999999: too far"})
    void anyOtherMessageHasNoPlace(String message) {
        assertThat(ScriptMistake.parse(message)).isEqualTo(new ScriptMistake(0, 0, message));
    }
}
