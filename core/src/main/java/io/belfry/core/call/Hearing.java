package io.belfry.core.call;

import java.time.Instant;

/**
 * Until when the PBX was heard, whatever it said. Silence is no answer: when nothing at all has
 * come since a question was asked, the line stands still and the answer may only be late.
 */
final class Hearing {
    private Instant last = Instant.MIN;
    private boolean variables;

    void heard(Instant at) {
        last = at.isAfter(last) ? at : last;
    }

    /** It tells of variables, so QUEUESTATUS will come. */
    void heardVariable() {
        variables = true;
    }

    boolean tellsVariables() {
        return variables;
    }

    /** All that was read at that moment or later, up to some event, has been told. */
    boolean isPast(Instant moment, Instant now) {
        return !last.isBefore(moment) && last.isBefore(now);
    }
}
