package io.belfry.ami;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of verified events that lies beside the recordings. */
final class Expected {
    static final Path FOLDER = Path.of("src/test/resources/recordings");

    private static final Set<String> FIVE =
            Set.of("ringing", "up", "hangup", "abandon", "outbound");

    private Expected() {}

    /** One line of the table by column name. */
    record Line(Map<String, String> cells) {
        String get(String column) {
            return cells.getOrDefault(column, "");
        }

        long millis() {
            return (long) Double.parseDouble(get("t_ms"));
        }
    }

    static AgentDirectory agents() {
        List<Agent> agents = new ArrayList<>();
        for (Object each : new JsonArray(text("agents.json"))) {
            JsonObject agent = (JsonObject) each;
            List<String> peers = agent.getJsonArray("peers").stream().map(String::valueOf).toList();
            String number = agent.getString("number");
            agents.add(new Agent(number, agent.getString("name"), number, "", peers, "", false));
        }
        return new AgentDirectory(agents);
    }

    /** What must come out of a recording, only the five kinds of the original. */
    static List<Line> of(String recording) {
        return lines(recording).stream().filter(line -> FIVE.contains(line.get("event"))).toList();
    }

    /** Phones that stopped ringing without an answer. */
    static List<Line> ringEnds(String recording) {
        return lines(recording).stream()
                .filter(line -> line.get("event").equals("ring-end"))
                .toList();
    }

    private static List<Line> lines(String recording) {
        List<Line> lines = new ArrayList<>();
        List<List<String>> table = csv(text("expected.csv"));
        for (List<String> row : table.subList(1, table.size())) {
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < row.size(); i++) {
                cells.put(table.get(0).get(i), row.get(i));
            }
            if (recording.equals(cells.get("file"))) {
                lines.add(new Line(cells));
            }
        }
        return lines;
    }

    private static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 4180: quotes, doubled quotes, line breaks inside quotes. */
    private static List<List<String>> csv(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                cell.append(c);
            }
        }
        return rows;
    }
}
