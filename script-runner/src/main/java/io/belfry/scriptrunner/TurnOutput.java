package io.belfry.scriptrunner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a script said in one turn, up to the limits: what it asked the server for, its console, and
 * which calls of handlers ended.
 */
final class TurnOutput {
    /** Characters of all that is asked for in one turn. */
    static final int MOST_OUTPUT = 64_000;

    /** Characters of console in one turn; the rest is cut off with a word. */
    static final int MOST_CONSOLE = 16_000;

    private static final int MOST_LINES = 200;
    private static final int MOST_ASKS = 100;
    private static final int MOST_ENDED = 1_000;
    private static final int MOST_FAILURE = 2_000;

    private final List<Object> lines = new ArrayList<>();
    private final List<Object> asks = new ArrayList<>();
    private final List<Object> ended = new ArrayList<>();
    private int console;
    private int output;
    private boolean cut;

    void line(String level, String text) {
        int room = MOST_CONSOLE - console;
        if (room <= 0 || lines.size() >= MOST_LINES) {
            cut = true;
            return;
        }
        cut |= text.length() > room;
        String kept = text.length() > room ? text.substring(0, room) : text;
        console += kept.length() + 1;
        lines.add(Map.of("level", level, "text", kept));
    }

    /** Asks the server for something. False: this would be too much for one turn. */
    boolean ask(long id, String name, String data, boolean answered) {
        output += data.length();
        if (output > MOST_OUTPUT || asks.size() >= MOST_ASKS) {
            return false;
        }
        asks.add(Map.of("ask", id, "name", name, "data", data, "answered", answered));
        return true;
    }

    void ended(String call, Fault fault) {
        if (ended.size() < MOST_ENDED) {
            Map<String, Object> end = new LinkedHashMap<>();
            end.put("call", call);
            put(end, fault);
            ended.add(end);
        }
    }

    /** Why something failed and where in the script; line and column 0 when that is not known. */
    record Fault(String text, int line, int column) {
        static final Fault NONE = new Fault("", 0, 0);
    }

    static void put(Map<String, Object> frame, Fault fault) {
        String text = fault.text();
        frame.put("failure", text.length() > MOST_FAILURE ? text.substring(0, MOST_FAILURE) : text);
        frame.put("line", fault.line());
        frame.put("column", fault.column());
    }

    void put(Map<String, Object> frame) {
        frame.put("lines", lines);
        frame.put("cut", cut);
        frame.put("asks", asks);
        frame.put("ended", ended);
    }
}
