package io.belfry.realtimepush.engineio;

import io.vertx.core.http.ServerWebSocket;
import java.util.List;

/** Every packet is a frame of text. */
final class WebSocketCarrier implements Carrier {
    static final String NAME = "websocket";

    private final ServerWebSocket socket;

    private WebSocketCarrier(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** What the client says on it from here on is the session's. */
    static WebSocketCarrier of(ServerWebSocket socket, EngineSession session) {
        socket.textMessageHandler(session::received);
        socket.binaryMessageHandler(any -> session.binary());
        socket.drainHandler(drained -> session.drained());
        socket.closeHandler(gone -> session.broke("the connection is gone"));
        socket.exceptionHandler(e -> session.broke("the connection broke: " + e.getMessage()));
        return new WebSocketCarrier(socket);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    @Override
    public void send(List<String> packets) {
        if (!socket.isClosed()) {
            packets.forEach(socket::writeTextMessage);
        }
    }

    @Override
    public void close(CloseCode code, String why) {
        if (!socket.isClosed()) {
            socket.close(code.number(), why);
        }
    }
}
