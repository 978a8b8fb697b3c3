package io.belfry.core.script;

import io.belfry.core.bus.ScriptLine;
import io.belfry.core.script.ScriptEnd.State;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads what the worker says of a turn and does what follows. The worker is our code, but a script
 * that broke out would speak through it: whatever it says can only be about its own lane.
 */
final class TurnResults {
    private final Surroundings around;
    private final ScriptLane lane;

    TurnResults(Surroundings around, ScriptLane lane) {
        this.around = around;
        this.lane = lane;
    }

    void of(Turn turn, JsonObject frame) {
        String state = frame.getString("state", "");
        switch (turn.kind()) {
            case DROP -> {}
            case PREPARE -> turn.context().prepared();
            case LOAD, CALL, ANSWER -> code(turn, state, frame);
        }
    }

    private void code(Turn turn, String state, JsonObject frame) {
        HandlerCall call = turn.call();
        call.ran(frame.getLong("micros", 0L));
        lines(call, frame);
        asks(turn, frame);
        ends(frame, state.equals("ok") || state.equals("failed") ? "" : call.key());
        if (turn.kind() == Turn.Kind.ANSWER) {
            call.got(turn.request().getLong("ask"));
        }
        switch (state) {
            case "ok" -> ran(turn, frame);
            case "failed" -> threw(turn, Fault.of(frame));
            case "cancelled", "exhausted" -> stopped(turn);
            default -> lost(turn, Fault.of(frame));
        }
        lane.look(call);
    }

    private void ran(Turn turn, JsonObject frame) {
        if (turn.kind() == Turn.Kind.LOAD) {
            Set<String> handlers = new HashSet<>();
            new JsonArray(frame.getString("handlers", "[]"))
                    .forEach(name -> handlers.add(String.valueOf(name)));
            lane.loaded(turn.context(), handlers);
            turn.call().handlersEnded(Fault.NONE);
        }
    }

    /** Outside of all handlers: while it is loaded, or in what waited. */
    private void threw(Turn turn, Fault why) {
        if (turn.kind() == Turn.Kind.LOAD) {
            turn.context().broken(why);
        }
        turn.call().handlersEnded(why);
    }

    private void stopped(Turn turn) {
        String why =
                "it ran longer than "
                        + around.limits().cancelAfter().toMillis()
                        + " ms and was stopped; its globals are lost";
        lane.stopped(turn.context(), turn.call(), Fault.of(why));
        if (turn.kind() == Turn.Kind.LOAD) {
            turn.context().broken(Fault.of("while it was loaded: " + why));
        }
    }

    private void lost(Turn turn, Fault why) {
        turn.context().lost();
        String text = why.isNone() ? "its globals were lost" : why.text();
        lane.endAll(turn.context(), turn.call(), Fault.of(text));
    }

    private static void lines(HandlerCall call, JsonObject frame) {
        for (Object line : frame.getJsonArray("lines", new JsonArray())) {
            if (line instanceof JsonObject said) {
                call.said(new ScriptLine(said.getString("level"), said.getString("text")));
            }
        }
        if (frame.getBoolean("cut", false)) {
            call.consoleFull();
        }
    }

    /**
     * @param stopped the call whose handler had returned, and left work behind that had to be
     *     stopped: it ends with that
     */
    private void ends(JsonObject frame, String stopped) {
        for (Object end : frame.getJsonArray("ended", new JsonArray())) {
            if (end instanceof JsonObject ended && !stopped.equals(ended.getString("call"))) {
                lane.underWay(ended.getString("call"))
                        .ifPresent(
                                call -> {
                                    call.handlersEnded(Fault.of(ended));
                                    lane.look(call);
                                });
            }
        }
    }

    private void asks(Turn turn, JsonObject frame) {
        for (Object each : frame.getJsonArray("asks", new JsonArray())) {
            if (each instanceof JsonObject ask && !turn.call().isOver()) {
                ask(turn, ask);
            }
        }
    }

    private void ask(Turn turn, JsonObject ask) {
        HandlerCall call = turn.call();
        String name = ask.getString("name");
        String data = ask.getString("data");
        boolean fetch = name.equals("fetch");
        String tooMuch = call.takes(fetch, data.length());
        if (!tooMuch.isEmpty()) {
            lane.end(call, State.FAILED, Fault.of(tooMuch));
            return;
        }
        Future<JsonObject> answer = fetch ? fetch(turn, data) : command(call, name, data);
        if (ask.getBoolean("answered", false)) {
            long number = ask.getLong("ask");
            String key = call.key();
            call.waitsFor(number);
            answer.onSuccess(value -> answer(turn, key, number, true, value))
                    .onFailure(
                            e ->
                                    answer(
                                            turn,
                                            key,
                                            number,
                                            false,
                                            new JsonObject()
                                                    .put(
                                                            "failure",
                                                            String.valueOf(e.getMessage()))));
        }
    }

    /**
     * Numbers begin anew when a call is begun once more: an answer belongs to the try that asked.
     */
    private void answer(Turn turn, String key, long number, boolean good, JsonObject value) {
        if (!turn.call().isOver() && turn.call().key().equals(key)) {
            lane.giveAnswer(Turn.answer(turn.context(), turn.call(), number, good, value));
        }
    }

    private Future<JsonObject> fetch(Turn turn, String data) {
        around.figures().fetches.increment();
        JsonObject request = new JsonObject(data);
        turn.call().events().fetches(request);
        return around.fetcher().fetch(turn.context().code(), request);
    }

    private static Future<JsonObject> command(HandlerCall call, String name, String data) {
        if (!call.isNews()) {
            return Future.succeededFuture(
                    new JsonObject().put("ok", true).put("outcome", "repeated").put("clients", 0));
        }
        JsonObject value = data.startsWith("{") ? new JsonObject(data) : new JsonObject();
        return call.events().asked(call.commandNumber(), name, value);
    }
}
