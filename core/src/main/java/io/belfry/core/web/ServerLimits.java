package io.belfry.core.web;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one client can take of the server, before there is a request that a route could judge. */
public final class ServerLimits {
    /** A connection whose first request has not come by then is closed. */
    public static final Duration HEAD_WITHIN = Duration.ofSeconds(10);

    /** Silence on a connection; sockets and streams must say something more often than this. */
    public static final Duration IDLE = Duration.ofSeconds(75);

    private static final int MAX_HEAD = 8 * 1024;
    private static final int MAX_FIELD = 256 * 1024;
    private static final int MAX_FIELDS = 1000;
    private static final int MAX_FRAME = 64 * 1024;

    private ServerLimits() {}

    /** To be completed with host, port and certificate. */
    public static HttpServerOptions options() {
        return new HttpServerOptions()
                .setMaxInitialLineLength(MAX_HEAD)
                .setMaxHeaderSize(MAX_HEAD)
                .setMaxFormAttributeSize(MAX_FIELD)
                .setMaxFormFields(MAX_FIELDS)
                .setMaxWebSocketFrameSize(MAX_FRAME)
                .setMaxWebSocketMessageSize(MAX_FRAME)
                .setIdleTimeout((int) IDLE.toSeconds())
                // otherwise a connection is not shown to us before its first request is complete
                .setHttp2ClearTextEnabled(false)
                .setHandle100ContinueAutomatically(true);
    }

    /**
     * Serves the site and closes whoever connects and then dawdles over the head of the first
     * request.
     */
    public static HttpServer serve(
            Vertx vertx, HttpServer server, Handler<HttpServerRequest> site) {
        return serve(vertx, server, site, HEAD_WITHIN);
    }

    static HttpServer serve(
            Vertx vertx, HttpServer server, Handler<HttpServerRequest> site, Duration headWithin) {
        Map<HttpConnection, Long> waiting = new ConcurrentHashMap<>();
        return server.invalidRequestHandler(UnreadableRequests::refuse)
                .connectionHandler(
                        connection -> {
                            long timer =
                                    vertx.setTimer(
                                            headWithin.toMillis(),
                                            late -> {
                                                if (waiting.remove(connection) != null) {
                                                    connection.close();
                                                }
                                            });
                            waiting.put(connection, timer);
                            connection.closeHandler(closed -> arrived(vertx, waiting, connection));
                        })
                .requestHandler(
                        request -> {
                            arrived(vertx, waiting, request.connection());
                            if (request.authority() == null) {
                                // a router would fill the log with it
                                request.response().setStatusCode(400).end("Host is missing.");
                            } else {
                                site.handle(request);
                            }
                        });
    }

    private static void arrived(
            Vertx vertx, Map<HttpConnection, Long> waiting, HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
