package io.belfry.agentgateway;

import io.belfry.core.integration.PbxState;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether each PBX is alive, as the agents' pages are told: only when the word changes. */
final class PbxLabels {
    /** States are said each second; who says nothing for so long is not there any more. */
    private static final Duration SILENT = Duration.ofSeconds(10);

    private final Map<String, Label> labels = new LinkedHashMap<>();

    private record Label(JsonObject message, Instant heard) {
        String live() {
            return message.getString("live");
        }
    }

    /** The message for all pages, when there is something new to say. */
    Optional<JsonObject> on(PbxState state, Instant now) {
        JsonObject message = ServerMessage.state(state, now);
        Label before = labels.put(state.pbx(), new Label(message, now));
        boolean same = before != null && before.live().equals(message.getString("live"));
        return same ? Optional.empty() : Optional.of(message);
    }

    /** The messages about those that have fallen silent. */
    List<JsonObject> silent(Instant now) {
        List<JsonObject> news = new ArrayList<>();
        labels.replaceAll(
                (pbx, label) -> {
                    boolean quiet = now.isAfter(label.heard().plus(SILENT));
                    if (!quiet || label.live().equals("stale") || label.live().equals("off")) {
                        return label;
                    }
                    JsonObject message = ServerMessage.silent(pbx, label.heard());
                    news.add(message);
                    return new Label(message, label.heard());
                });
        return news;
    }

    Optional<JsonObject> of(String pbx) {
        return Optional.ofNullable(labels.get(pbx)).map(Label::message);
    }

    List<JsonObject> all() {
        return labels.values().stream().map(Label::message).toList();
    }
}
