package io.belfry.core.web;

/**
 * What the door of the REST interface needs beside sessions.
 *
 * @param bearers knows tokens
 * @param answers keeps what was answered to an {@code Idempotency-Key}
 */
public record RestServices(Bearers bearers, KeptAnswers answers) {
    /** No tokens but the configured one; a repeated request is done again. */
    public static final RestServices NONE = new RestServices(Bearers.NONE, KeptAnswers.NONE);
}
