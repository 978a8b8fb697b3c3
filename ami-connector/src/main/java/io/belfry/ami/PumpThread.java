package io.belfry.ami;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The thread on which asterisk-java hands over what it read. When it is told to stop, it can look a
 * moment too early and then sleeps for another minute; a hundred lost connections would leave a
 * hundred such sleepers. Once its reader is gone it has certainly been told, and can be woken.
 */
final class PumpThread {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final Duration READER_ENDS = Duration.ofMillis(100);

    /** Its name is the reader's with this behind it. */
    private static final String SUFFIX = ":AsyncEventPump";

    private volatile Thread pump;

    /** It is the thread that calls. */
    void isCurrent() {
        pump = Thread.currentThread();
    }

    /** After the socket was closed; waits for the reader, so never on the event loop. */
    void end() {
        Thread thread = pump;
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            awaitReader(thread);
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Wakes every pump whose reader is gone, for a connection that failed before its pump could be
     * known.
     */
    static void sweep() {
        LockSupport.parkNanos(READER_ENDS.toNanos());
        List<Thread> all = inGroup(Thread.currentThread().getThreadGroup());
        Set<String> names = all.stream().map(Thread::getName).collect(Collectors.toSet());
        all.stream()
                .filter(thread -> thread.getName().endsWith(SUFFIX))
                .filter(thread -> !names.contains(readerOf(thread)))
                .forEach(Thread::interrupt);
    }

    private static void awaitReader(Thread pump) throws InterruptedException {
        for (Thread thread : inGroup(pump.getThreadGroup())) {
            if (thread.getName().equals(readerOf(pump))) {
                thread.join(LIMIT.toMillis());
            }
        }
    }

    private static String readerOf(Thread pump) {
        return pump.getName().substring(0, pump.getName().length() - SUFFIX.length());
    }

    /** A thread that has ended has no group any more. */
    private static List<Thread> inGroup(ThreadGroup group) {
        if (group == null) {
            return List.of();
        }
        Thread[] threads = new Thread[group.activeCount() * 2 + 8];
        int count = group.enumerate(threads);
        return Arrays.asList(threads).subList(0, count);
    }
}
