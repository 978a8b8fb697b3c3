package io.belfry.core.store;

import io.vertx.core.json.JsonObject;

/**
 * An agent's part in a call.
 *
 * @param state {@code ringing}, {@code dialling}, {@code talking}, {@code hold}, or how it ended:
 *     {@code ended}, {@code noanswer}, {@code reject}, {@code taken}, {@code transfer}
 */
public record CallAgent(String name, String number, String peer, String device, String state) {
    boolean isTalking() {
        return state.equals("talking") || state.equals("hold");
    }

    boolean isRinging() {
        return state.equals("ringing");
    }

    CallAgent ended() {
        return isTalking() || isRinging() || state.equals("dialling")
                ? new CallAgent(name, number, peer, device, "ended")
                : this;
    }

    JsonObject json() {
        return new JsonObject()
                .put("name", name)
                .put("number", number)
                .put("peer", peer)
                .put("device", device)
                .put("state", state);
    }

    static CallAgent of(JsonObject json) {
        return new CallAgent(
                json.getString("name", ""),
                json.getString("number", ""),
                json.getString("peer", ""),
                json.getString("device", ""),
                json.getString("state", ""));
    }
}
