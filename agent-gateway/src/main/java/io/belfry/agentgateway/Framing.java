package io.belfry.agentgateway;

import io.belfry.core.agent.ScreenPop;
import java.time.Instant;
import java.util.function.Consumer;

/** What a desk knows of the sites whose pages go into frames. */
interface Framing {
    /** Nobody forbids anything. */
    Framing FREE =
            new Framing() {
                @Override
                public boolean mustWait(ScreenPop pop, Consumer<Instant> known) {
                    return false;
                }

                @Override
                public FramePolicy of(String url) {
                    return FramePolicy.NONE;
                }
            };

    /**
     * Whether it is to be found out first who may frame this page.
     *
     * @param known called once and later, with the time of then, when it is so
     */
    boolean mustWait(ScreenPop pop, Consumer<Instant> known);

    /** As far as it is known. */
    FramePolicy of(String url);
}
