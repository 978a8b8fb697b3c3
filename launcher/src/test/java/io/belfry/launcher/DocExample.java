package io.belfry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A block of commands in the docs that is run: <code>```sh test=WORLD</code>. Further words may
 * follow: {@code status=409} is what the last request of the block answers (each other answers
 * 2xx), {@code stream} says that it has no end.
 *
 * @param file where it stands
 * @param line of its first command, from 1
 * @param world what it runs against
 * @param words the words after that
 * @param commands for a shell
 * @param answer JSON that is shown below it; empty for none
 */
record DocExample(
        Path file, int line, String world, Set<String> words, String commands, String answer) {
    private static final Pattern BLOCK =
            Pattern.compile(
                    "^```sh test=(\\S+)([^\\n]*)\\n(.*?)^```$(?:\\n```json\\n(.*?)^```$)?",
                    Pattern.MULTILINE | Pattern.DOTALL);

    /** All that stand below a folder, file by file and in their order. */
    static List<DocExample> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .flatMap(file -> in(file, text(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<DocExample> in(Path file, String text) {
        return BLOCK.matcher(text)
                .results()
                .map(
                        found ->
                                new DocExample(
                                        file,
                                        lineOf(text, found.start(3)),
                                        found.group(1),
                                        words(found.group(2)),
                                        found.group(3),
                                        found.group(4) == null ? "" : found.group(4).strip()));
    }

    boolean isStream() {
        return words.contains("stream");
    }

    /** What the last request answers, if that is said. */
    Optional<String> status() {
        return words.stream()
                .filter(word -> word.startsWith("status="))
                .map(word -> word.substring("status=".length()))
                .findFirst();
    }

    private static Set<String> words(String rest) {
        TreeSet<String> words = new TreeSet<>(Arrays.asList(rest.strip().split("\\s+")));
        words.remove("");
        return words;
    }

    private static int lineOf(String text, int place) {
        Matcher ends = Pattern.compile("\\n").matcher(text.substring(0, place));
        return (int) ends.results().count() + 1;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file.getFileName() + " line " + line;
    }
}
