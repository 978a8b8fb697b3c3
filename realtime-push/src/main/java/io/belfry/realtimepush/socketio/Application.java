package io.belfry.realtimepush.socketio;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What events mean. Called on the context of the server. */
public interface Application {
    /**
     * Somebody wants to connect to the namespace {@code /}.
     *
     * @param auth what the client says of itself; clients of 1.x and 2.x say nothing here
     * @return what the answer tells besides; fails with a {@link Refusal}
     */
    Future<JsonObject> admit(ClientSocket socket, JsonObject auth);

    /** It is connected, and has been told. */
    void connected(ClientSocket socket);

    /**
     * @param ack does nothing when the client wants no answer
     */
    void event(ClientSocket socket, String name, JsonArray arguments, Ack ack);

    /** It can take more again. */
    void drained(ClientSocket socket);

    /** Once for each that was admitted. */
    void closed(ClientSocket socket, String why);

    /** The client's callback. */
    interface Ack {
        boolean isWanted();

        void answer(JsonObject data);
    }
}
