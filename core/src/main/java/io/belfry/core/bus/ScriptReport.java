package io.belfry.core.bus;

import java.util.List;

/**
 * What came of a {@link ScriptTrial}.
 *
 * @param state {@code done}, {@code failed}, {@code refused}, {@code stopped} or {@code busy}
 * @param failure in words; empty when done
 * @param line of the failure, from 1; 0 when it is not known
 * @param column of the failure, from 1; 0 when it is not known
 * @param micros microseconds of running JavaScript
 */
public record ScriptReport(
        String state,
        List<ScriptLine> console,
        List<ScriptCommand> commands,
        String failure,
        int line,
        int column,
        long micros) {
    public ScriptReport {
        console = List.copyOf(console);
        commands = List.copyOf(commands);
    }
}
