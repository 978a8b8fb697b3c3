package io.belfry.realtimepush.programs;

/**
 * How the door for programs does; all but the first two count from the start.
 *
 * @param sessions connections, also of who is not let in yet
 * @param programs that are connected
 * @param events told, each counted once for each program
 * @param lost times that a program was told of a loss
 * @param slowClosed programs that read nothing and were sent away
 * @param commands that were tried
 * @param refusedCommands wrong, forbidden or too many
 * @param refusedLogins wrong or missing tokens
 * @param refusedSessions from pages that are not listed, or too many
 * @param crowded refused because their address had as many as it may
 * @param relayed words of clients for sessions that other nodes have
 */
public record ProgramFigures(
        int sessions,
        int programs,
        long events,
        long lost,
        long slowClosed,
        long commands,
        long refusedCommands,
        long refusedLogins,
        long refusedSessions,
        long crowded,
        long relayed) {
    public static final ProgramFigures NONE = new ProgramFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
