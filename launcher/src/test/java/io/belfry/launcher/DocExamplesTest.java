package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples of the docs work, as they stand there: each marked block is given to a shell. The
 * blocks of one file are one session, so a variable of an earlier block is known in a later one.
 */
class DocExamplesTest {
    private static final Path DOCS = Path.of("../docs");
    private static final String DOCUMENTED_SERVER = "http://localhost:8080";
    private static final String DOCUMENTED_TOKEN = "test-token-123";
    private static final Pattern STATUS = Pattern.compile("@status (\\d{3})");

    /** Says of each request what it was answered; a stream is left after a while. */
    private static final String PRELUDE =
            """
            set -u
            seconds=60
            curl() { command curl -sS --max-time $seconds -w '%{stderr}\\n@status %{http_code}\\n' "$@"; }
            """;

    @TempDir private Path folder;

    /** What a shell said of a block. */
    private record Run(DocExample example, int exit, String said) {
        List<String> statuses() {
            return STATUS.matcher(said)
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .toList();
        }

        /** Empty when all is well. */
        String problem() {
            List<String> statuses = statuses();
            if (exit != 0) {
                return example + " ended with " + exit + ": " + said;
            }
            List<String> wanted = new ArrayList<>();
            for (int i = 0; i < statuses.size(); i++) {
                boolean last = i == statuses.size() - 1;
                wanted.add(last ? example.status().orElse("2..") : "2..");
            }
            for (int i = 0; i < statuses.size(); i++) {
                if (!statuses.get(i).matches(wanted.get(i))) {
                    return example + " was answered " + statuses + ": " + said;
                }
            }
            return example.answer().isEmpty() ? "" : otherwise();
        }

        /** Whether the answer has other fields than the one that is shown. */
        private String otherwise() {
            String last =
                    said.lines().filter(line -> line.startsWith("{")).reduce("{}", (a, b) -> b);
            Set<String> shown = fields("", new JsonObject(example.answer()));
            Set<String> given = fields("", new JsonObject(last));
            return shown.equals(given)
                    ? ""
                    : example + " shows the fields " + shown + ", the answer has " + given;
        }

        private static Set<String> fields(String before, JsonObject object) {
            Set<String> names = new TreeSet<>();
            for (String name : object.fieldNames()) {
                names.add(before + name);
                if (object.getValue(name) instanceof JsonObject inner) {
                    names.addAll(fields(before + name + ".", inner));
                }
            }
            return names;
        }
    }

    @Test
    void everyExampleOfRestWorks() throws IOException {
        Map<Path, List<DocExample>> files =
                DocExample.below(DOCS).stream()
                        .filter(each -> each.world().equals("rest"))
                        .collect(Collectors.groupingBy(DocExample::file));
        List<Run> runs = new ArrayList<>();

        for (Map.Entry<Path, List<DocExample>> file : files.entrySet()) {
            Path data = Files.createDirectory(folder.resolve("server" + runs.size()));
            try (RestWorld world = new RestWorld(data)) {
                runs.addAll(run(world, file.getValue()));
            }
        }

        assertThat(runs.stream().map(Run::problem).filter(each -> !each.isEmpty())).isEmpty();
        assertThat(runs.stream().mapToInt(run -> run.statuses().size()).sum())
                .as("requests")
                .isGreaterThan(20);
    }

    private List<Run> run(RestWorld world, List<DocExample> examples) {
        List<Run> runs = new ArrayList<>();
        StringBuilder before = new StringBuilder(PRELUDE);
        for (DocExample example : examples) {
            String commands =
                    example.commands()
                            .replace(DOCUMENTED_SERVER, world.server().url())
                            .replace(DOCUMENTED_TOKEN, TestServer.TOKEN);
            runs.add(run(example, before.toString(), commands));
            before.append(settings(commands));
        }
        return runs;
    }

    /** Of an earlier block only what it gives a name to is done again. */
    private static String settings(String commands) {
        return commands.lines()
                .filter(line -> line.matches("[A-Z]+=.*"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Run run(DocExample example, String before, String commands) {
        // 28 is what curl says of a stream that it left
        String end = example.isStream() ? "[ $? -eq 28 ]" : "";
        String wait = example.isStream() ? "seconds=10\n" : "";
        // what came before is not judged again
        String script = before + "echo @begin >&2\n" + wait + commands + end + "\n";
        try {
            Path said = Files.createTempFile(folder, "said", ".txt");
            java.lang.Process shell =
                    new ProcessBuilder("bash", "-c", script)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (!shell.waitFor(120, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                throw new AssertionError(example + " does not end");
            }
            String all = Files.readString(said);
            return new Run(example, shell.exitValue(), all.substring(all.lastIndexOf("@begin")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void blocksAreFoundWithTheirWordsAndOthersAreNot() {
        String text =
                """
                text
                ```sh test=rest status=409
                curl a
                ```
                ```sh
                curl b
                ```
                ```sh test=rest stream
                curl c
                curl d
                ```
                """;

        List<DocExample> found = DocExample.in(Path.of("x.md"), text).toList();

        assertThat(found)
                .extracting(DocExample::commands)
                .containsExactly("curl a\n", "curl c\ncurl d\n");
        assertThat(found).extracting(DocExample::line).containsExactly(3, 9);
        assertThat(found.get(0).status()).contains("409");
        assertThat(found.get(1).isStream()).isTrue();
    }

    @Test
    void aBlockThatIsAnsweredOtherwiseIsFound() {
        DocExample plain =
                DocExample.in(Path.of("x.md"), "```sh test=rest\ncurl\n```\n")
                        .findFirst()
                        .orElseThrow();

        assertThat(new Run(plain, 0, "@begin\n@status 200\n@status 201\n").problem()).isEmpty();
        assertThat(new Run(plain, 0, "@begin\n@status 404\n@status 201\n").problem()).isNotEmpty();
        assertThat(new Run(plain, 0, "@begin\n@status 200\n@status 409\n").problem()).isNotEmpty();
        assertThat(new Run(plain, 1, "@begin\n").problem()).isNotEmpty();
    }

    @Test
    void aBlockWhoseAnswerHasOtherFieldsIsFound() {
        DocExample shown =
                DocExample.in(
                                Path.of("x.md"),
                                "```sh test=rest\ncurl\n```\n```json\n{\"a\":{\"b\":1}}\n```\n")
                        .findFirst()
                        .orElseThrow();

        assertThat(new Run(shown, 0, "{\"a\":{\"b\":2}}\n@status 200\n").problem()).isEmpty();
        assertThat(new Run(shown, 0, "{\"a\":{\"c\":2}}\n@status 200\n").problem()).isNotEmpty();
    }
}
