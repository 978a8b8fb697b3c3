package io.belfry.scriptrunner;

import io.belfry.scriptrunner.TurnOutput.Fault;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;

/**
 * Runs one turn after the other: a script from top to bottom, a handler with an event, or what
 * waited for an answer. A turn ends when no JavaScript is left to run.
 */
final class Worker {
    private final Frames frames;
    private final Running running;
    private final Map<String, Sandbox> sandboxes = new HashMap<>();

    Worker(Frames frames, Running running) {
        this.frames = frames;
        this.running = running;
    }

    /** One piece of a customer's code. */
    private interface Code {
        void run() throws PolyglotException;
    }

    void turn(Map<String, Object> request) throws IOException {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("turn", request.get("turn"));
        String key = (String) request.get("context");
        switch ((String) request.get("do")) {
            case "prepare" -> {
                Sandbox sandbox = new Sandbox();
                sandbox.prepare((String) request.get("appname"), (String) request.get("variables"));
                replace(key, sandbox);
                frame.put("state", "ok");
            }
            case "load" -> {
                TurnOutput output = new TurnOutput();
                Sandbox sandbox = sandboxes.get(key);
                run(
                        request,
                        frame,
                        output,
                        () ->
                                frame.put(
                                        "handlers",
                                        sandbox.load((String) request.get("source"), output)));
            }
            case "call" -> {
                TurnOutput output = new TurnOutput();
                run(request, frame, output, () -> call(request, output));
            }
            case "answer" -> {
                TurnOutput output = new TurnOutput();
                run(request, frame, output, () -> answer(request, output));
            }
            case "drop" -> {
                replace(key, null);
                frame.put("state", "ok");
            }
            default -> throw new IOException("unknown request " + request.get("do"));
        }
        frames.write(frame);
    }

    private void call(Map<String, Object> request, TurnOutput output) {
        sandbox(request)
                .call(
                        (String) request.get("event"),
                        (String) request.get("call"),
                        (String) request.get("data"),
                        output);
    }

    private void answer(Map<String, Object> request, TurnOutput output) {
        sandbox(request)
                .answer(
                        (long) request.get("ask"),
                        (boolean) request.get("good"),
                        (String) request.get("data"),
                        output);
    }

    private Sandbox sandbox(Map<String, Object> request) {
        return sandboxes.get((String) request.get("context"));
    }

    private void replace(String key, Sandbox sandbox) {
        Sandbox old = sandbox == null ? sandboxes.remove(key) : sandboxes.put(key, sandbox);
        if (old != null) {
            old.cancel();
        }
    }

    private void run(
            Map<String, Object> request, Map<String, Object> frame, TurnOutput output, Code code) {
        String key = (String) request.get("context");
        Sandbox sandbox = sandboxes.get(key);
        if (sandbox == null) {
            frame.put("state", "unknown");
            return;
        }
        running.begin((long) request.get("turn"), sandbox);
        long begin = System.nanoTime();
        String state = "ok";
        Fault fault = Fault.NONE;
        try {
            code.run();
        } catch (PolyglotException e) {
            state = state(e);
            fault = Sandbox.fault(e);
        } catch (IllegalStateException e) {
            // closed between two turns of its own: the end below says what happened
            state = "gone";
            fault = new Fault("the script's memory of earlier calls was lost", 0, 0);
        }
        long micros = (System.nanoTime() - begin) / 1_000;
        if (running.end()) {
            state = "cancelled";
        }
        if (!state.equals("ok") && !state.equals("failed")) {
            sandboxes.remove(key);
            sandbox.cancel();
        }
        frame.put("state", state);
        frame.put("micros", micros);
        TurnOutput.put(frame, fault);
        output.put(frame);
    }

    private static String state(PolyglotException e) {
        if (e.isCancelled()) {
            return "cancelled";
        }
        if (e.isResourceExhausted()) {
            return "exhausted";
        }
        return e.isInternalError() || e.isExit() ? "gone" : "failed";
    }
}
