package io.belfry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands between two fences in the docs, of whatever kind.
 *
 * @param file where it stands
 * @param line of the first fence, from 1
 * @param words behind the first fence, the language before all
 * @param lines between the fences
 */
record DocBlock(Path file, int line, String words, List<String> lines) {
    private static final String FENCE = "```";

    DocBlock {
        lines = List.copyOf(lines);
    }

    /** All of the files, and of those below a folder. */
    static List<DocBlock> of(Path... places) throws IOException {
        List<DocBlock> all = new ArrayList<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .sorted()
                        .forEach(file -> all.addAll(in(file)));
            }
        }
        return all;
    }

    private static List<DocBlock> in(Path file) {
        try {
            return in(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<DocBlock> in(Path file, List<String> text) {
        List<DocBlock> all = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            if (text.get(i).stripLeading().startsWith(FENCE)) {
                int begin = i;
                do {
                    i++;
                } while (!text.get(i).strip().equals(FENCE));
                String words = text.get(begin).strip().substring(FENCE.length());
                all.add(new DocBlock(file, begin + 1, words, text.subList(begin + 1, i)));
            }
        }
        return all;
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    String first() {
        return lines.get(0).strip();
    }

    /** What a shell would be given, without what stands there for the reader. */
    List<String> commands() {
        return lines.stream()
                .map(line -> line.replaceFirst("\\s+#.*|\\s+>.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public String toString() {
        return file.getFileName() + " line " + line + ": " + first();
    }
}
