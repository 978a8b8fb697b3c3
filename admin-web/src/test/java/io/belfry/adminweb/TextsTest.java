package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Operator;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every text is there, in both languages, with the same places for values. */
class TextsTest {
    private static final Map<String, String> ENGLISH = Messages.bundle(AdminWeb.MESSAGES, "en");
    private static final Map<String, String> ITALIAN = Messages.bundle(AdminWeb.MESSAGES, "it");
    private static final Path TEMPLATES = Path.of("src/main/resources/templates/admin");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(new TreeSet<>(ITALIAN.keySet())).isEqualTo(new TreeSet<>(ENGLISH.keySet()));
    }

    @Test
    void valuesHaveTheirPlaceInBothLanguages() {
        ENGLISH.forEach(
                (key, text) ->
                        assertThat(places(ITALIAN.get(key))).as(key).isEqualTo(places(text)));
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher each = Pattern.compile("\\{\\d}").matcher(text);
        while (each.find()) {
            places.add(each.group());
        }
        return places;
    }

    @Test
    void everyTextThatATemplateNamesIsThere() throws IOException {
        Messages all = Messages.load(List.of("core", AdminWeb.MESSAGES));
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.toList()) {
                Matcher named =
                        Pattern.compile("#\\{([a-z][\\w.]*)").matcher(Files.readString(file));
                while (named.find()) {
                    assertThat(all.has(named.group(1))).as(file + ": " + named.group(1)).isTrue();
                }
            }
        }
    }

    @Test
    void everyEventOperatorAndStateHasAWord() {
        Arrays.stream(CallEvent.Kind.values())
                .forEach(kind -> assertThat(ENGLISH).containsKey("admin.event." + kind.word()));
        for (Operator operator : Operator.values()) {
            assertThat(ENGLISH)
                    .containsKey("admin.op." + operator.word(false))
                    .containsKey("admin.op." + operator.word(true));
        }
        for (PbxState.Status status : PbxState.Status.values()) {
            assertThat(ENGLISH)
                    .containsKey("admin.pbx.status." + status.name().toLowerCase(Locale.ROOT));
        }
        ActionForm.types()
                .forEach(
                        type ->
                                assertThat(ENGLISH)
                                        .containsKey("admin.action." + type)
                                        .containsKey("admin.sentence." + type));
    }

    @Test
    void templatesNeverPrintUnescapedOrRunValues() throws IOException {
        try (Stream<Path> files = Files.list(TEMPLATES)) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                assertThat(text)
                        .as(file.toString())
                        .doesNotContain("th:utext")
                        .doesNotContain("__${")
                        .doesNotContain("[(")
                        .doesNotContain(" style=")
                        .doesNotContainPattern("\\son[a-z]+=")
                        .doesNotContainPattern("<script(?![^>]*src)");
            }
        }
    }

    @Test
    void pathsOfDocumentsAreToldInWords() {
        FieldLabels labels =
                new FieldLabels(Messages.load(List.of(AdminWeb.MESSAGES)), Locale.ENGLISH);

        assertThat(labels.of("rules[0].actions[1].url")).isEqualTo("Rule 1, Action 2, URL");
        assertThat(labels.of("appname")).isEqualTo("Name");
        assertThat(labels.of("<script>")).isEqualTo("<script>");
    }
}
