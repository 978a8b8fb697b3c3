package io.belfry.core.bus;

import java.util.List;

/**
 * What came of a {@link ScriptTrial}.
 *
 * @param state {@code done}, {@code failed}, {@code refused}, {@code stopped} or {@code busy}
 * @param failure in words; empty when done
 * @param line from 1; 0 when not known
 * @param column from 1; 0 when not known
 * @param micros running JavaScript, in millionths of a second; waiting does not count
 */
public record ScriptReport(
        String state,
        List<ScriptLine> console,
        List<ScriptCommand> commands,
        String failure,
        int line,
        int column,
        long micros) {}
