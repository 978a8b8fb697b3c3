package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentTextsTest {
    @Test
    void everyTextIsThereInBothLanguages() {
        Map<String, String> english = Messages.bundle("agent", "en");
        Map<String, String> italian = Messages.bundle("agent", "it");

        assertThat(italian.keySet()).isEqualTo(english.keySet());
        assertThat(english)
                .allSatisfy(
                        (key, text) ->
                                assertThat(slots(italian.get(key))).as(key).isEqualTo(slots(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent.js", "calls.js", "frames.js", "live.js", "notices.js"})
    void everyTextThatAScriptAsksForExists(String script) throws IOException {
        Matcher asked = Pattern.compile("text\\(\"([a-z.]+)\"").matcher(read(script));
        Set<String> keys = new TreeSet<>();
        while (asked.find()) {
            keys.add("agentpage.js." + asked.group(1));
        }

        assertThat(keys).isNotEmpty();
        assertThat(Messages.bundle("agent", "en")).containsKeys(keys.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent.js",
                "calls.js",
                "connection.js",
                "dom.js",
                "embed.js",
                "frames.js",
                "live.js",
                "memory.js",
                "notices.js",
                "opener.js",
                "start.js",
            })
    void noScriptMakesMarkupOutOfData(String script) throws IOException {
        String code = read(script);

        assertThat(code)
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
                .doesNotContain("eval(", "new Function");
    }

    private static Set<String> slots(String text) {
        Set<String> slots = new TreeSet<>();
        Matcher slot = Pattern.compile("\\{\\d}").matcher(text);
        while (slot.find()) {
            slots.add(slot.group());
        }
        return slots;
    }

    private static String read(String script) throws IOException {
        try (InputStream in =
                AgentTextsTest.class.getResourceAsStream("/webroot/agent/" + script)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
