package io.belfry.core.script;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The versions of one script that are in use: the current one, and those that calls which still
 * live began with. Each has a context of its own.
 */
final class ScriptVersions {
    private static final int MOST = 3;

    private final Map<ScriptCode, ScriptContext> contexts = new LinkedHashMap<>();
    private final String name;
    private int count;

    /**
     * @param name of the script in the conversation with the worker
     */
    ScriptVersions(String name) {
        this.name = name;
    }

    boolean contains(ScriptCode code) {
        return contexts.containsKey(code);
    }

    ScriptContext of(ScriptCode code) {
        return contexts.computeIfAbsent(code, any -> new ScriptContext(code, name + "@" + ++count));
    }

    /** Takes out the oldest that are too many and not in use; they are to be dropped. */
    List<ScriptContext> takeOld(Predicate<ScriptContext> inUse) {
        List<ScriptContext> old = new java.util.ArrayList<>();
        Iterator<ScriptContext> oldest = contexts.values().iterator();
        while (contexts.size() > MOST && oldest.hasNext()) {
            ScriptContext context = oldest.next();
            if (!inUse.test(context)) {
                oldest.remove();
                old.add(context);
            }
        }
        return old;
    }

    void workerLost() {
        contexts.values().forEach(ScriptContext::workerLost);
    }

    /** Those that could not be loaded get another chance. */
    void retryBroken() {
        contexts.values().stream()
                .filter(each -> each.state() == ScriptContext.State.BROKEN)
                .forEach(ScriptContext::lost);
    }
}
