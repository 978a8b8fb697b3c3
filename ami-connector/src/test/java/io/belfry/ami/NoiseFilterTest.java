package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.wire.CallEventJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseFilterTest {
    private static final List<Pattern> EXCLUDED =
            NoiseFilter.EXPRESSIONS.stream()
                    .map(text -> Pattern.compile(text.substring(1), Pattern.DOTALL))
                    .toList();

    @ParameterizedTest
    @EnumSource(AmiType.class)
    void nothingThatWeReadIsLeftOut(AmiType type) {
        String event = "Event: " + type.word() + "\r\nPrivilege: call,all\r\n\r\n";

        assertThat(isExcluded(event)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ordernumber",
                "QUEUESTATUS",
                "QUEUENAME",
                "BRIDGEPEERS",
                "MY_BRIDGEPEER",
                "MEMBERNAME",
                "RTPAUDIOQOS2",
            })
    void variableThatSomebodyMayWantComesThrough(String name) {
        assertThat(isExcluded(varSet(name, "1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RTPAUDIOQOS",
                "RTPAUDIOQOSRTTBRIDGED",
                "BRIDGEPEER",
                "QUEUECALLS",
                "PROGRESSTIME_MS",
                "LOCAL(ARG1)",
            })
    void variableThatAsteriskSetsForItselfIsLeftOut(String name) {
        assertThat(isExcluded(varSet(name, "1"))).isTrue();
    }

    @Test
    void valueCanNotHideItsVariable() {
        String value = "x  Variable: BRIDGEPEER  Value: x";

        assertThat(isExcluded(varSet("ordernumber", value))).isFalse();
    }

    @Test
    void filtersFitIntoALine() {
        assertThat(NoiseFilter.EXPRESSIONS)
                .allMatch(text -> text.startsWith("!^Event: "))
                .allMatch(text -> Actions.addFilter(text).headers().containsValue(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-answered-caller-hangup",
                "08-queue-timeout-exit",
                "12-outbound-answered",
                "15c-local-members-optimized",
                "20b-actions-during-call",
                "21-channelvars",
                "v18-09-blind-transfer-to-queue",
            })
    void callsAreTheSameWithoutTheNoise(String recording) throws IOException {
        List<String> messages = messages(recording);
        List<String> filtered =
                messages.stream().filter(Predicate.not(NoiseFilterTest::isExcluded)).toList();

        assertThat(derived(filtered)).isEqualTo(derived(messages)).isNotEmpty();
        assertThat(length(filtered)).isLessThan(length(messages) * 7 / 10);
    }

    private static long length(List<String> messages) {
        return messages.stream().mapToLong(String::length).sum();
    }

    private static boolean isExcluded(String event) {
        return EXCLUDED.stream().anyMatch(pattern -> pattern.matcher(event).find());
    }

    private static String varSet(String name, String value) {
        return "Event: VarSet\r\nPrivilege: dialplan,all\r\nChannel: PJSIP/a-1\r\nUniqueid: 1.1\r\n"
                + "Variable: %s\r\nValue: %s\r\n\r\n".formatted(name, value);
    }

    private static List<String> derived(List<String> messages) {
        AmiTranslator translator = new AmiTranslator("pbx");
        translator.configure(Expected.agents(), List.of("ordernumber", "customerid"));
        List<CallEvent> events = new ArrayList<>();
        AmiStream stream =
                new AmiStream(
                        new AmiStream.Listener() {
                            @Override
                            public void event(AmiEvent event) {
                                events.addAll(translator.translate(event, Instant.EPOCH));
                            }

                            @Override
                            public void message(byte[] bytes, int from, int to) {
                                // answers are not filtered
                            }
                        });
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
            stream.feed(bytes, 0, bytes.length);
        }
        events.addAll(translator.tick(Instant.EPOCH.plusSeconds(1)));
        return events.stream().map(event -> CallEventJson.of(event).encode()).toList();
    }

    private static List<String> messages(String recording) throws IOException {
        try (InputStream in =
                new GZIPInputStream(
                        Files.newInputStream(Expected.FOLDER.resolve(recording + ".ami.gz")))) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return Arrays.stream(text.split("(?<=\r\n\r\n)")).toList();
        }
    }
}
