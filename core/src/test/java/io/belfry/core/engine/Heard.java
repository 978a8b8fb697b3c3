package io.belfry.core.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What was said on the bus, to be read one by one. */
final class Heard<T> {
    private static final int LONGEST_WAIT_SECONDS = 60;

    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    void add(T said) {
        queue.add(said);
    }

    T next() {
        try {
            T said = queue.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            if (said == null) {
                throw new AssertionError("nothing was said");
            }
            return said;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All up to the first that is as wanted, which is the last of them. */
    List<T> until(Predicate<T> wanted) {
        List<T> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!wanted.test(all.get(all.size() - 1)));
        return all;
    }

    T find(Predicate<T> wanted) {
        List<T> all = until(wanted);
        return all.get(all.size() - 1);
    }

    /** What was not read yet; it stays. */
    List<T> all() {
        return List.copyOf(queue);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
