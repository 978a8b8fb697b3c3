package io.belfry.realtimepush.programs;

import io.belfry.core.web.ServerLimits;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
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

    /** Keys of the configuration. */
    public static final String PORT = "programs.port";

    public static final String TLS_PORT = "programs.tls.port";

    public ProgramsOptions {
        origins = Set.copyOf(origins);
    }

    /** Without encryption. */
    public static ProgramsOptions plain(String host, int port) {
        return new ProgramsOptions(host, port, OFF, "", "", Set.of());
    }

    /** How a server listens at the port without encryption. */
    public HttpServerOptions open() {
        return listening(port);
    }

    /** How a server listens at the other one. */
    public HttpServerOptions encrypted() {
        return listening(tlsPort)
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(new PemKeyCertOptions().setCertPath(tlsCert).setKeyPath(tlsKey));
    }

    private HttpServerOptions listening(int at) {
        return ServerLimits.options().setHost(host).setPort(at);
    }
}
