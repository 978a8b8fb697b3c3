package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.ManagerNoise;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each block of the docs is run or compared with what Belfry does, or stands here with the reason
 * why it is not. {@link DocExamplesTest} runs requests, {@link DocSamplesTest} scripts, programs
 * and events; the rest is tried here.
 */
class DocBlocksTest {
    private static final Path DOCS = Path.of("../docs");
    private static final Path README = Path.of("../README.md");

    /** By their first lines. */
    private static final Map<String, String> NOT_TRIED =
            Map.of(
                    "[Unit]", "a unit of systemd, which runs on the operator's machine",
                    "[general]", "Asterisk reads it; SettingsPagesTest of admin-web compares it",
                    "exten => 6000,1,Answer()", "a dialplan, which Asterisk runs",
                    "scrape_configs:", "Prometheus reads it; MetricsTest reads what it asks for",
                    "19:00:24.469  PBX    queued, queue sales, position 1",
                            "one call of the demo; TraceWordsTest of core has the words");

    /** By the program. */
    private static final Map<String, String> COMMANDS_NOT_RUN =
            Map.of(
                    "iptables", "changes the machine's firewall",
                    "psql", "wants a PostgreSQL with its own administrator",
                    "mkdir", "makes a folder of the system",
                    "mvn", "is what runs this test; its names are looked up");

    private static final Set<String> RUN_OR_COMPARED = Set.of("./belfry", "keytool", "cp");
    private static final Pattern OUTPUT =
            Pattern.compile("<outputDirectory>\\$\\{project.build.directory}/([a-z-]+)<");

    @TempDir private Path folder;

    private static List<DocBlock> blocks() throws IOException {
        return DocBlock.of(DOCS, README);
    }

    private static List<DocBlock> blocks(Predicate<DocBlock> which) throws IOException {
        return blocks().stream().filter(which).toList();
    }

    private static DocBlock block(String first) throws IOException {
        List<DocBlock> found = blocks(each -> each.first().startsWith(first));
        assertThat(found).as(first).hasSize(1);
        return found.get(0);
    }

    // ---- what is tried where ----

    private static boolean isRequest(DocBlock block) {
        return block.words().startsWith("sh test=");
    }

    private static boolean isSample(DocBlock block) {
        return Set.of("js", "json").contains(block.words())
                && block.file().getParent().endsWith("guide");
    }

    private static boolean isConfiguration(DocBlock block) {
        String key = block.first().replaceFirst(":.*", ".");
        return block.words().equals("yaml")
                && ConfigKey.ALL.stream().anyMatch(each -> each.name().startsWith(key));
    }

    private static boolean isCommands(DocBlock block) {
        return !isRequest(block)
                && Set.of("", "sh").contains(block.words())
                && block.commands().stream()
                        .map(DocBlocksTest::program)
                        .allMatch(
                                each ->
                                        RUN_OR_COMPARED.contains(each)
                                                || COMMANDS_NOT_RUN.containsKey(each));
    }

    private static String program(String command) {
        return command.split(" ")[0];
    }

    private static boolean isStream(DocBlock block) {
        return block.lines().stream().allMatch(line -> line.matches("|(retry|id|event|data): .*"));
    }

    private static boolean isDoctor(DocBlock block) {
        return block.lines().get(0).startsWith("  ok ");
    }

    private static boolean isFilter(DocBlock block) {
        return block.lines().stream().allMatch(line -> line.startsWith("eventfilter = "));
    }

    private static boolean isEmbedding(DocBlock block) {
        return block.words().equals("html");
    }

    @Test
    void everyBlockIsTriedOrItIsSaidWhyNot() throws IOException {
        List<Predicate<DocBlock>> ways =
                List.of(
                        DocBlocksTest::isRequest,
                        DocBlocksTest::isSample,
                        DocBlocksTest::isConfiguration,
                        DocBlocksTest::isCommands,
                        DocBlocksTest::isStream,
                        DocBlocksTest::isDoctor,
                        DocBlocksTest::isFilter,
                        DocBlocksTest::isEmbedding,
                        block -> NOT_TRIED.containsKey(block.first()));

        List<DocBlock> all = blocks();

        assertThat(all).hasSizeGreaterThan(60);
        assertThat(all)
                .as("blocks that no test tries")
                .allMatch(block -> ways.stream().filter(way -> way.test(block)).count() == 1);
        assertThat(all.stream().map(DocBlock::first).filter(NOT_TRIED::containsKey))
                .as("what stands here stands there")
                .containsExactlyInAnyOrderElementsOf(NOT_TRIED.keySet());
    }

    @Test
    void aBlockIsAllThatStandsBetweenTwoFences() {
        List<DocBlock> found =
                DocBlock.in(
                        Path.of("x.md"),
                        List.of("a", "```sh x=1", "cmd > file", "```", "b", "  ```", "c", "  ```"));

        assertThat(found).extracting(DocBlock::words).containsExactly("sh x=1", "");
        assertThat(found).extracting(DocBlock::line).containsExactly(2, 6);
        assertThat(found.get(0).commands()).containsExactly("cmd");
        assertThat(found.get(1).text()).isEqualTo("c\n");
    }

    // ---- the trials ----

    @Test
    void configurationsAreRead() throws IOException {
        List<DocBlock> all = blocks(DocBlocksTest::isConfiguration);
        assertThat(all).hasSizeGreaterThanOrEqualTo(2);

        for (DocBlock each : all) {
            Path file = Files.writeString(folder.resolve("belfry.yaml"), each.text());
            // a wrong key is a problem that names it
            ServerConfig.of(new ConfigValues().file(file));
        }
    }

    private static Stream<String> commands(String program) throws IOException {
        return blocks(DocBlocksTest::isCommands).stream()
                .flatMap(each -> each.commands().stream())
                .filter(each -> program(each).equals(program));
    }

    @Test
    void commandsOfBelfryAreKnownWithTheirOptions() throws IOException {
        List<String> all = commands("./belfry").toList();

        assertThat(all).hasSizeGreaterThan(8);
        for (String each : all) {
            List<String> words = Arrays.asList(each.split(" ")).subList(1, each.split(" ").length);
            if (!words.isEmpty() && words.get(0).equals("bench")) {
                assertThat(isMeasurement(words.get(1))).as(each).isTrue();
            } else {
                String[] whole = Main.withCommand(words.toArray(String[]::new));
                Main.commandLine().parseArgs(whole);
                if (whole[0].equals("serve")) {
                    ServerConfig.of(new ConfigValues().arguments(words));
                }
            }
        }
    }

    /** They are no part of what can be run here. */
    private static boolean isMeasurement(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../bench/src/main/java"))) {
            List<Path> commands =
                    files.filter(file -> file.toString().endsWith("Command.java")).toList();
            for (Path each : commands) {
                if (Files.readString(each).contains("name = \"" + name + "\"")) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void testsThatAreNamedAreThere() throws IOException {
        List<MatchResult> named =
                commands("mvn")
                        .flatMap(
                                each ->
                                        Pattern.compile("-pl ([a-z-]+)\\S* .*-Dtest=(\\w+)")
                                                .matcher(each)
                                                .results())
                        .toList();

        assertThat(named).isNotEmpty();
        for (MatchResult each : named) {
            try (Stream<Path> files = Files.walk(Path.of("..", each.group(1), "src/test/java"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .contains(each.group(2) + ".java");
            }
        }
    }

    @Test
    void theInstallationCopiesAllThatIsBuilt() throws IOException {
        Matcher folders = OUTPUT.matcher(Files.readString(Path.of("pom.xml")));
        Set<String> built =
                folders.results().map(found -> found.group(1)).collect(Collectors.toSet());

        List<String> copied = commands("cp").toList();

        assertThat(built).contains("lib", "script-runner");
        assertThat(copied)
                .contains("cp launcher/target/launcher-*.jar /opt/belfry/")
                .containsAll(
                        built.stream()
                                .map(each -> "cp -r launcher/target/" + each + " /opt/belfry/")
                                .toList());
    }

    @Test
    void theTrustStoreIsMade() throws IOException, InterruptedException {
        String command = commands("keytool").findFirst().orElseThrow();
        keytool(
                "-genkeypair -alias own -keyalg EC -dname CN=pbx.example -validity 2"
                        + " -keystore own.p12 -storepass changeit");
        keytool(
                "-exportcert -rfc -alias own -file pbx-ca.pem -keystore own.p12 -storepass changeit");

        keytool(command.replaceFirst("keytool ", ""));

        assertThat(folder.resolve("trust.p12")).isNotEmptyFile();
    }

    private void keytool(String options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options.split(" ")));
        Path said = folder.resolve("said.txt");
        java.lang.Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }

    /** Names, numbers and places differ from machine to machine, words do not. */
    private static String words(String line, int port) {
        return line.replaceAll("\\S*" + port, "HOST:PORT")
                .replaceAll("(?<= dns: ).*", "HOST")
                .replaceAll("(?<=data.dir )\\S+:", "FOLDER:")
                .replaceAll("\\d+", "N");
    }

    @Test
    void theDoctorSaysWhatIsShown() throws IOException {
        DocBlock shown = blocks(DocBlocksTest::isDoctor).get(0);
        int nobody = TestServer.freePort();
        Path data = folder.resolve("data");
        TestServer.start(data).close();

        List<String> said =
                said(
                        "doctor",
                        "--http.port=" + TestServer.freePort(),
                        "--data.dir=" + data,
                        "--programs.port=" + TestServer.freePort(),
                        "--pbx.0.name=pbx1",
                        "--pbx.0.host=localhost",
                        "--pbx.0.port=" + nobody,
                        "--pbx.0.user=belfry",
                        "--pbx.0.secret=a-secret");

        assertThat(said.stream().map(line -> words(line, nobody)))
                .containsExactlyElementsOf(
                        shown.lines().stream().map(line -> words(line, 5038)).toList());
    }

    private static List<String> said(String... arguments) {
        PrintStream out = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream here = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(here);
            Main.commandLine().execute(arguments);
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void theFilterForAsteriskIsTheOneThatBelfrySets() throws IOException {
        String filter = "eventfilter = " + ManagerNoise.EXCLUDED;

        assertThat(blocks(DocBlocksTest::isFilter))
                .hasSize(1)
                .allMatch(each -> each.text().equals(filter + "\n"));
        assertThat(block("[general]").lines()).contains(filter);
    }

    @Test
    void streamsAreMadeOfEventsThatThereAre() throws IOException {
        List<String> lines =
                blocks(DocBlocksTest::isStream).stream()
                        .flatMap(each -> each.lines().stream())
                        .filter(line -> line.startsWith("event: ") || line.startsWith("data: "))
                        .toList();
        List<String> known =
                Stream.concat(Arrays.stream(Kind.values()).map(Kind::word), Stream.of("lost"))
                        .toList();

        assertThat(lines).hasSizeGreaterThanOrEqualTo(4);
        for (int i = 0; i < lines.size(); i += 2) {
            String event = lines.get(i).substring("event: ".length());
            String data = lines.get(i + 1).substring("data: ".length());
            assertThat(known).contains(event);
            assertThat(new JsonObject(data.replace(", …", "")).getString("event")).isEqualTo(event);
        }
    }

    @Test
    void whatAPageEmbedsIsServedAndReadsItsAttribute() throws IOException {
        List<DocBlock> shown = blocks(DocBlocksTest::isEmbedding);
        assertThat(shown).hasSize(1);
        Matcher script =
                Pattern.compile("src=\"https://belfry.example(\\S+)\" data-(\\w+)=")
                        .matcher(shown.get(0).text());
        assertThat(script.find()).isTrue();

        try (TestServer server = TestServer.start(folder)) {
            assertThat(server.get(script.group(1)).body()).contains("dataset." + script.group(2));
        }
    }
}
