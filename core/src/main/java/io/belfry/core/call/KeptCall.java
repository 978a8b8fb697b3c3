package io.belfry.core.call;

/**
 * What is known of one live call, to be kept over a restart: a server that comes back compares it
 * with the PBX and tells what it missed.
 */
public sealed interface KeptCall permits CallMemory, OutboundMemory {
    /** Under which it is kept; never the same for two calls of one PBX. */
    String key();
}
