package io.belfry.core.integration;

import java.time.Instant;
import java.util.Map;

/**
 * One step in the story of a call: what came from the PBX, what each rule said, what was opened and
 * what the browser answered.
 *
 * @param call {@code pbx:uniqueid}
 * @param at when it happened
 * @param step which kind of step
 * @param text the step in plain English, complete in itself
 * @param data the figures and names in it, for programs and translations
 */
public record TraceLine(String call, Instant at, Step step, String text, Map<String, String> data) {
    public TraceLine {
        data = Map.copyOf(data);
    }

    /** Who had a part in it. */
    public enum Step {
        /** A call event was derived. */
        PBX,
        /** A rule was judged. */
        RULE,
        /** A page was sent to an agent. */
        OPEN,
        /** A notification was sent to an agent. */
        NOTIFY,
        /** A row was written to the Realtime table. */
        ROW,
        /** A handler of the integration's script was called, or said something. */
        SCRIPT,
        /** What the agent's browser answered. */
        AGENT,
        /** Anything else: a gap, a limit that was hit, a failure of ours. */
        SYSTEM
    }
}
