package io.belfry.core.agent;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of the id of a page or message that an integration sent: {@code
 * event/integration/rule/action}, or {@code event/integration/script/number} for a page that its
 * script opened. An event's id may itself contain slashes, so it takes all that the other three
 * leave.
 *
 * @param rule place of the rule in the integration, from 0; larger than any for a script
 * @param action place of the action in the rule, from 0; of a script, which of its commands
 */
public record PopId(String event, String integration, int rule, int action) {
    /** In the place of a rule; messages of a script have another word and are no pops. */
    public static final String SCRIPT = "script";

    private static final Pattern SHAPE =
            Pattern.compile("(.+)/([^/]+)/(\\d{1,4}|" + SCRIPT + ")/(\\d{1,4})", Pattern.DOTALL);
    private static final int NO_RULE = Integer.MAX_VALUE;

    /** Empty for what no integration asked for. */
    public static Optional<PopId> of(String id) {
        Matcher parts = SHAPE.matcher(id);
        return parts.matches()
                ? Optional.of(
                        new PopId(
                                parts.group(1),
                                parts.group(2),
                                rule(parts.group(3)),
                                Integer.parseInt(parts.group(4))))
                : Optional.empty();
    }

    private static int rule(String word) {
        return word.equals(SCRIPT) ? NO_RULE : Integer.parseInt(word);
    }

    public boolean isOfScript() {
        return rule == NO_RULE;
    }
}
