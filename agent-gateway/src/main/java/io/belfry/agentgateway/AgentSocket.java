package io.belfry.agentgateway;

import io.belfry.core.web.Principal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket of one open page: what it may cost us, and how it ends. Used from the gateway's
 * context only. Times are nanoseconds of a clock that nobody sets: a wall clock that jumps makes no
 * page silent.
 */
final class AgentSocket implements OpenPages.Page {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSocket.class);

    /** The session is over: the page must not come back by itself. */
    static final short LOGGED_OUT = 4001;

    static final short GOING_AWAY = 1001;
    static final short WRONG_KIND = 1003;
    static final short AGAINST_THE_RULES = 1008;
    static final short TOO_BIG = 1009;
    static final short TRY_LATER = 1013;

    /** A peer that reads nothing does not read that it is closed either. */
    private static final long CLOSE_SECONDS = 1;

    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final String id;
    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final Principal who;
    private final String product;
    private final GatewayLimits limits;

    /** Characters that the network has not taken yet. */
    private final AtomicInteger unread = new AtomicInteger();

    /** So many of them were its day, which it is told in one go. */
    private int allowance;

    private long heard;
    private long spoke;
    private long touched;
    private long fullSince;
    private boolean full;
    private boolean behind;
    private long countedSince;
    private int counted;
    private boolean greeted;
    private boolean closing;

    AgentSocket(
            String id,
            ServerWebSocket socket,
            HttpConnection connection,
            Principal who,
            String product,
            GatewayLimits limits,
            long nanos) {
        this.id = id;
        this.socket = socket;
        this.connection = connection;
        this.who = who;
        this.product = product;
        this.limits = limits;
        this.heard = nanos;
        this.spoke = nanos;
        this.touched = nanos;
        this.countedSince = nanos;
    }

    String id() {
        return id;
    }

    Principal who() {
        return who;
    }

    String product() {
        return product;
    }

    boolean isGreeted() {
        return greeted;
    }

    void greeted() {
        greeted = true;
    }

    @Override
    public void send(JsonObject message) {
        if (closing) {
            return;
        }
        String text = message.encode();
        unread.addAndGet(text.length());
        try {
            socket.writeTextMessage(text).onComplete(done -> unread.addAndGet(-text.length()));
        } catch (IllegalStateException closed) {
            // gone since we looked: its close handler is on the way and says what that means
            closing = true;
        }
    }

    @Override
    public void toldAll() {
        allowance = unread.get();
    }

    /** Somebody wanted to send: when it could not, the page gets everything anew later. */
    @Override
    public boolean isFull() {
        boolean full = closing || socket.isClosed() || unread.get() > limits.bytes() + allowance;
        behind |= full;
        return full;
    }

    /** True once after it was full and has been read again. */
    boolean caughtUp() {
        if (!behind || closing || queueIsFull()) {
            return false;
        }
        behind = false;
        allowance = 0;
        return true;
    }

    /**
     * Counts a message.
     *
     * @return false when there were too many
     */
    boolean mayMore(long nanos) {
        heard = nanos;
        if (isOver(limits.messageSpan(), countedSince, nanos)) {
            countedSince = nanos;
            counted = 0;
        }
        return ++counted <= limits.messages();
    }

    void heard(long nanos) {
        heard = nanos;
    }

    private static boolean isOver(Duration time, long since, long nanos) {
        return nanos - since >= time.toNanos();
    }

    /** Nobody has read from it for too long, with something there to read. */
    boolean isTooSlow(long nanos) {
        if (closing || !queueIsFull()) {
            full = false;
            return false;
        }
        if (!full) {
            full = true;
            fullSince = nanos;
        }
        return isOver(limits.slow(), fullSince, nanos);
    }

    boolean isSilent(long nanos) {
        return !closing && isOver(limits.silence(), heard, nanos);
    }

    /**
     * A sign of life both ways: the ping for us, the message for the page's own clock.
     *
     * @param now what the page is told
     */
    void beatIfDue(long nanos, Instant now) {
        if (closing || !isOver(limits.heartbeat(), spoke, nanos) || queueIsFull()) {
            return;
        }
        spoke = nanos;
        send(ServerMessage.beat(now));
        ping();
    }

    private void ping() {
        if (!closing && !socket.isClosed()) {
            socket.writePing(Buffer.buffer()).onFailure(e -> LOG.debug("ping: {}", e.getMessage()));
        }
    }

    /**
     * Not as the socket sees it: its queue counts as full when a few messages have not reached its
     * thread yet, and a page that comes back is told its whole day at once. To a closed socket
     * nothing can be sent.
     */
    private boolean queueIsFull() {
        return unread.get() > limits.bytes() || socket.isClosed();
    }

    /** True once a minute: an open page keeps its session alive. */
    boolean mustTouch(long nanos) {
        if (!isOver(TOUCH, touched, nanos)) {
            return false;
        }
        touched = nanos;
        return true;
    }

    void close(Vertx vertx, short code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        if (!socket.isClosed()) {
            socket.close(code, reason).onFailure(e -> LOG.debug("close: {}", e.getMessage()));
        }
        vertx.setTimer(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS), late -> connection.close());
    }
}
