package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmiActionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0255512345\r\nAction: Originate",
                "0255512345\nAction: Originate",
                "0255512345\rx",
                "name\0",
                "\r\n\r\nAction: Command\r\nCommand: core stop now\r\n\r\n",
            })
    void valueThatAsteriskWouldReadAsMoreIsRefused(String value) {
        assertThatThrownBy(() -> Actions.getvar(value, "ordernumber"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Channel");
        assertThatThrownBy(() -> Actions.getvar("PJSIP/anna-00000001", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Variable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0a", "\u0085", "\u2028", "😀", "Müller: \"x\"", " "})
    void valueThatOnlyLooksLikeALineBreakIsAValue(String value) {
        assertThat(Actions.getvar(value, "x").headers()).containsEntry("Channel", value);
    }

    @Test
    void longestValueIsThatOfALineOfAsterisk() {
        String fits = "x".repeat(1_000);

        assertThat(Actions.getvar(fits, "x").headers()).containsEntry("Channel", fits);
        assertThatThrownBy(() -> Actions.getvar(fits + "x", "x"))
                .hasMessage("Channel is longer than 1000 bytes");
        assertThatThrownBy(() -> Actions.getvar("é".repeat(501), "x"))
                .hasMessage("Channel is longer than 1000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ping\r\nAction: Logoff", "Get var", "Channel:"})
    void nameOfAHeaderIsAWord(String name) {
        assertThatThrownBy(() -> new AmiAction("Ping", Map.of(name, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AmiAction(name, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anActionHasAHundredHeadersAtMost() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i <= AmiAction.MAX_HEADERS; i++) {
            headers.put("H" + i, "");
        }

        assertThatThrownBy(() -> new AmiAction("Ping", headers))
                .hasMessageContaining("more than 100 headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cti; core stop now", "cti x", "", "ct\"i"})
    void nameOfAUserMustFitTheCommandLine(String user) {
        assertThatThrownBy(() -> Actions.showManagerUser(user))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void actionDoesNotPrintItsValues() {
        AmiAction action =
                new AmiAction("Getvar", Collections.singletonMap("Channel", "PJSIP/anna"));

        assertThat(action).hasToString("Getvar");
    }
}
