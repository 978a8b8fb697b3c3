package io.belfry.ami;

import io.belfry.core.integration.PbxConfig;

/**
 * Where a PBX is and who we are there, ready to use.
 *
 * @param secret in clear; lives in memory only
 */
record PbxAccess(String host, int port, String user, String secret, boolean tls) {
    static PbxAccess of(PbxConfig config, String secret) {
        return new PbxAccess(config.host(), config.port(), config.user(), secret, config.tls());
    }

    /** {@code 10.1.2.3:5038}, with brackets around an IPv6 address. */
    String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public String toString() {
        return user + "@" + address();
    }
}
