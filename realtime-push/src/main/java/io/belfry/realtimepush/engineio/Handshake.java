package io.belfry.realtimepush.engineio;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/**
 * The request that opened a session.
 *
 * @param query parameters; a program's own stand among the protocol's
 * @param authorization header of that name; empty for none
 * @param host name that the client calls us by, without port
 */
public record Handshake(Revision revision, MultiMap query, String authorization, String host) {
    static Handshake of(Revision revision, HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        return new Handshake(
                revision,
                request.params(),
                authorization == null ? "" : authorization,
                request.authority() == null ? "" : request.authority().host());
    }

    /** Empty when it is not there. */
    public String parameter(String name) {
        String value = query.get(name);
        return value == null ? "" : value;
    }

    /** Without tokens. */
    @Override
    public String toString() {
        return revision + " at " + host;
    }
}
