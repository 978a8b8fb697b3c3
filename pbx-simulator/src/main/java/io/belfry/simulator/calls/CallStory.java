package io.belfry.simulator.calls;

import io.belfry.simulator.truth.CallNotes;
import java.util.List;

/** One call with what its people mean to do and the sheet on which they note what they did. */
final class CallStory {
    private final CallOrder order;
    private final CallNotes notes;
    private int rings;
    private int talks;

    CallStory(CallOrder order, CallNotes notes) {
        this.order = order;
        this.notes = notes;
    }

    CallOrder order() {
        return order;
    }

    CallNotes notes() {
        return notes;
    }

    Script.Reaction nextRing(String device) {
        return order.script().onRing(device, ++rings);
    }

    List<Script.Step> nextTalk(String device) {
        return order.script().onTalk(device, ++talks);
    }
}
