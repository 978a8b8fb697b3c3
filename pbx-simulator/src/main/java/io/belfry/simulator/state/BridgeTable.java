package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The live bridges by id, each with the lines of the last event that showed it. */
final class BridgeTable {
    static final List<String> LINES =
            List.of(
                    "BridgeUniqueid",
                    "BridgeType",
                    "BridgeTechnology",
                    "BridgeCreator",
                    "BridgeName",
                    "BridgeNumChannels",
                    "BridgeVideoSourceMode");

    private final Map<String, Map<String, String>> live = new LinkedHashMap<>();

    void apply(AmiEvent event) {
        String id = event.get("BridgeUniqueid");
        switch (event.type()) {
            case "BridgeCreate", "BridgeEnter", "BridgeLeave" -> live.put(id, lines(event));
            case "BridgeDestroy" -> live.remove(id);
            default -> {}
        }
    }

    private static Map<String, String> lines(AmiEvent event) {
        Map<String, String> lines = new LinkedHashMap<>();
        LINES.forEach(name -> lines.put(name, event.get(name)));
        return lines;
    }

    List<Map<String, String>> all() {
        return new ArrayList<>(live.values());
    }

    Optional<Map<String, String>> bridge(String id) {
        return Optional.ofNullable(live.get(id));
    }

    void clear() {
        live.clear();
    }
}
