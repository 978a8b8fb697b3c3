package io.belfry.core.command;

/**
 * What became of a command.
 *
 * @param ok false when nothing was done or kept; an agent who is away has it in his list, that is
 *     true
 * @param outcome word of {@code Delivery.Outcome}; {@code written} for a row; {@code failed} when
 *     who should do it did not answer
 * @param clients windows of the agent that took it; 0 for a row, whose readers are not counted
 * @param detail in words; why, when it is not ok
 */
public record CommandAnswer(boolean ok, String outcome, int clients, String detail) {
    public static final String WRITTEN = "written";
    public static final String FAILED = "failed";
    public static final String REFUSED = "refused";

    /** Nothing was tried. */
    public static CommandAnswer refused(String why) {
        return new CommandAnswer(false, REFUSED, 0, why);
    }

    static CommandAnswer failed(String why) {
        return new CommandAnswer(false, FAILED, 0, why);
    }
}
