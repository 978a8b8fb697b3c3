package io.belfry.realtimepush.programs;

import java.util.Set;

/**
 * Where programs connect.
 *
 * @param port negative for none; 0 lets the system choose
 * @param tlsPort the same for encrypted connections; needs a certificate
 * @param tlsCert PEM file; empty for none
 * @param origins of web pages that may connect, in small letters; none is listed usually
 */
public record ProgramsOptions(
        String host, int port, int tlsPort, String tlsCert, String tlsKey, Set<String> origins) {
    public static final int OFF = -1;

    public ProgramsOptions {
        origins = Set.copyOf(origins);
    }

    /** Without encryption. */
    public static ProgramsOptions plain(String host, int port) {
        return new ProgramsOptions(host, port, OFF, "", "", Set.of());
    }
}
