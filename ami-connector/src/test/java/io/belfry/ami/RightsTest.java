package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On what a real PBX answered to ListCommands. */
class RightsTest {
    private static final Map<String, String> COMMANDS = commands();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "call,agent,originate,reporting,user | true  | enough, and not too much",
                "reporting                           | true  | enough, and not too much",
                "call,agent                          | false | missing: reporting in write",
                "agent,originate                     | false | missing: reporting in write",
                "agent,originate                     | false | missing: call or reporting",
                "none                                | false | missing: call or reporting",
                "system,call                         | true  | more than is good: system in write",
                "system,call                         | true  | system is used for filters only",
                "system                              | true  | missing: call or reporting",
                "call,reporting,command              | true  | more than is good: command in write",
                "call,reporting,agi                  | true  | more than is good: agi in write",
                "call,reporting,config               | true  | more than is good: config in write",
                "call,agent,command,config           | false | more than is good: command, config",
            })
    void missingAndExcessClassesAreNamed(String write, boolean enough, String expected) {
        Rights rights = Rights.of(allowed(Set.of(write.split(","))), "", Set.of());

        assertThat(rights.inWords()).contains(expected);
        assertThat(rights.isEnough()).isEqualTo(enough);
    }

    @Test
    void everythingIsTooMuch() {
        Rights rights = Rights.of(new AmiAnswer(true, "", COMMANDS), "", Set.of());

        assertThat(rights.inWords())
                .startsWith("more than is good: command, config, system, agi in write");
    }

    @Test
    void classesToReadAreThoseWhoseEventsCame() {
        Rights rights =
                Rights.of(
                        allowed(Set.of("reporting")),
                        "",
                        Set.of(AmiType.FULLY_BOOTED, AmiType.AGENT_CALLED, AmiType.QUEUE_ENTRY));

        assertThat(rights.inWords()).contains("read: agent,system seen; the rest can not be asked");
        assertThat(rights.isEnough()).isTrue();
    }

    @Test
    void classesToReadAreKnownWhereTheCommandLineMayBeUsed() {
        Rights rights =
                Rights.of(
                        allowed(Set.of("command", "reporting")),
                        "       username: cti\n      read perm: agent,user\n     write perm: all",
                        Set.of());

        assertThat(rights.isEnough()).isFalse();
        assertThat(rights.inWords())
                .contains("missing: call in read")
                .contains("missing: dialplan in read")
                .contains("read = agent,user")
                .doesNotContain("missing: agent");
    }

    /** As Asterisk lists: an action is there for whoever has one of its classes. */
    private static AmiAnswer allowed(Set<String> write) {
        Map<String, String> listed = new HashMap<>(COMMANDS);
        listed.values()
                .removeIf(
                        text ->
                                text.contains("(Priv: ")
                                        && !text.contains("<none>")
                                        && classes(text).stream().noneMatch(write::contains));
        return new AmiAnswer(true, "", listed);
    }

    private static List<String> classes(String text) {
        String priv = text.substring(text.indexOf("(Priv: ") + 7, text.lastIndexOf(')'));
        return Arrays.asList(priv.split(","));
    }

    private static Map<String, String> commands() {
        try (InputStream in =
                new GZIPInputStream(
                        Files.newInputStream(Expected.FOLDER.resolve("20-actions-idle.ami.gz")))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> commands = new HashMap<>();
            for (String line : message(text, "ActionID: a25").split("\r\n")) {
                String[] header = line.split(": ", 2);
                commands.put(header[0].toLowerCase(Locale.ROOT), header[1]);
            }
            return commands;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String message(String text, String id) {
        return Arrays.stream(text.split("\r\n\r\n"))
                .filter(message -> message.contains(id + "\r\n"))
                .findFirst()
                .orElseThrow();
    }
}
