package io.belfry.core.integration;

/**
 * How to reach a PBX.
 *
 * @param name our name of it, the {@code pbx} field of its events
 * @param secret encrypted, see {@code Secrets}; never shown, logged or sent to a browser
 * @param source {@code settings} when entered in the pages, else the configuration key it comes
 *     from (read-only)
 */
public record PbxConfig(
        String id,
        String name,
        String host,
        int port,
        String user,
        String secret,
        boolean tls,
        boolean enabled,
        String source,
        long version) {
    public static final String FROM_SETTINGS = "settings";

    /** The same as it was saved. */
    public PbxConfig finished(String savedId, String sealed, long saved) {
        return new PbxConfig(savedId, name, host, port, user, sealed, tls, enabled, source, saved);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return name + " " + user + "@" + host + ":" + port + (tls ? " (TLS)" : "");
    }
}
