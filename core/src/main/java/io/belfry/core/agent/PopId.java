package io.belfry.core.agent;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the id of a page or message that an integration or a program sent: {@code
 * event/integration/rule/action}, {@code event/integration/script/number} for a page that its
 * script opened, {@code event/program/program/unique} for one that a program opened. An event's id
 * may itself contain slashes, so it takes all that the other three leave.
 *
 * @param event that caused it; of a program the latest of the agent's in the call, or {@link
 *     #NO_EVENT}
 * @param sender id of the integration or of the program
 * @param rule place of the rule in the integration, from 0; -1 for others
 * @param action place of the action in the rule, from 0; -1 for others
 */
public record PopId(String event, String sender, Source source, int rule, int action) {
    /** In the place of a rule; messages of a script have another word and are no pops. */
    public static final String SCRIPT = "script";

    /** In the place of an event: what a program opens may belong to no call. */
    public static final String NO_EVENT = "none";

    private static final String PROGRAM = "program";
    private static final int NONE = -1;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(.+)/([^/]+)/(?:(\\d{1,4})/(\\d{1,4})|("
                            + SCRIPT
                            + ")/\\d{1,4}|"
                            + PROGRAM
                            + "/[0-9a-f-]{36})",
                    Pattern.DOTALL);

    /** Who asked. */
    public enum Source {
        RULE,
        SCRIPT,
        PROGRAM
    }

    /** Empty for what none of these asked for. */
    public static Optional<PopId> of(String id) {
        Matcher parts = SHAPE.matcher(id);
        return parts.matches()
                ? Optional.of(
                        new PopId(
                                parts.group(1),
                                parts.group(2),
                                source(parts),
                                number(parts.group(3)),
                                number(parts.group(4))))
                : Optional.empty();
    }

    private static Source source(Matcher parts) {
        if (parts.group(3) != null) {
            return Source.RULE;
        }
        return parts.group(5) != null ? Source.SCRIPT : Source.PROGRAM;
    }

    private static int number(String digits) {
        return digits == null ? NONE : Integer.parseInt(digits);
    }

    /** A new id of a page or row that a program asks for: nobody knows what it asks twice. */
    public static String ofProgram(String event, String program) {
        return event + "/" + program.replace('/', '_') + "/" + PROGRAM + "/" + UUID.randomUUID();
    }

    public boolean isOf(Source asked) {
        return source == asked;
    }
}
