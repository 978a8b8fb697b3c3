package io.belfry.bench.programs;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Looks again and again at what the event loops do, and tells in whose code they are. An estimate:
 * stacks are seen at safe points only.
 */
final class LoopSampler {
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final String IDLE = "idle";

    private final Map<String, Integer> seen = new TreeMap<>();
    private volatile boolean looking;
    private Thread thread = new Thread(() -> {});

    void start() {
        seen.clear();
        looking = true;
        thread = new Thread(this::look, "looks at event loops");
        thread.setDaemon(true);
        thread.start();
    }

    /** {@code kernel 61 %, netty 20 %, …} of the time in which a loop was busy. */
    String stop() {
        looking = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        seen.remove(IDLE);
        int all = Math.max(1, seen.values().stream().mapToInt(Integer::intValue).sum());
        return seen.entrySet().stream()
                .sorted((one, other) -> other.getValue() - one.getValue())
                .map(each -> each.getKey() + " " + 100 * each.getValue() / all + " %")
                .collect(Collectors.joining(", "));
    }

    private void look() {
        while (looking) {
            Thread.getAllStackTraces()
                    .forEach(
                            (each, stack) -> {
                                if (each.getName().contains("eventloop") && stack.length > 0) {
                                    seen.merge(whose(stack), 1, Integer::sum);
                                }
                            });
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    private static String whose(StackTraceElement[] stack) {
        String top = stack[0].getClassName() + "." + stack[0].getMethodName();
        if (top.contains("EPoll") || top.contains("park") || top.contains("epollWait")) {
            return IDLE;
        }
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith("sun.nio.ch")) {
                return "writing to the sockets";
            } else if (name.startsWith("io.netty")) {
                return "Netty";
            } else if (name.startsWith("io.vertx")) {
                return "Vert.x";
            } else if (name.startsWith("io.belfry")) {
                return "Belfry";
            }
        }
        return "other";
    }
}
