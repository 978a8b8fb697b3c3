package io.belfry.launcher;

import io.belfry.realtimepush.programs.ProgramsOptions;

/**
 * Where the server listens, and which keys of the configuration say so.
 *
 * @param what its port, in words
 * @param certKeys keys of the certificate; empty for a port without encryption
 */
record ListenPlace(
        String hostKey, String host, String portKey, int port, String what, String certKeys) {
    private static final String CLUSTER_HOST = "cluster.host";
    private static final String OF_HTTP = "http.tls.cert, http.tls.key";

    private static ListenPlace of(
            String hostKey, String host, String portKey, int port, String certKeys) {
        return new ListenPlace(hostKey, host, portKey, port, portKey + " " + port, certKeys);
    }

    static ListenPlace http(ServerConfig config) {
        return of(
                "http.host",
                config.host(),
                "http.port",
                config.port(),
                config.tlsCert().isEmpty() ? "" : OF_HTTP);
    }

    /**
     * @param key {@link ProgramsOptions#PORT} or {@link ProgramsOptions#TLS_PORT}
     */
    static ListenPlace programs(ServerConfig config, String key) {
        ProgramsOptions programs = config.programs().options();
        if (key.equals(ProgramsOptions.PORT)) {
            return of("programs.host", programs.host(), key, programs.port(), "");
        }
        boolean ofHttp = programs.tlsCert().equals(config.tlsCert());
        return of(
                "programs.host",
                programs.host(),
                key,
                programs.tlsPort(),
                ofHttp ? OF_HTTP : "programs.tls.cert, programs.tls.key");
    }

    static ListenPlace members(ClusterConfig cluster) {
        return of(CLUSTER_HOST, cluster.host(), "cluster.port", cluster.port(), "");
    }

    static ListenPlace bus(ClusterConfig cluster) {
        return new ListenPlace(
                CLUSTER_HOST,
                cluster.host(),
                "cluster.port",
                cluster.busPort(),
                "cluster.port %d (event bus at %d)".formatted(cluster.port(), cluster.busPort()),
                cluster.tls().isEmpty() ? "" : "cluster.tls.cert, cluster.tls.key, cluster.tls.ca");
    }

    /**
     * That all addresses will do, in words; never for the cluster, which is no business of other
     * networks.
     */
    String orAll() {
        return hostKey.equals(CLUSTER_HOST) ? "" : "; 0.0.0.0 is all of them";
    }

    /** As an argument: a port that may be free. */
    String another() {
        return "--%s=%d".formatted(portKey, port < 65_535 ? port + 1 : 8080);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
