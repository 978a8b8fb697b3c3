package io.belfry.realtimepush.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "192.0.2.7",
                "localhost",
                "LOCALHOST",
                "::1",
                "[::1]",
                "fe80::1"
            })
    void nobodyCanMakeTheseSomebodyElses(String host) {
        assertThat(OriginRule.isAddress(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "1.2.3",
                "cafe",
                "[evil]",
                "127.0.0.1@evil"
            })
    void aNameMayPointAnywhere(String host) {
        assertThat(OriginRule.isAddress(host)).isFalse();
    }
}
