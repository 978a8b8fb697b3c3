package io.belfry.ami;

import io.belfry.core.wire.CallEventJson;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The published table: each recording of a folder, what must come out of it and what does. The
 * folder holds {@code agents.json} and {@code expected.csv} beside the recordings.
 */
public final class Conformance {
    private static final String HEAD =
            """
            # Conformance

            Each line is a recording of a real Asterisk and the events `ringing`, `up`, `hangup`, `abandon` and `outbound` that it must make; what the
            telephones did says which. *Exact*: all of them, no other, with the same agent, caller, times, reasons and custom variables, at most 150 ms
            from the moment in the recording. Events that a snapshot proves (*recovered*) are counted apart. This page is made by a command, and a test
            compares it with what the command says:

            ```
            ./belfry replay --conformance ami-connector/src/test/resources/recordings > docs/conformance.md
            ```

            | recording | PBX | shows | must come | come | recovered | exact |
            |---|---|---|---|---|---|---|
            """;

    private final List<Row> rows;

    private record Row(
            String recording,
            String pbx,
            String shows,
            int wanted,
            int derived,
            int recovered,
            List<String> differences) {
        boolean isExact() {
            return differences.isEmpty();
        }

        String text() {
            return String.format(
                    "| `%s` | %s | %s | %d | %d | %s | %s |\n",
                    recording,
                    pbx,
                    shows,
                    wanted,
                    derived,
                    recovered == 0 ? "" : Integer.toString(recovered),
                    isExact() ? "yes" : "**no**");
        }
    }

    private Conformance(List<Row> rows) {
        this.rows = rows;
    }

    /**
     * @throws IOException when something in the folder can not be read
     */
    public static Conformance of(Path folder) throws IOException {
        VerifiedEvents verified = VerifiedEvents.of(folder);
        List<Path> recordings;
        try (Stream<Path> files = Files.list(folder)) {
            recordings =
                    files.filter(file -> file.toString().matches(".*\\.ami(\\.gz)?"))
                            .sorted(Comparator.comparing(Replay::scenario))
                            .toList();
        }
        List<Row> rows = new ArrayList<>();
        for (List<Path> scenario : Replay.scenarios(recordings)) {
            rows.addAll(rows(scenario, verified));
        }
        return new Conformance(rows);
    }

    private static List<Row> rows(List<Path> scenario, VerifiedEvents verified) throws IOException {
        Map<String, List<JsonObject>> derived = new LinkedHashMap<>();
        new Replay(verified.agents(), Comparison.VARIABLES)
                .play(
                        scenario,
                        each -> {
                            if (each.event().kind().isOriginal()) {
                                derived.computeIfAbsent(each.file(), none -> new ArrayList<>())
                                        .add(
                                                CallEventJson.of(each.event())
                                                        .put("t_ms", each.millis()));
                            }
                        });
        Comparison comparison = new Comparison(verified.agents());
        List<Row> rows = new ArrayList<>();
        for (Path file : scenario) {
            String name = Replay.name(file);
            List<JsonObject> events = derived.getOrDefault(name, List.of());
            List<VerifiedEvents.Line> wanted = verified.of(name);
            int recovered =
                    (int) events.stream().filter(each -> each.containsKey("recovered")).count();
            rows.add(
                    new Row(
                            name,
                            pbx(file),
                            name.replaceFirst("^(v\\d+-)?\\d+\\w?-", "").replace('-', ' '),
                            wanted.size(),
                            events.size() - recovered,
                            recovered,
                            comparison.differences(wanted, events)));
        }
        return rows;
    }

    private static String pbx(Path file) throws IOException {
        String start = new String(Replay.read(file), StandardCharsets.ISO_8859_1);
        String banner = start.substring(0, Math.max(0, start.indexOf("\r\n")));
        return "Asterisk " + Login.guess(banner).replaceFirst(" \\(.*", "");
    }

    public boolean isExact() {
        return rows.stream().allMatch(Row::isExact);
    }

    /** What is not as it must be, recording by recording. */
    public List<String> differences() {
        return rows.stream()
                .flatMap(
                        row -> row.differences().stream().map(each -> row.recording() + " " + each))
                .toList();
    }

    /** As it is published. */
    public String markdown() {
        long exact = rows.stream().filter(Row::isExact).count();
        int events = rows.stream().mapToInt(Row::wanted).sum();
        return HEAD
                + rows.stream().map(Row::text).collect(Collectors.joining())
                + String.format(
                        "\n%d of %d recordings are exact, with %d verified events.\n",
                        exact, rows.size(), events);
    }
}
