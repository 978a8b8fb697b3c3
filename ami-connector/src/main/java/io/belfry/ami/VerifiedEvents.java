package io.belfry.ami;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lies beside the recordings in a folder: {@code agents.json} says who is an agent, {@code
 * expected.csv} which events the telephones confirm.
 */
final class VerifiedEvents {
    private static final Set<String> FIVE =
            Set.of("ringing", "up", "hangup", "abandon", "outbound");

    private final AgentDirectory agents;
    private final List<Line> lines;

    private VerifiedEvents(AgentDirectory agents, List<Line> lines) {
        this.agents = agents;
        this.lines = lines;
    }

    /**
     * @throws IOException when one of the two can not be read
     */
    static VerifiedEvents of(Path folder) throws IOException {
        List<Line> lines = new ArrayList<>();
        List<List<String>> table = csv(Files.readString(folder.resolve("expected.csv")));
        for (List<String> row : table.subList(Math.min(1, table.size()), table.size())) {
            Map<String, String> cells = new HashMap<>();
            for (int i = 0; i < Math.min(row.size(), table.get(0).size()); i++) {
                cells.put(table.get(0).get(i), row.get(i));
            }
            lines.add(new Line(cells));
        }
        return new VerifiedEvents(agents(folder.resolve("agents.json")), lines);
    }

    private static AgentDirectory agents(Path file) throws IOException {
        List<Agent> agents = new ArrayList<>();
        for (Object each : new JsonArray(Files.readString(file))) {
            JsonObject agent = (JsonObject) each;
            List<String> peers = agent.getJsonArray("peers").stream().map(String::valueOf).toList();
            String number = agent.getString("number");
            agents.add(new Agent(number, agent.getString("name"), number, "", peers, "", false));
        }
        return new AgentDirectory(agents);
    }

    /** One line of the table by column name. */
    record Line(Map<String, String> cells) {
        String get(String column) {
            return cells.getOrDefault(column, "");
        }

        long millis() {
            return (long) Double.parseDouble(get("t_ms"));
        }
    }

    AgentDirectory agents() {
        return agents;
    }

    /** All that is known of a recording. */
    List<Line> lines(String recording) {
        return lines.stream().filter(line -> recording.equals(line.get("file"))).toList();
    }

    /** What must come out of a recording, only the five kinds of the original. */
    List<Line> of(String recording) {
        return lines(recording).stream().filter(line -> FIVE.contains(line.get("event"))).toList();
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
