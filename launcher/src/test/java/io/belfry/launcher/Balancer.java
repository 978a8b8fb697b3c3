package io.belfry.launcher;

import io.belfry.core.bus.NodeId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * In front of nodes, and as unkind as a balancer can be: what begins goes to the next node, and
 * whatever belongs to a session goes to a node that does not have it.
 */
final class Balancer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient();
    private final WebSocketClient sockets = vertx.createWebSocketClient();
    private final List<TestServer> nodes;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpServer server;

    Balancer(List<TestServer> nodes) {
        this.nodes = List.copyOf(nodes);
        this.server =
                TestServer.await(
                        vertx.createHttpServer()
                                .requestHandler(this::request)
                                .listen(0, "127.0.0.1"));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private URI next(HttpServerRequest request) {
        String sid = request.getParam("sid", "");
        List<TestServer> strangers =
                nodes.stream().filter(node -> !sid.endsWith(id(node))).toList();
        TestServer node = strangers.get(turn.getAndIncrement() % strangers.size());
        return URI.create(node.server().programsUrl().orElseThrow());
    }

    private static String id(TestServer node) {
        return NodeId.of(node.server().vertx()).toString();
    }

    private void request(HttpServerRequest request) {
        URI to = next(request);
        request.pause();
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            socket(request, to);
            return;
        }
        RequestOptions options =
                new RequestOptions()
                        .setMethod(request.method())
                        .setHost(to.getHost())
                        .setPort(to.getPort())
                        .setURI(request.uri());
        http.request(options)
                .compose(
                        asked -> {
                            asked.headers().setAll(request.headers());
                            // who goes away from the balancer goes away from the server
                            request.response().closeHandler(gone -> asked.reset());
                            return asked.send(request);
                        })
                .compose(answer -> answer(request, answer))
                .onFailure(e -> request.connection().close());
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse answer) {
        request.response().setStatusCode(answer.statusCode()).headers().setAll(answer.headers());
        return answer.pipeTo(request.response());
    }

    private void socket(HttpServerRequest request, URI to) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions()
                        .setHost(to.getHost())
                        .setPort(to.getPort())
                        .setURI(request.uri());
        sockets.connect(options)
                .onSuccess(
                        far ->
                                request.toWebSocket()
                                        .onSuccess(
                                                near -> {
                                                    join(near, far);
                                                    join(far, near);
                                                })
                                        .onFailure(e -> far.close()))
                .onFailure(
                        e -> {
                            request.resume();
                            request.response().setStatusCode(400).end();
                        });
    }

    private static void join(WebSocketBase from, WebSocketBase to) {
        from.textMessageHandler(to::writeTextMessage);
        from.closeHandler(gone -> to.close());
    }

    @Override
    public void close() {
        TestServer.await(vertx.close());
    }
}
