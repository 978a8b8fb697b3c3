package io.belfry.realtimepush.programs;

import java.net.BindException;

/** A port for programs can not open, and not because somebody else has it. */
public final class PortProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;

    PortProblem(String key, Throwable cause) {
        super(key + ": " + cause.getMessage(), cause);
        this.key = key;
    }

    /** Of the configuration: whose port it is. */
    public String key() {
        return key;
    }

    /** Whether a port did not open because somebody else listens there. */
    public static boolean isTaken(Throwable e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof BindException
                    && String.valueOf(each.getMessage()).contains("in use")) {
                return true;
            }
        }
        return false;
    }
}
