package io.belfry.core.script;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What a worker does next: it gets one of these, and gets the next when it has answered.
 *
 * @param call whose handler it is about; null for what only makes a script ready
 * @param request for the worker
 */
record Turn(Kind kind, ScriptContext context, HandlerCall call, JsonObject request) {
    enum Kind {
        /** Make the world of a script; no customer's code runs. */
        PREPARE,
        /** Run the script from top to bottom. */
        LOAD,
        /** Call the handlers of an event. */
        CALL,
        /** Give a handler what it waits for. */
        ANSWER,
        /** Forget a script. */
        DROP
    }

    static Turn prepare(ScriptContext context) {
        return new Turn(
                Kind.PREPARE,
                context,
                null,
                request("prepare", context)
                        .put("appname", context.code().appname())
                        .put("variables", new JsonArray(context.code().variables()).encode()));
    }

    static Turn load(ScriptContext context, HandlerCall loading) {
        return new Turn(
                Kind.LOAD,
                context,
                loading,
                request("load", context).put("source", context.code().source()));
    }

    static Turn call(ScriptContext context, HandlerCall call) {
        return new Turn(
                Kind.CALL,
                context,
                call,
                request("call", context)
                        .put("event", call.call().kind().word())
                        .put("call", call.key())
                        .put("data", call.call().data().encode()));
    }

    static Turn answer(
            ScriptContext context, HandlerCall call, long ask, boolean good, JsonObject value) {
        return new Turn(
                Kind.ANSWER,
                context,
                call,
                request("answer", context)
                        .put("ask", ask)
                        .put("good", good)
                        .put("data", value.encode()));
    }

    static Turn drop(ScriptContext context) {
        return new Turn(Kind.DROP, context, null, request("drop", context));
    }

    private static JsonObject request(String what, ScriptContext context) {
        return new JsonObject().put("do", what).put("context", context.key());
    }

    /** Only then it can be the script's fault when it does not end. */
    boolean runsCode() {
        return kind == Kind.LOAD || kind == Kind.CALL || kind == Kind.ANSWER;
    }
}
