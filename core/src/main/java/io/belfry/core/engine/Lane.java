package io.belfry.core.engine;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What one integration has under way. Everything is sent at once and in order as long as no more
 * than {@link #AT_ONCE} answers are awaited: that many never come together unless something loops
 * or nobody answers any more. What comes on top waits in a short queue whose oldest is dropped: for
 * a page at an agent the newest call counts. Each integration has its own, so none fills another's.
 */
final class Lane {
    static final int AT_ONCE = 1000;
    static final int WAITING = 1000;

    private final int atOnce;
    private final int most;
    private final Deque<Errand> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean sending;

    Lane(int atOnce, int most) {
        this.atOnce = atOnce;
        this.most = most;
    }

    /** Something to send whose answer ends it. */
    interface Errand {
        Future<?> send();

        /** Called instead of send when there was no room. */
        void dropped();
    }

    void take(Errand errand) {
        waiting.add(errand);
        sendOn();
        if (waiting.size() > most) {
            waiting.remove().dropped();
        }
    }

    boolean isIdle() {
        return underWay == 0 && waiting.isEmpty();
    }

    /** An answer that is there at once must not go round in here deeper and deeper. */
    private void sendOn() {
        if (sending) {
            return;
        }
        sending = true;
        while (underWay < atOnce && !waiting.isEmpty()) {
            underWay++;
            waiting.remove().send().onComplete(answer -> ended());
        }
        sending = false;
    }

    private void ended() {
        underWay--;
        sendOn();
    }
}
