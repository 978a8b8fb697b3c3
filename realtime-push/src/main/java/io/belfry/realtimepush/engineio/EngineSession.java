package io.belfry.realtimepush.engineio;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One client, whatever transport it is on at the moment. What is sent arrives in order and once, or
 * the session ends.
 */
public final class EngineSession {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(10);
    private static final char OPEN = '0';
    private static final char CLOSE = '1';
    private static final char PING = '2';
    private static final char PONG = '3';
    private static final char MESSAGE = '4';
    private static final char NOOP = '6';
    private static final char BINARY = 'b';

    private final String sid;
    private final Handshake handshake;
    private final EngineLimits limits;
    private final Clock clock;
    private final SessionHandler handler;
    private final List<String> waiting = new ArrayList<>();
    private final Rate rate;
    private int waitingSize;
    private Carrier carrier;
    private Instant pingAt;
    private Instant silentUntil;
    private boolean closed;
    private boolean broken;

    EngineSession(
            String sid,
            Handshake handshake,
            EngineLimits limits,
            Clock clock,
            SessionHandler handler) {
        this.sid = sid;
        this.handshake = handshake;
        this.limits = limits;
        this.clock = clock;
        this.handler = handler;
        this.rate = new Rate(limits.packets(), RATE_WINDOW);
        Instant now = clock.instant();
        this.pingAt = now.plus(limits.pingInterval());
        this.silentUntil = pingAt.plus(limits.pingTimeout());
    }

    public String sid() {
        return sid;
    }

    public Handshake handshake() {
        return handshake;
    }

    public Revision revision() {
        return handshake.revision();
    }

    public boolean isClosed() {
        return closed;
    }

    /** It was closed for something that the client did. */
    boolean isBroken() {
        return broken;
    }

    /** {@code polling} or {@code websocket}. */
    public String transport() {
        return carrier.name();
    }

    /** It reads more slowly than it is told. */
    public boolean isFull() {
        return waitingSize > limits.waiting() || carrier.isFull();
    }

    /**
     * @param text plain ASCII
     */
    public void send(String text) {
        sendPacket(MESSAGE + text);
    }

    public void close(CloseCode code, String why) {
        if (!closed) {
            closed = true;
            broken = code != CloseCode.NORMAL;
            carrier.close(code, why);
            handler.closed(this, why);
        }
    }

    /** The handshake's answer is the first packet. */
    void open(Carrier first) {
        carrier = first;
        boolean mayUpgrade = first.name().equals(PollingCarrier.NAME);
        JsonObject open =
                new JsonObject()
                        .put("sid", sid)
                        .put(
                                "upgrades",
                                mayUpgrade ? JsonArray.of(WebSocketCarrier.NAME) : new JsonArray())
                        .put("pingInterval", limits.pingInterval().toMillis())
                        .put("pingTimeout", limits.pingTimeout().toMillis());
        if (revision() == Revision.V4) {
            open.put("maxPayload", limits.payload());
        }
        sendPacket(OPEN + open.encode());
        handler.opened(this);
    }

    /** From here on everything travels by this one. */
    void moveTo(Carrier next) {
        carrier = next;
        flush();
    }

    /** The carrier can send again. */
    void flush() {
        if (!waiting.isEmpty() && carrier.isReady()) {
            carrier.send(takeWaiting());
            handler.drained(this);
        }
    }

    void drained() {
        handler.drained(this);
    }

    List<String> takeWaiting() {
        List<String> packets = List.copyOf(waiting);
        waiting.clear();
        waitingSize = 0;
        return packets;
    }

    /** The connection is gone, nothing can be said any more. */
    void broke(String why) {
        if (!closed) {
            closed = true;
            handler.closed(this, why);
        }
    }

    void received(String packet) {
        Instant now = clock.instant();
        if (closed) {
            return;
        }
        if (rate.isTooMuch(now)) {
            close(CloseCode.POLICY, "too many packets");
        } else if (packet.isEmpty()) {
            close(CloseCode.PROTOCOL_ERROR, "empty packet");
        } else if (packet.length() > limits.payload()) {
            tooLarge();
        } else {
            silentUntil = now.plus(limits.pingInterval()).plus(limits.pingTimeout());
            take(packet, now);
        }
    }

    private void take(String packet, Instant now) {
        String rest = packet.substring(1);
        switch (packet.charAt(0)) {
            case CLOSE -> close(CloseCode.NORMAL, "the client closed");
            case PING -> ping(rest);
            case PONG -> pong(now);
            case MESSAGE -> handler.message(this, rest);
            case NOOP -> {
                // it says nothing
            }
            case BINARY -> binary();
            default -> close(CloseCode.PROTOCOL_ERROR, "no packet of this protocol");
        }
    }

    void binary() {
        close(CloseCode.UNSUPPORTED, "binary packets are not taken, send JSON");
    }

    void tooLarge() {
        close(CloseCode.TOO_LARGE, "a packet is larger than " + limits.payload());
    }

    private void ping(String data) {
        if (revision() == Revision.V3) {
            // it is read by the letter, and nobody's letters go back unseen
            sendPacket(PONG + (data.equals("probe") ? data : ""));
        } else {
            close(CloseCode.PROTOCOL_ERROR, "the server sends the pings");
        }
    }

    private void pong(Instant now) {
        if (revision() == Revision.V4) {
            pingAt = now.plus(limits.pingInterval());
        } else {
            close(CloseCode.PROTOCOL_ERROR, "the client sends the pings");
        }
    }

    /** Time passes: sends the heartbeat, and closes who is silent. */
    void tick(Instant now) {
        if (closed) {
            return;
        }
        if (!now.isBefore(silentUntil)) {
            close(CloseCode.GOING_AWAY, "no heartbeat");
        } else if (revision() == Revision.V4 && !now.isBefore(pingAt)) {
            // the next one when this is answered
            pingAt = Instant.MAX;
            silentUntil = now.plus(limits.pingTimeout());
            sendPacket(String.valueOf(PING));
        }
    }

    private void sendPacket(String packet) {
        if (closed) {
            return;
        }
        if (waiting.isEmpty() && carrier.isReady()) {
            carrier.send(List.of(packet));
            return;
        }
        waiting.add(packet);
        waitingSize += packet.length();
        if (waitingSize > 4 * limits.waiting()) {
            close(CloseCode.TRY_LATER, "it reads nothing");
        }
    }
}
