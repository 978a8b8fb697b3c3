package io.belfry.realtimepush;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a pop's id, {@code event/integration/rule/action}. An event's id may itself contain
 * slashes, so it takes all that the other three leave.
 *
 * @param rule place of the rule in the integration, from 0
 * @param action place of the action in the rule, from 0
 */
record PopId(String event, String integration, int rule, int action) {
    private static final Pattern SHAPE =
            Pattern.compile("(.+)/([^/]+)/(\\d{1,4})/(\\d{1,4})", Pattern.DOTALL);

    /** Empty for a command that no rule gave. */
    static Optional<PopId> of(String id) {
        Matcher parts = SHAPE.matcher(id);
        return parts.matches()
                ? Optional.of(
                        new PopId(
                                parts.group(1),
                                parts.group(2),
                                Integer.parseInt(parts.group(3)),
                                Integer.parseInt(parts.group(4))))
                : Optional.empty();
    }
}
