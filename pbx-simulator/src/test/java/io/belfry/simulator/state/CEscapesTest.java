package io.belfry.simulator.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CEscapesTest {
    @Test
    void writesWhatCouldEndALineAsAsteriskDoes() {
        assertThat(CEscapes.escape("O'Brien \"x\" \\ ?\ta\r\nEvent: Hangup"))
                .isEqualTo("O\\'Brien \\\"x\\\" \\\\ \\?\\ta\\r\\nEvent: Hangup");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "Łukasz 日本語 🦄",
                "a\\b",
                "it's\r\n\t\"x\"?",
                "\u0007\b\f\u000b"
            })
    void isReadBackAsItWas(String value) {
        assertThat(CEscapes.unescape(CEscapes.escape(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\\", "\\z", "50%\\x41"})
    void whatIsNoEscapeStaysAsItIs(String text) {
        assertThat(CEscapes.unescape(text)).isEqualTo(text);
    }
}
