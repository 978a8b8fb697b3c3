package io.belfry.realtimepush.engineio;

import io.belfry.core.bus.SessionAnswer;
import io.belfry.core.bus.SessionWord.Act;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A websocket at this node of a session that another node has. Towards the client it is any
 * websocket; towards the session it polls, one poll after the other and one packet after the other,
 * so that neither side can run away from the other.
 */
final class FarSocket {
    private static final String PROBE = "2probe";
    private static final String PROBE_ANSWER = "3probe";
    private static final String MOVED = "5";
    private static final String CLOSE = "1";
    private static final String NOOP = "6";

    private final ServerWebSocket socket;
    private final BiFunction<Act, String, Future<SessionAnswer>> session;
    private boolean probed;
    private boolean moved;

    private FarSocket(
            ServerWebSocket socket, BiFunction<Act, String, Future<SessionAnswer>> session) {
        this.socket = socket;
        this.session = session;
    }

    /**
     * @param session says a word of the session and gives its answer
     */
    static void begin(
            Vertx vertx,
            EngineLimits limits,
            ServerWebSocket socket,
            BiFunction<Act, String, Future<SessionAnswer>> session) {
        FarSocket far = new FarSocket(socket, session);
        long late =
                vertx.setTimer(
                        limits.within().toMillis(),
                        t -> {
                            if (!far.moved) {
                                far.close(CloseCode.PROTOCOL_ERROR, "too late");
                            }
                        });
        socket.textMessageHandler(far::said);
        socket.binaryMessageHandler(any -> far.binary());
        socket.exceptionHandler(e -> far.close(CloseCode.GOING_AWAY, "broken"));
        socket.closeHandler(
                gone -> {
                    vertx.cancelTimer(late);
                    if (far.moved) {
                        session.apply(Act.GONE, "the connection is gone");
                    } else {
                        session.apply(Act.STAY, "");
                    }
                });
    }

    private void said(String packet) {
        if (moved) {
            packet(packet);
        } else if (packet.equals(PROBE) && !probed) {
            probed = true;
            socket.writeTextMessage(PROBE_ANSWER);
        } else if (packet.equals(MOVED) && probed) {
            moved = true;
            poll(Act.MOVED);
        } else {
            close(CloseCode.PROTOCOL_ERROR, "a probe was expected");
        }
    }

    private void packet(String packet) {
        // the next one when this is heard
        socket.pause();
        session.apply(Act.PACKET, packet)
                .onSuccess(
                        answer -> {
                            if (answer.isRefused()) {
                                close(CloseCode.PROTOCOL_ERROR, answer.detail());
                            } else if (!socket.isClosed()) {
                                socket.resume();
                            }
                        })
                .onFailure(e -> lost());
    }

    private void binary() {
        if (moved) {
            session.apply(Act.BINARY, "");
        }
        close(CloseCode.UNSUPPORTED, "binary packets are not taken");
    }

    private void poll(Act act) {
        session.apply(act, "").onSuccess(this::read).onFailure(e -> lost());
    }

    private void read(SessionAnswer answer) {
        if (socket.isClosed()) {
            return;
        }
        List<String> packets = answer.packets();
        packets.stream()
                .filter(packet -> !packet.equals(NOOP) && !packet.equals(CLOSE))
                .forEach(socket::writeTextMessage);
        if (answer.isRefused() || packets.contains(CLOSE)) {
            close(CloseCode.GOING_AWAY, "the session is closed");
        } else if (socket.writeQueueFull()) {
            socket.drainHandler(drained -> poll(Act.NEXT));
        } else {
            poll(Act.NEXT);
        }
    }

    private void lost() {
        close(CloseCode.GOING_AWAY, "the node of the session is gone");
    }

    private void close(CloseCode code, String why) {
        if (!socket.isClosed()) {
            // a socket that is paused does not see the end either
            socket.resume();
            socket.close(code.number(), why);
        }
    }
}
