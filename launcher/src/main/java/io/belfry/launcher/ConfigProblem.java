package io.belfry.launcher;

/**
 * A key or a value of the configuration is wrong; the message names it, where it stands and the
 * mend.
 */
final class ConfigProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigProblem(String message) {
        super(message);
    }
}
