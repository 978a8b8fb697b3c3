package io.belfry.realtimepush.programs;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A program of the newest generation on a raw socket, that is let in. */
final class Talk implements AutoCloseable {
    private final RawSocket socket;
    private final JsonObject connected;
    private int asked;

    private Talk(RawSocket socket, JsonObject connected) {
        this.socket = socket;
        this.connected = connected;
    }

    static Talk with(ProgramHouse house) {
        return with(house, new JsonObject());
    }

    /**
     * @param auth without token it is the usual one
     */
    static Talk with(ProgramHouse house, JsonObject auth) {
        JsonObject all = new JsonObject().put("token", ProgramHouse.TOKEN).mergeIn(auth);
        RawSocket socket = RawSocket.open(house.port, "EIO=4&transport=websocket");
        socket.next();
        socket.text("40" + all.encode());
        String answer = socket.next();
        if (!answer.startsWith("40")) {
            throw new AssertionError("not let in: " + answer);
        }
        return new Talk(socket, new JsonObject(answer.substring(2)));
    }

    String pid() {
        return connected.getString("pid");
    }

    RawSocket socket() {
        return socket;
    }

    void emit(String name, JsonObject data) {
        socket.text("42" + JsonArray.of(name, data).encode());
    }

    /** The answer in the callback; events that come before it are left aside. */
    JsonObject ask(String name, JsonObject data) {
        asked++;
        socket.text("42" + asked + JsonArray.of(name, data).encode());
        return new JsonArray(socket.next("43" + asked + "[").substring(2 + digits(asked)))
                .getJsonObject(0);
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    /** The next event: its name and what it says. Where it stands is left aside. */
    JsonArray next() {
        JsonArray event = said();
        while (event.getString(0).equals("position")) {
            event = said();
        }
        return event;
    }

    private JsonArray said() {
        return new JsonArray(socket.next("42[").substring(2));
    }

    /** The next of that name; others are left aside. */
    JsonArray next(String name) {
        JsonArray event = said();
        while (!event.getString(0).equals(name)) {
            event = said();
        }
        return event;
    }

    @Override
    public void close() {
        socket.close();
    }
}
