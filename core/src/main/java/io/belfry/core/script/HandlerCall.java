package io.belfry.core.script;

import io.belfry.core.bus.ScriptLine;
import io.belfry.core.script.ScriptEnd.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One event on its way through the handlers of a script: what it may still say and ask for, and
 * what it waits for. It is over when its handlers have ended and nothing is waited for any more.
 */
final class HandlerCall {
    /** Characters of console of one call. */
    private static final int MOST_CONSOLE = 16_000;

    /** Characters of all that one call asks for. */
    private static final int MOST_OUTPUT = 64_000;

    private static final int MOST_COMMANDS = 50;
    private static final int MOST_FETCHES = 10;
    static final long NO_TIMER = -1;

    private final ScriptCall call;
    private final ScriptEvents events;
    private final String key;
    private final Set<Long> open = new HashSet<>();
    private long begun;
    private long timer = NO_TIMER;
    private long micros;
    private int console;
    private boolean consoleFull;
    private int output;
    private int commands;
    private int told;
    private int fetches;
    private int tries;
    private boolean handlersEnded;
    private boolean over;
    private Fault fault = Fault.NONE;

    HandlerCall(ScriptCall call, ScriptEvents events, String key) {
        this.call = call;
        this.events = events;
        this.key = key;
    }

    ScriptCall call() {
        return call;
    }

    /** Its name in the conversation with the worker; another one for each try. */
    String key() {
        return key + "." + tries;
    }

    /** Without an event: only to see whether the script can be loaded. */
    boolean isOnlyToLoad() {
        return call.data().isEmpty();
    }

    boolean isOver() {
        return over;
    }

    boolean isLastTry() {
        return tries > 1;
    }

    /** A try begins: from the start, with what was already told remembered. */
    void begin(long now) {
        if (tries == 0) {
            begun = now;
        }
        tries++;
        open.clear();
        handlersEnded = false;
        output = 0;
        commands = 0;
        fetches = 0;
        fault = Fault.NONE;
    }

    void timer(long id) {
        timer = id;
    }

    long timer() {
        return timer;
    }

    void ran(long more) {
        micros += more;
    }

    /** Passes a line of console on, up to the limit; the last one says that there was more. */
    void said(ScriptLine line) {
        console += line.text().length() + 1;
        if (console <= MOST_CONSOLE) {
            events.said(line);
        } else {
            consoleFull();
        }
    }

    void consoleFull() {
        if (!consoleFull) {
            consoleFull = true;
            events.said(new ScriptLine("warn", "… the rest of the console is cut off"));
        }
    }

    ScriptEvents events() {
        return events;
    }

    /** Counts something that is asked for; why it is too much, or empty. */
    String takes(boolean fetch, int size) {
        output += size;
        if (fetch) {
            fetches++;
        } else {
            commands++;
        }
        if (output > MOST_OUTPUT) {
            return "it asks for more than " + MOST_OUTPUT + " characters";
        }
        if (commands > MOST_COMMANDS) {
            return "it gives more than " + MOST_COMMANDS + " commands";
        }
        return fetches > MOST_FETCHES ? "it fetches more than " + MOST_FETCHES + " times" : "";
    }

    int commandNumber() {
        return commands;
    }

    /** True the first time for each command: a try that is repeated says the same again. */
    boolean isNews() {
        boolean news = commands > told;
        told = Math.max(told, commands);
        return news;
    }

    void waitsFor(long ask) {
        open.add(ask);
    }

    boolean isWaitingFor(long ask) {
        return open.contains(ask);
    }

    /** Has been given it, and what followed has run. */
    void got(long ask) {
        open.remove(ask);
    }

    void handlersEnded(Fault why) {
        handlersEnded = true;
        if (fault.isNone()) {
            fault = why;
        }
    }

    Fault fault() {
        return fault;
    }

    boolean isDone() {
        return handlersEnded && open.isEmpty();
    }

    void end(State state, Fault why, long now) {
        if (over) {
            return;
        }
        over = true;
        events.ended(
                new ScriptEnd(
                        state,
                        why.text(),
                        why.line(),
                        why.column(),
                        Duration.ofNanos(micros * 1_000),
                        Duration.ofNanos(begun == 0 ? 0 : now - begun)));
    }
}
