package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"DENY", "sameorigin", " SameOrigin ", "SAMEORIGIN, SAMEORIGIN"})
    void whatKeepsOthersOut(String options) {
        assertThat(FrameHeaders.forbid(Map.of("x-frame-options", options))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALLOWALL", "ALLOW-FROM https://belfry.example", "denied"})
    void whatNoBrowserKnowsForbidsNothing(String options) {
        assertThat(FrameHeaders.forbid(Map.of("x-frame-options", options))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frame-ancestors 'none'",
                "Frame-Ancestors 'SELF'",
                "default-src *; frame-ancestors 'self' 'none';",
                "frame-ancestors",
                "frame-ancestors 'none'; frame-ancestors *",
                "frame-ancestors *, frame-ancestors 'none'"
            })
    void policiesThatNameNobodyElse(String policy) {
        assertThat(FrameHeaders.forbid(Map.of("content-security-policy", policy))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "default-src 'none'",
                "frame-src 'none'",
                "frame-ancestors *",
                "frame-ancestors 'self' https://belfry.example",
                "frame-ancestors https:; frame-ancestors 'none'"
            })
    void policiesThatMayNameUs(String policy) {
        assertThat(FrameHeaders.forbid(Map.of("content-security-policy", policy))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "frame-ancestors *, DENY, false",
        "frame-ancestors 'none', ALLOWALL, true",
        "img-src *, DENY, true"
    })
    void aPolicyThatSpeaksOfItComesBeforeTheOlderHeader(
            String policy, String options, boolean forbids) {
        Map<String, String> both =
                Map.of("content-security-policy", policy, "x-frame-options", options);

        assertThat(FrameHeaders.forbid(both)).isEqualTo(forbids);
    }
}
