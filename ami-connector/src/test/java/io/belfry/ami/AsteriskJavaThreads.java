package io.belfry.ami;

/** The library's threads: a connection that is over must leave none. */
final class AsteriskJavaThreads {
    private AsteriskJavaThreads() {}

    static long count() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("Asterisk-Java"))
                .count();
    }
}
