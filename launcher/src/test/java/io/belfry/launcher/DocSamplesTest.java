package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Topic;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/**
 * What the guides show besides commands: events are what the recordings make, programs for
 * socket.io get calls and open pages. Scripts are run by {@code GuideTest} of core, answers of REST
 * are compared by {@link DocExamplesTest}; a block that is none of these is found here.
 */
class DocSamplesTest {
    private static final Path GUIDES = Path.of("../docs/guide");
    private static final Path RECORDINGS = TestServer.RECORDINGS;
    private static final Pattern BLOCK =
            Pattern.compile(
                    "(?:<!-- (script): \\S+ -->\\n|(```)\\n)?^```(js|json)\\n(.*?)^```$",
                    Pattern.MULTILINE | Pattern.DOTALL);

    /** So begins the object that the original sent, which nobody here can make. */
    private static final String ORIGINAL = "// the original\n";

    private static final String OURS = "// Belfry\n";
    private static final String CLIENT = "require('socket.io-client')";

    @TempDir private Path folder;

    /**
     * @param script whether it is marked as one
     * @param answer whether it stands directly below another block
     */
    private record Sample(Path file, boolean script, boolean answer, String text) {
        boolean isEvents() {
            return text.startsWith("{\"event\":");
        }

        boolean isProgram() {
            return text.contains(CLIENT);
        }
    }

    private static List<Sample> samples() {
        List<Sample> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(GUIDES)) {
            for (Path file : files.sorted().toList()) {
                BLOCK.matcher(Files.readString(file))
                        .results()
                        .map(
                                found ->
                                        new Sample(
                                                file,
                                                found.group(1) != null,
                                                found.group(2) != null,
                                                found.group(4)))
                        .forEach(all::add);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    @Test
    void everyBlockIsTriedBySomeTest() {
        assertThat(samples())
                .hasSizeGreaterThan(10)
                .allMatch(
                        each ->
                                each.script()
                                        || each.answer()
                                        || each.isEvents()
                                        || each.isProgram()
                                        || each.text().startsWith(OURS)
                                        || each.text().startsWith(ORIGINAL));
    }

    @Test
    void eventsAreWhatTheRecordingsMake() {
        List<JsonObject> shown =
                samples().stream()
                        .filter(Sample::isEvents)
                        .flatMap(each -> each.text().lines())
                        .map(JsonObject::new)
                        .filter(event -> event.containsKey("file"))
                        .toList();
        String[] recordings =
                shown.stream()
                        .map(event -> event.getString("file"))
                        .distinct()
                        .map(name -> RECORDINGS.resolve(name + ".ami.gz").toString())
                        .toArray(String[]::new);

        List<JsonObject> events = replayed(recordings);

        assertThat(shown).hasSizeGreaterThan(15);
        assertThat(shown.stream().filter(each -> !events.contains(each))).isEmpty();
        List<JsonObject> besideTheOriginals = besideTheOriginals();
        assertThat(besideTheOriginals)
                .hasSize(2)
                .allMatch(sample -> events.stream().anyMatch(event -> isShort(event, sample)));
    }

    private static List<JsonObject> replayed(String... recordings) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--all",
                                "--agents",
                                RECORDINGS.resolve("agents.json").toString(),
                                "--variables",
                                "ordernumber,customerid"));
        arguments.addAll(List.of(recordings));
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream here = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(here);
            new CommandLine(new ReplayCommand()).execute(arguments.toArray(String[]::new));
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8).lines().map(JsonObject::new).toList();
    }

    /** Those of the guide for who comes from there are written as JavaScript. */
    private static List<JsonObject> besideTheOriginals() {
        return samples().stream()
                .map(Sample::text)
                .filter(text -> text.startsWith(OURS))
                .map(
                        text ->
                                new JsonObject(
                                        text.replaceAll("(?m)^ *//.*$", "")
                                                .replaceAll("([{,]\\s*)(\\w+): ", "$1\"$2\": ")
                                                .replace('\'', '"')))
                .toList();
    }

    private static boolean isShort(JsonObject event, JsonObject sample) {
        JsonObject known = event.copy();
        known.remove("file");
        known.remove("t_ms");
        return known.equals(sample);
    }

    @ParameterizedTest
    @CsvSource({"client-4, auth:", "client-2, query:"})
    void programsGetCallsAndOpenPages(String library, String login) throws IOException {
        NodeProgram.install();
        List<Sample> programs =
                samples().stream()
                        .filter(Sample::isProgram)
                        .filter(each -> each.text().contains(login))
                        .toList();
        assertThat(programs).isNotEmpty();
        try (TestServer server =
                TestServer.start(
                        folder.resolve("data"), "--programs.port=" + TestServer.freePort())) {
            server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
            for (Sample each : programs) {
                try (AgentSocket john = new AgentSocket(server.url(), "john", TestServer.PASSWORD);
                        ExampleProgram program = run(server, each, library, login)) {
                    opens(server, john);
                    assertThat(program.isRunning()).isTrue();
                }
            }
        }
    }

    private ExampleProgram run(TestServer server, Sample sample, String library, String login)
            throws IOException {
        String source =
                sample.text()
                        .lines()
                        // of the ways to log in that stand there one is taken
                        .filter(line -> !line.contains(CLIENT) || line.contains(login))
                        .reduce("const TOKEN = '" + TestServer.TOKEN + "';", (a, b) -> a + "\n" + b)
                        .replaceAll(
                                "http://[a-z0-9.]+:9888",
                                server.server().programsUrl().orElseThrow())
                        .replace("YOUR-TOKEN", TestServer.TOKEN)
                        .replace("'Sales'", "'sales'");
        Path place = Files.createTempDirectory(folder, "program");
        Path file = Files.writeString(place.resolve("source.js"), source);
        return ExampleProgram.node(place.resolve("run"), file, library);
    }

    /** It does not say when it listens, so calls come until a page does. */
    private static void opens(TestServer server, AgentSocket john) {
        long before = john.of("open").size();
        JsonObject page =
                TestServer.until(
                        "a page by a program of the docs",
                        () -> {
                            Topic.CALLS.publish(
                                    server.server().vertx(), JohnsCall.up("u" + System.nanoTime()));
                            return john.of("open").stream().skip(before).findFirst();
                        });
        assertThat(page.getString("url")).startsWith("https://crm.example/?");
        assertThat(page.getString("mode")).isEqualTo("new_tab");
    }
}
