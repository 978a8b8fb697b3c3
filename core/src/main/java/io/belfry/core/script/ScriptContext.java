package io.belfry.core.script;

import io.belfry.core.bus.ScriptLine;
import io.belfry.core.call.CallEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Where one version of a script lives in the worker: its globals, while they last. */
final class ScriptContext {
    enum State {
        /** Not in the worker. */
        NONE,
        /** Its world is made, its code has not run. */
        PREPARED,
        LOADED,
        /** Its code can not be run; the fault says why. */
        BROKEN
    }

    private static final int MOST_LOAD_LINES = 50;

    private final ScriptCode code;
    private final String key;
    private State state = State.NONE;
    private Set<String> handlers = Set.of();
    private Fault fault = Fault.NONE;
    private final List<ScriptLine> loadLines = new ArrayList<>();

    ScriptContext(ScriptCode code, String key) {
        this.code = code;
        this.key = key;
    }

    ScriptCode code() {
        return code;
    }

    /** Its name in the conversation with the worker. */
    String key() {
        return key;
    }

    State state() {
        return state;
    }

    Fault fault() {
        return fault;
    }

    Set<String> handlers() {
        return handlers;
    }

    void prepared() {
        state = State.PREPARED;
    }

    void loaded(Set<String> found) {
        state = State.LOADED;
        handlers = Set.copyOf(found);
    }

    void broken(Fault why) {
        state = State.BROKEN;
        fault = why;
    }

    /** Its memory is gone, or a broken one gets another chance. */
    void lost() {
        state = State.NONE;
    }

    /** The worker is another one: what was in the old one is gone, what is broken stays so. */
    void workerLost() {
        if (state != State.BROKEN) {
            state = State.NONE;
        }
    }

    void addLoadLine(ScriptLine line) {
        if (loadLines.size() < MOST_LOAD_LINES) {
            loadLines.add(line);
        }
    }

    /** What it wrote to its console while it was loaded; told once. */
    List<ScriptLine> takeLoadLines() {
        List<ScriptLine> taken = List.copyOf(loadLines);
        loadLines.clear();
        return taken;
    }

    boolean handles(Kind kind) {
        return handles(handlers, kind);
    }

    /** A listener for all events hears the original's five, as with a socket of its own. */
    static boolean handles(Set<String> handlers, Kind kind) {
        return handlers.contains(kind.word())
                || handlers.contains("socket " + kind.word())
                || kind.isOriginal() && handlers.contains("socket event");
    }
}
