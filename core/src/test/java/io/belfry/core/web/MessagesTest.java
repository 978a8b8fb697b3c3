package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Pattern KEY = Pattern.compile("#\\{([a-z][a-z0-9.]*)[}(]");
    private static final Pattern SLOT = Pattern.compile("\\{\\d}");

    private final Messages messages = Messages.load(List.of("core"));

    @Test
    void bothLanguagesSayTheSameThings() {
        Map<String, String> english = Messages.bundle("core", "en");
        Map<String, String> italian = Messages.bundle("core", "it");

        assertThat(italian.keySet()).isEqualTo(english.keySet());
        assertThat(english).isNotEmpty();
        english.forEach(
                (key, text) -> {
                    assertThat(text).as(key).isNotBlank();
                    assertThat(italian.get(key)).as(key).isNotBlank();
                    assertThat(slots(italian.get(key))).as(key).isEqualTo(slots(text));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"layout", "form", "parts", "error"})
    void whatTemplatesSayIsThere(String template) throws IOException {
        Matcher keys = KEY.matcher(resource("templates/" + template + ".html"));

        Set<String> missing = new TreeSet<>();
        while (keys.find()) {
            if (!messages.has(keys.group(1)) && !isExample(keys.group(1))) {
                missing.add(keys.group(1));
            }
        }

        assertThat(missing).isEmpty();
    }

    /** The comments at the top of templates show how others use them. */
    private static boolean isExample(String key) {
        return key.startsWith("agents.")
                || key.startsWith("login.")
                || key.startsWith("integration")
                || key.startsWith("event.");
    }

    @Test
    void everyMenuEntryAndRoleHasAName() {
        for (Role role : Role.values()) {
            assertThat(messages.has("role." + role.name().toLowerCase(Locale.ROOT))).isTrue();
        }
        assertThat(messages.has("nav.settings.users")).isTrue();
    }

    @Test
    void parametersAreFilledInOnceAndApostrophesNeedNoCare() {
        assertThat(messages.text(Locale.ITALIAN, "error.404")).isEqualTo("Qui non c'è nulla");
        assertThat(messages.text(Locale.ENGLISH, "live.stale", "{0} {1}"))
                .isEqualTo("Data from {0} {1}");
        assertThat(messages.text(Locale.ENGLISH, "live.stale")).isEqualTo("Data from {0}");
    }

    @Test
    void whatIsNotThereShows() {
        assertThat(messages.text(Locale.GERMAN, "layout.logout")).isEqualTo("Log out");
        assertThat(messages.text(Locale.ENGLISH, "no.such")).isEqualTo("??no.such??");
    }

    @Test
    void twoModulesCanNotMeanDifferentThingsByOneKey() {
        assertThatThrownBy(() -> Messages.load(List.of("core", "clash")))
                .hasMessageContaining("layout.skip");
    }

    private static Set<String> slots(String text) {
        Set<String> slots = new TreeSet<>();
        Matcher found = SLOT.matcher(text);
        while (found.find()) {
            slots.add(found.group());
        }
        return slots;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MessagesTest.class.getClassLoader().getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
