package io.belfry.simulator.manager;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Privilege;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One client's connection: what it may do, what it wants to hear, and the bytes that wait to be
 * written. Events are offered from any thread; the socket is touched by the server's loop only.
 */
public final class ManagerSession {
    private static final byte[] NOTHING = new byte[0];
    private static final int CHUNK = 64 * 1024;
    private static final int CHUNKS_PER_TURN = 32;

    private final int id;
    private final SocketChannel channel;
    private final long acceptedNanos = System.nanoTime();
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private final Deque<byte[]> overtaking = new ArrayDeque<>();
    private final ByteBuffer out = ByteBuffer.allocateDirect(CHUNK).flip();
    private final MessageReader reader;
    private final EventFilter filter = new EventFilter();
    private final Set<Privilege> mask = EnumSet.allOf(Privilege.class);
    private byte[] torn = NOTHING;
    private boolean eventsHeld;
    private long pendingBytes;
    private long blockedSinceNanos;
    private boolean blocked;
    private boolean closeWhenWritten;
    private Optional<ManagerUser> user = Optional.empty();
    private long loggedInNanos;
    private String challenge = "";

    ManagerSession(int id, SocketChannel channel, SessionInput input) {
        this.id = id;
        this.channel = channel;
        this.reader = new MessageReader(message -> input.onMessage(this, message));
    }

    /** Where complete messages go. */
    interface SessionInput {
        void onMessage(ManagerSession session, MessageReader.Incoming message);
    }

    /** Counted from 1 over the life of the server. */
    public int id() {
        return id;
    }

    public Optional<ManagerUser> user() {
        return user;
    }

    void login(ManagerUser account) {
        loggedInNanos = System.nanoTime();
        user = Optional.of(account);
    }

    /** Empty when nobody logged in on it. */
    Optional<LoginSpan> loginUntil(long untilNanos) {
        return user.map(any -> new LoginSpan(id, loggedInNanos, untilNanos));
    }

    String challenge() {
        return challenge;
    }

    void challenge(String value) {
        challenge = value;
    }

    EventFilter filter() {
        return filter;
    }

    void mask(Set<Privilege> wanted) {
        mask.clear();
        mask.addAll(wanted);
    }

    boolean hears(Privilege privilege) {
        return user.isPresent()
                && user.get().read().contains(privilege)
                && mask.contains(privilege);
    }

    boolean may(Set<Privilege> needed) {
        return needed.isEmpty()
                || user.isPresent() && needed.stream().anyMatch(user.get().write()::contains);
    }

    /** Queues the event if this client may and wants to hear it. */
    boolean offer(AmiEvent event) {
        boolean wanted =
                event.privilege().map(this::hears).orElse(user.isPresent() && !mask.isEmpty());
        if (wanted && filter.lets(event)) {
            queue(pending, event.wire());
            return true;
        }
        return false;
    }

    /** An answer; it comes after the events before it, unless these are held. */
    synchronized void write(String text) {
        queue(eventsHeld ? overtaking : pending, text.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void holdEvents(boolean hold) {
        eventsHeld = hold;
    }

    private synchronized void queue(Deque<byte[]> queue, byte[] bytes) {
        queue.add(bytes);
        pendingBytes += bytes.length;
    }

    synchronized long pendingBytes() {
        return pendingBytes;
    }

    synchronized void closeWhenWritten() {
        closeWhenWritten = true;
    }

    /** Reads what is there. False when the client has gone. */
    boolean readSome(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        reader.read(buffer.flip());
        return count >= 0;
    }

    /**
     * Writes what the socket takes, a bounded part at a time so that the others get their turn, and
     * remembers since when it takes nothing. True if something is left.
     */
    boolean writeSome() throws IOException {
        for (int turn = 0; turn < CHUNKS_PER_TURN; turn++) {
            if (!fill()) {
                blocked = false;
                return false;
            }
            int count = channel.write(out);
            if (out.hasRemaining()) {
                if (count > 0 || !blocked) {
                    blockedSinceNanos = System.nanoTime();
                }
                blocked = true;
                return true;
            }
        }
        blocked = false;
        return true;
    }

    private synchronized boolean fill() {
        if (out.hasRemaining()) {
            return true;
        }
        out.clear();
        byte[] next = nextMessage();
        while (next.length > 0) {
            int count = Math.min(next.length, out.remaining());
            out.put(next, 0, count);
            pendingBytes -= count;
            torn = Arrays.copyOfRange(next, count, next.length);
            next = out.hasRemaining() ? nextMessage() : NOTHING;
        }
        out.flip();
        return out.hasRemaining();
    }

    /** What is left of a message that was begun comes first. */
    private byte[] nextMessage() {
        if (torn.length > 0) {
            return torn;
        }
        byte[] answer = overtaking.poll();
        byte[] next = answer == null && !eventsHeld ? pending.poll() : answer;
        return next == null ? NOTHING : next;
    }

    boolean stalledFor(Duration limit) {
        return blocked && System.nanoTime() - blockedSinceNanos > limit.toNanos();
    }

    /**
     * Time in which the client does not read does not count while the server itself stands still.
     */
    void forgiveStall() {
        blockedSinceNanos = System.nanoTime();
    }

    boolean unauthenticatedFor(Duration limit) {
        return user.isEmpty() && System.nanoTime() - acceptedNanos > limit.toNanos();
    }

    synchronized boolean mayClose() {
        return closeWhenWritten && pendingBytes == 0 && !out.hasRemaining();
    }

    SocketChannel channel() {
        return channel;
    }

    String localAddress() throws IOException {
        return text((InetSocketAddress) channel.getLocalAddress());
    }

    String remoteAddress() throws IOException {
        return text((InetSocketAddress) channel.getRemoteAddress());
    }

    private static String text(InetSocketAddress address) {
        return "IPV4/TCP/" + address.getAddress().getHostAddress() + "/" + address.getPort();
    }

    @Override
    public String toString() {
        return "session " + id;
    }
}
