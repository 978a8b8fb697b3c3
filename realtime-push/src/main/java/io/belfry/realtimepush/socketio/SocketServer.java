package io.belfry.realtimepush.socketio;

import io.belfry.realtimepush.engineio.CloseCode;
import io.belfry.realtimepush.engineio.EngineSession;
import io.belfry.realtimepush.engineio.SessionHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the socket of each session, and closes sessions in which nobody connects. */
public final class SocketServer implements SessionHandler {
    private final Application application;
    private final Duration connectWithin;
    private final Clock clock;
    private final Map<EngineSession, ClientSocket> sockets = new LinkedHashMap<>();

    public SocketServer(Application application, Duration connectWithin, Clock clock) {
        this.application = application;
        this.connectWithin = connectWithin;
        this.clock = clock;
    }

    @Override
    public void opened(EngineSession session) {
        ClientSocket socket = new ClientSocket(session, application, clock.instant());
        sockets.put(session, socket);
        socket.opened();
    }

    @Override
    public void message(EngineSession session, String text) {
        sockets.get(session).said(text, clock.instant());
    }

    @Override
    public void drained(EngineSession session) {
        ClientSocket socket = sockets.get(session);
        if (socket != null && socket.isConnected()) {
            application.drained(socket);
        }
    }

    @Override
    public void closed(EngineSession session, String why) {
        ClientSocket socket = sockets.remove(session);
        if (socket != null) {
            socket.ended(why);
        }
    }

    public void tick() {
        Instant now = clock.instant();
        List.copyOf(sockets.entrySet()).stream()
                .filter(each -> isLate(each.getValue(), now))
                .forEach(each -> each.getKey().close(CloseCode.POLICY, "nobody connected in time"));
    }

    private boolean isLate(ClientSocket socket, Instant now) {
        return socket.aloneSince()
                .filter(since -> !now.isBefore(since.plus(connectWithin)))
                .isPresent();
    }
}
