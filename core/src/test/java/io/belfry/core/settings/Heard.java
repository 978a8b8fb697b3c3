package io.belfry.core.settings;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What was published, in order; waiting for the next has an end. */
public final class Heard<T> {
    private final BlockingQueue<T> facts = new LinkedBlockingQueue<>();

    public void add(T fact) {
        facts.add(fact);
    }

    public T next() {
        try {
            T fact = facts.poll(60, TimeUnit.SECONDS);
            if (fact == null) {
                throw new AssertionError("nothing was heard for a minute");
            }
            return fact;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public boolean isSilent() {
        return facts.isEmpty();
    }
}
