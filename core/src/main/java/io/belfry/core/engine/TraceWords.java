package io.belfry.core.engine;

import io.belfry.core.integration.Verdict;

/** The trace's sentences. */
final class TraceWords {
    private TraceWords() {}

    static String verdict(Verdict verdict) {
        if (verdict instanceof Verdict.No no) {
            return "no – " + no.because();
        }
        String because = ((Verdict.Yes) verdict).because();
        return because.isEmpty() ? "yes" : "yes – " + because;
    }
}
