package io.belfry.ami;

import org.asteriskjava.util.LogFactory;

/**
 * Keeps asterisk-java from logging. It writes whole events (people's names and numbers) for every
 * header that it does not know, for each slow moment and for each dropped message, without a limit.
 * What matters we see ourselves and say in our words.
 */
final class QuietAsteriskJava {
    static {
        // it asks this loader which logging library there is, finds none, and logs to nowhere
        LogFactory.setClassLoader(new NoLogging());
    }

    private QuietAsteriskJava() {}

    /** Before the first class of asterisk-java is used: each takes its logger when it is loaded. */
    static void please() {
        // the static block has done it
    }

    private static final class NoLogging extends ClassLoader {
        NoLogging() {
            super(null);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            throw new ClassNotFoundException(name);
        }
    }
}
