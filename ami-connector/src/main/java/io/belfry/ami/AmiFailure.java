package io.belfry.ami;

import java.util.Locale;

/** A connection could not be made; the message is for the administrator. */
final class AmiFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** How far it got, in the order of the way. */
    enum Step {
        DNS,
        TCP,
        TLS,
        BANNER,
        LOGIN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Step step;
    private final boolean refused;

    AmiFailure(Step step, String message, Throwable cause) {
        this(step, false, message, cause);
    }

    private AmiFailure(Step step, boolean refused, String message, Throwable cause) {
        super(message, cause);
        this.step = step;
        this.refused = refused;
    }

    /** The PBX is there and does not want us: no use in trying fast. */
    static AmiFailure refused(String message, Throwable cause) {
        return new AmiFailure(Step.LOGIN, true, message, cause);
    }

    Step step() {
        return step;
    }

    boolean isRefused() {
        return refused;
    }
}
