package io.belfry.realtimepush.socketio;

import io.belfry.realtimepush.engineio.CloseCode;
import io.belfry.realtimepush.engineio.EngineSession;
import io.belfry.realtimepush.engineio.Handshake;
import io.belfry.realtimepush.engineio.Revision;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client in the namespace {@code /}, the only one there is. */
public final class ClientSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

    private final EngineSession session;
    private final Application application;
    private State state = State.NEW;
    private Instant aloneSince;

    private enum State {
        NEW,
        /** Its token is being looked at. */
        ASKING,
        CONNECTED,
        GONE
    }

    ClientSocket(EngineSession session, Application application, Instant now) {
        this.session = session;
        this.application = application;
        this.aloneSince = now;
    }

    public Handshake handshake() {
        return session.handshake();
    }

    public boolean isFull() {
        return session.isFull();
    }

    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** {@code polling} or {@code websocket}. */
    public String transport() {
        return session.transport();
    }

    public void emit(String name, JsonObject data) {
        sendEncoded(encoded(name, data.encode(), ""));
    }

    /**
     * An event as it travels, to be made once for many sockets.
     *
     * @param json of the first argument
     * @param id second argument, text; empty for none. What clients of 4.6 and later send back when
     *     they reconnect
     */
    public static String encoded(String name, String json, String id) {
        String second = id.isEmpty() ? "" : ",\"" + id + "\"";
        return Packet.encode(
                Packet.Type.EVENT,
                Packet.ROOT,
                Packet.NO_ID,
                "[\"" + name + "\"," + json + second + "]");
    }

    /**
     * @param packet see {@link #encoded}
     */
    public void sendEncoded(String packet) {
        if (state == State.CONNECTED) {
            session.send(packet);
        }
    }

    public void close(CloseCode code, String why) {
        session.close(code, why);
    }

    /** Since when nobody is connected; empty while somebody is. */
    Optional<Instant> aloneSince() {
        return state == State.CONNECTED || state == State.GONE
                ? Optional.empty()
                : Optional.of(aloneSince);
    }

    /** Clients of 1.x and 2.x are connected without asking. */
    void opened() {
        if (session.revision() == Revision.V3) {
            ask(new JsonObject());
        }
    }

    void said(String text, Instant now) {
        Optional<Packet> packet = Packet.parse(text);
        if (packet.isEmpty()) {
            session.close(CloseCode.PROTOCOL_ERROR, "no packet of socket.io");
            return;
        }
        switch (packet.get().type()) {
            case CONNECT -> connect(packet.get());
            case DISCONNECT -> disconnect(packet.get(), now);
            case EVENT -> event(packet.get());
            case ACK -> {
                // nothing that we send wants one
            }
            case ERROR -> session.close(CloseCode.PROTOCOL_ERROR, "clients send no errors");
            case BINARY_EVENT, BINARY_ACK -> binary();
        }
    }

    private void connect(Packet packet) {
        if (!packet.namespacePath().equals(Packet.ROOT)) {
            refuse(packet.namespacePath(), "Invalid namespace");
        } else if (session.revision() == Revision.V3) {
            // it is connected, or will be; some say so nevertheless
            LOG.debug("a client asks for what it has");
        } else if (state != State.NEW) {
            session.close(CloseCode.PROTOCOL_ERROR, "connected already");
        } else if (packet.data() instanceof JsonObject auth) {
            ask(auth);
        } else if (packet.data() == Packet.NOTHING) {
            ask(new JsonObject());
        } else {
            session.close(CloseCode.PROTOCOL_ERROR, "auth is an object");
        }
    }

    private void ask(JsonObject auth) {
        state = State.ASKING;
        Future.succeededFuture(auth)
                .compose(said -> application.admit(this, said))
                .onSuccess(this::admitted)
                .onFailure(this::refused);
    }

    private void admitted(JsonObject extra) {
        if (session.isClosed()) {
            state = State.GONE;
            application.closed(this, "gone while it was asked who it is");
            return;
        }
        state = State.CONNECTED;
        boolean told = session.revision() == Revision.V4;
        JsonObject answer = new JsonObject().put("sid", session.sid()).mergeIn(extra);
        session.send(
                Packet.encode(
                        Packet.Type.CONNECT,
                        Packet.ROOT,
                        Packet.NO_ID,
                        told ? answer.encode() : ""));
        application.connected(this);
    }

    private void refused(Throwable e) {
        if (!(e instanceof Refusal)) {
            LOG.warn("who a program is can not be told: {}", e.getMessage());
        }
        if (!session.isClosed()) {
            state = State.NEW;
            refuse(Packet.ROOT, e instanceof Refusal ? e.getMessage() : "try again later");
        }
    }

    /** In the words of each generation: {@code connect_error} or {@code error}. */
    private void refuse(String namespace, String message) {
        JsonArray one = JsonArray.of(message);
        String json =
                session.revision() == Revision.V4
                        ? new JsonObject().put("message", message).encode()
                        : one.encode().substring(1, one.encode().length() - 1);
        session.send(Packet.encode(Packet.Type.ERROR, namespace, Packet.NO_ID, json));
    }

    private void disconnect(Packet packet, Instant now) {
        if (packet.namespacePath().equals(Packet.ROOT) && state == State.CONNECTED) {
            state = State.NEW;
            aloneSince = now;
            application.closed(this, "it left");
        }
    }

    private void event(Packet packet) {
        boolean root = packet.namespacePath().equals(Packet.ROOT);
        if (state != State.CONNECTED || !root) {
            session.close(CloseCode.PROTOCOL_ERROR, "not connected");
        } else if (packet.data() instanceof JsonArray all
                && !all.isEmpty()
                && all.getValue(0) instanceof String name) {
            JsonArray arguments = all.copy();
            arguments.remove(0);
            application.event(this, name, arguments, new Answer(packet.id()));
        } else {
            session.close(CloseCode.PROTOCOL_ERROR, "an event is a list that begins with its name");
        }
    }

    private void binary() {
        String why = "binary packets are not taken, send JSON";
        emit("error", new JsonObject().put("message", why));
        session.close(CloseCode.UNSUPPORTED, why);
    }

    void ended(String why) {
        boolean told = state == State.CONNECTED;
        if (state != State.ASKING) {
            // else it is told when the answer is there
            state = State.GONE;
        }
        if (told) {
            application.closed(this, why);
        }
    }

    private final class Answer implements Application.Ack {
        private final long id;
        private boolean given;

        private Answer(long id) {
            this.id = id;
        }

        @Override
        public boolean isWanted() {
            return id >= 0;
        }

        @Override
        public void answer(JsonObject data) {
            if (isWanted() && !given && state == State.CONNECTED) {
                given = true;
                String json = JsonArray.of(data).encode();
                session.send(Packet.encode(Packet.Type.ACK, Packet.ROOT, id, json));
            }
        }
    }
}
