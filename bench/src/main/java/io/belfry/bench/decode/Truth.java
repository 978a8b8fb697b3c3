package io.belfry.bench.decode;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.wire.CallEventJson;
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
import java.util.TreeMap;

/**
 * What must come out of each repetition of the recording: the verified events that lie beside it.
 * All of them and no others, each with its figures.
 */
final class Truth {
    static final List<String> VARIABLES = List.of("ordernumber", "customerid");

    private static final Set<String> ORIGINAL =
            Set.of("ringing", "up", "hangup", "abandon", "outbound");

    private static final int ID_DIGITS = 10;

    /** Column of the table, field of the event; a cell that is empty says nothing. */
    private static final Map<String, String> COLUMNS =
            Map.of(
                    "caller", "callernum",
                    "holdtime_s", "holdtime",
                    "ringtime", "ringtime",
                    "talktime_s", "talktime",
                    "ordernumber", "ordernumber",
                    "customerid", "customerid");

    private final List<Map<String, String>> wanted;
    private final long base;

    private Truth(List<Map<String, String>> wanted) {
        this.wanted = wanted;
        this.base =
                wanted.stream()
                        .mapToLong(line -> seconds(line.get("uniqueid")))
                        .min()
                        .orElseThrow(() -> new IllegalArgumentException("no verified events"));
    }

    /** From {@code expected.csv} beside the recording. */
    static Truth of(Path recording) throws IOException {
        String name = recording.getFileName().toString().replaceFirst("\\.ami\\.gz$", "");
        List<String> lines = Files.readAllLines(recording.resolveSibling("expected.csv"));
        String[] header = lines.get(0).split(",", -1);
        List<Map<String, String>> wanted = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith(name + ",")) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(header[i], cells[i]);
                }
                if (ORIGINAL.contains(row.get("event"))) {
                    wanted.add(row);
                }
            }
        }
        return new Truth(wanted);
    }

    static AgentDirectory agents(Path recording) throws IOException {
        List<Agent> agents = new ArrayList<>();
        String text = Files.readString(recording.resolveSibling("agents.json"));
        for (Object each : new JsonArray(text)) {
            JsonObject agent = (JsonObject) each;
            List<String> peers = agent.getJsonArray("peers").stream().map(String::valueOf).toList();
            String number = agent.getString("number");
            agents.add(new Agent(number, agent.getString("name"), number, "", peers, "", false));
        }
        return new AgentDirectory(agents);
    }

    /** Events that each repetition must give. */
    int size() {
        return wanted.size();
    }

    /**
     * @param times how often the recording was played
     * @return empty when the derived events are the verified ones in each repetition, otherwise the
     *     first difference
     */
    String differences(List<CallEvent> derived, int times) {
        Map<Long, List<JsonObject>> repetitions = new TreeMap<>();
        for (CallEvent event : derived) {
            if (event.kind().isOriginal()) {
                JsonObject json = CallEventJson.of(event);
                long number = (seconds(json.getString("uniqueid")) - base) / Recorded.APART;
                repetitions.computeIfAbsent(number, any -> new ArrayList<>()).add(json);
            }
        }
        if (repetitions.size() != times) {
            return "calls of " + repetitions.size() + " repetitions instead of " + times;
        }
        for (Map.Entry<Long, List<JsonObject>> each : repetitions.entrySet()) {
            String difference = difference(each.getKey(), each.getValue());
            if (!difference.isEmpty()) {
                return "repetition " + each.getKey() + ": " + difference;
            }
        }
        return "";
    }

    private String difference(long number, List<JsonObject> derived) {
        Map<String, List<JsonObject>> left = new HashMap<>();
        for (JsonObject event : derived) {
            left.computeIfAbsent(key(event), any -> new ArrayList<>()).add(event);
        }
        for (Map<String, String> line : wanted) {
            List<JsonObject> candidates = left.getOrDefault(key(line, number), List.of());
            if (candidates.isEmpty()) {
                return "missing "
                        + key(line, number)
                        + "; of this call "
                        + ofCall(line, number, derived);
            }
            JsonObject event = candidates.remove(0);
            for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
                String cell = line.getOrDefault(column.getKey(), "");
                if (!cell.isEmpty() && !cell.equals(event.getString(column.getValue()))) {
                    return column.getValue() + " is not " + cell + " in " + event.encode();
                }
            }
        }
        return left.values().stream()
                .filter(more -> !more.isEmpty())
                .findFirst()
                .map(more -> "too many: " + more.get(0).encode())
                .orElse("");
    }

    private static List<String> ofCall(
            Map<String, String> line, long number, List<JsonObject> derived) {
        String id = uniqueid(line, number);
        return derived.stream()
                .filter(event -> event.getString("uniqueid").equals(id))
                .map(Truth::key)
                .toList();
    }

    private static String key(JsonObject event) {
        String kind = event.getString("event");
        String why =
                switch (kind) {
                    case "hangup" -> event.getString("reason");
                    case "abandon" -> event.getString("abandonreason");
                    default -> "";
                };
        return String.join(
                " ",
                kind,
                event.getString("uniqueid"),
                event.getString("queue"),
                event.getString("peer", ""),
                why);
    }

    private static String key(Map<String, String> line, long number) {
        String kind = line.get("event");
        String uniqueid = line.get("uniqueid");
        String id = seconds(uniqueid) + number * Recorded.APART + uniqueid.substring(ID_DIGITS);
        String why = kind.equals("hangup") || kind.equals("abandon") ? line.get("reason") : "";
        return String.join(" ", kind, id, line.get("queue"), line.get("peer"), why);
    }

    private static String uniqueid(Map<String, String> line, long number) {
        String first = line.get("uniqueid");
        return seconds(first) + number * Recorded.APART + first.substring(ID_DIGITS);
    }

    private static long seconds(String uniqueid) {
        return Long.parseLong(uniqueid.substring(0, ID_DIGITS));
    }
}
