package io.belfry.realtimepush;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.CallRecord;
import io.belfry.core.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
    private static final Map<String, String> ENGLISH = Messages.bundle("realtime-push", "en");

    @Test
    void bothLanguagesSayTheSameThings() {
        Map<String, String> italian = Messages.bundle("realtime-push", "it");

        assertThat(italian.keySet()).isEqualTo(ENGLISH.keySet());
        assertThat(italian.values()).doesNotContain("");
    }

    @Test
    void whateverCanHappenHasAWord() {
        Set<String> words =
                Stream.of(
                                words("rt.outcome.", Delivery.Outcome.values()),
                                words("rt.step.", TraceLine.Step.values()),
                                words("calls.state.", CallRecord.State.values()),
                                Stream.of(CallEvent.Kind.values())
                                        .filter(TextsTest::isAboutCall)
                                        .map(kind -> "rt.event." + kind.word()))
                        .flatMap(each -> each)
                        .collect(Collectors.toSet());

        assertThat(ENGLISH.keySet()).containsAll(words);
    }

    /** Keys that scripts put together from parts are not seen here; pages show them as ??key??. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "call",
                "clock",
                "columnchoice",
                "columns",
                "filters",
                "grid",
                "keys",
                "lights",
                "panel",
                "realtime",
                "sorting",
                "story"
            })
    void scriptsAskForTextsThatThereAre(String script) throws IOException {
        String code = read("/webroot/realtime-push/" + script + ".js");

        Stream<String> whole =
                Pattern.compile("text\\('([a-z.]+)'")
                        .matcher(code)
                        .results()
                        .map(found -> found.group(1));
        Stream<String> counted =
                Pattern.compile("counted\\('([a-z.]+)'")
                        .matcher(code)
                        .results()
                        .map((MatchResult found) -> found.group(1) + ".other");

        assertThat(ENGLISH.keySet()).containsAll(Stream.concat(whole, counted).toList());
    }

    private static boolean isAboutCall(CallEvent.Kind kind) {
        return switch (kind) {
            case PAUSE, UNPAUSE, LOGIN, LOGOUT, GAP -> false;
            default -> true;
        };
    }

    private static Stream<String> words(String prefix, Enum<?>[] values) {
        return Stream.of(values).map(value -> prefix + value.name().toLowerCase(Locale.ROOT));
    }

    private static String read(String file) throws IOException {
        try (InputStream in = TextsTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
