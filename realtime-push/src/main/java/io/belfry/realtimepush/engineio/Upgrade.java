package io.belfry.realtimepush.engineio;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;

/**
 * A session moves from polling to a websocket: the client tries the socket with a probe, lets its
 * last poll end, and says that it has moved. Until then everything goes on by polling, and a try
 * that fails changes nothing.
 */
final class Upgrade {
    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String MOVED = "5";

    private final EngineSession session;
    private final PollingCarrier polling;
    private final ServerWebSocket socket;
    private boolean probed;
    private boolean over;

    private Upgrade(EngineSession session, PollingCarrier polling, ServerWebSocket socket) {
        this.session = session;
        this.polling = polling;
        this.socket = socket;
    }

    /**
     * @param failed called when the session stays on polling
     */
    static void begin(
            Vertx vertx,
            EngineLimits limits,
            EngineSession session,
            PollingCarrier polling,
            ServerWebSocket socket,
            Runnable failed) {
        Upgrade upgrade = new Upgrade(session, polling, socket);
        long late = vertx.setTimer(limits.within().toMillis(), t -> upgrade.giveUp("too late"));
        socket.textMessageHandler(upgrade::said);
        socket.binaryMessageHandler(any -> upgrade.giveUp("binary packets are not taken"));
        socket.exceptionHandler(e -> upgrade.giveUp("broken"));
        socket.closeHandler(
                gone -> {
                    vertx.cancelTimer(late);
                    polling.hurry(false);
                    failed.run();
                });
    }

    private void said(String packet) {
        if (session.isClosed()) {
            giveUp("the session is closed");
        } else if (packet.equals(PROBE) && !probed) {
            probed = true;
            socket.writeTextMessage(PROBE_ANSWER);
            polling.hurry(true);
        } else if (packet.equals(MOVED) && probed) {
            over = true;
            // from now on whoever polls gets nothing to wait for
            polling.hurry(true);
            session.moveTo(WebSocketCarrier.of(socket, session));
        } else {
            giveUp("a probe was expected");
        }
    }

    private void giveUp(String why) {
        if (!over) {
            over = true;
            socket.close(CloseCode.PROTOCOL_ERROR.number(), why);
        }
    }
}
