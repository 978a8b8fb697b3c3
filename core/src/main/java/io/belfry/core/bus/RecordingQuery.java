package io.belfry.core.bus;

import java.time.Instant;

/**
 * Asks for what the PBX said of one call.
 *
 * @param started when it was first heard of; {@link Instant#EPOCH} when that is not known
 * @param masked with telephone numbers replaced
 */
public record RecordingQuery(String pbx, String uniqueid, Instant started, boolean masked) {}
