package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramePolicyTest {
    @ParameterizedTest
    @CsvSource({
        "DENY, 'none'",
        "sameorigin, 'self'",
        "' SameOrigin ', 'self'",
        "'SAMEORIGIN, SAMEORIGIN', 'self'",
        "'SAMEORIGIN, ALLOW-FROM https://belfry.example', 'none'",
        "'ALLOWALL, nonsense', 'none'",
        "'nonsense, DENY', 'none'"
    })
    void theOlderHeaderKeepsOthersOut(String options, String source) {
        FramePolicy policy = FramePolicy.of(Map.of("x-frame-options", options));

        assertThat(policy.ancestors()).containsExactly(List.of("'" + source + "'"));
        assertThat(policy.isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALLOWALL", "ALLOW-FROM https://belfry.example", "denied"})
    void whatNoBrowserKnowsForbidsNothing(String options) {
        assertThat(FramePolicy.of(Map.of("x-frame-options", options))).isEqualTo(FramePolicy.NONE);
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
        assertThat(FramePolicy.of(Map.of("content-security-policy", policy)).isClosed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "default-src 'none'", "frame-src 'none'"})
    void policiesThatDoNotSpeakOfIt(String policy) {
        assertThat(FramePolicy.of(Map.of("content-security-policy", policy)))
                .isEqualTo(FramePolicy.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "frame-ancestors *, DENY, *",
        "frame-ancestors 'none', ALLOWALL, 'none'",
        "img-src *, DENY, 'none'"
    })
    void aPolicyThatSpeaksOfItComesBeforeTheOlderHeader(
            String policy, String options, String source) {
        Map<String, String> both =
                Map.of("content-security-policy", policy, "x-frame-options", options);

        assertThat(FramePolicy.of(both).ancestors().get(0).get(0)).contains(source);
    }

    @Test
    void whoMayIsToldToTheBrowser() {
        FramePolicy policy =
                FramePolicy.of(
                        Map.of(
                                "content-security-policy",
                                "frame-ancestors 'self' https://*.example, frame-ancestors https:"));

        assertThat(policy.isClosed()).isFalse();
        assertThat(policy.json())
                .isEqualTo(
                        new JsonObject()
                                .put(
                                        "ancestors",
                                        new JsonArray()
                                                .add(
                                                        new JsonArray()
                                                                .add("'self'")
                                                                .add("https://*.example"))
                                                .add(new JsonArray().add("https:"))));
        assertThat(FramePolicy.unknown("no answer").json())
                .isEqualTo(new JsonObject().put("unknown", "no answer"));
        assertThat(FramePolicy.NONE.json()).isEmpty();
    }

    @Test
    void aListThatIsTooLongForEachMessageIsSaidToBeUnknown() {
        String many = "frame-ancestors" + " https://x.example".repeat(60);

        FramePolicy policy = FramePolicy.of(Map.of("content-security-policy", many));

        assertThat(policy.ancestors()).isEmpty();
        assertThat(policy.unknown()).contains("50");
    }
}
