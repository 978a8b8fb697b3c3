package io.belfry.realtimepush;

/**
 * The supervisors' screens and the streams of events in figures; what is no number of open ones
 * counts from the start.
 *
 * @param tables live tables that are open
 * @param refusedTables not opened because too many were
 * @param streams of events for programs that are open
 * @param refusedStreams not opened because too many were
 * @param slowStreams closed because nobody read from them
 */
public record RealtimeFigures(
        int tables, long refusedTables, int streams, long refusedStreams, long slowStreams) {
    static final RealtimeFigures NONE = new RealtimeFigures(0, 0, 0, 0, 0);
}
