package io.belfry.realtimepush.engineio;

import java.util.List;

/** Who made a request and waits for its answer, at this node or another. */
interface Asker {
    void packets(Revision revision, List<String> packets);

    void ok();

    /**
     * @param detail what is wrong here; empty when the error says it all
     */
    void error(EngineError error, String detail);

    /** Told when it went away without an answer. */
    void whenGone(Runnable then);
}
