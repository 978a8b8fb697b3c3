package io.belfry.core.call;

import java.util.ArrayList;
import java.util.List;

/** Small things about lists of events. */
final class CallEvents {
    private CallEvents() {}

    static List<CallEvent> joined(List<CallEvent> first, List<CallEvent> then) {
        if (first.isEmpty() || then.isEmpty()) {
            return first.isEmpty() ? then : first;
        }
        List<CallEvent> both = new ArrayList<>(first);
        both.addAll(then);
        return both;
    }
}
