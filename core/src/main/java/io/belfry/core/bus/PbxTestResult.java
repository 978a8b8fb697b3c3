package io.belfry.core.bus;

import java.util.List;

/**
 * Step by step: name, TCP, TLS, login, rights, first event. The first step that is not ok says what
 * to mend.
 */
public record PbxTestResult(boolean ok, List<Step> steps) {
    public PbxTestResult {
        steps = List.copyOf(steps);
    }

    /**
     * @param name {@code dns}, {@code tcp}, {@code tls}, {@code banner}, {@code login}, {@code
     *     rights}, {@code events}
     * @param text what was found, and the mend when it is wrong
     */
    public record Step(String name, boolean ok, String text) {}
}
