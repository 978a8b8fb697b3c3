package io.belfry.simulator.manager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of the manager interface, on the loopback address, all served by one thread. It can
 * misbehave as real networks do: stand still with open sockets, cut them, refuse new ones. A client
 * that does not read is cut off after the write time-out, as Asterisk does (manager.conf {@code
 * writetimeout}).
 */
final class ManagerServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagerServer.class);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int MOST_LOGINS = 1_000;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final Limits limits;
    private final Behaviour behaviour;
    private final Selector selector;
    private final Thread loop;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<ManagerSession> sessions = new CopyOnWriteArrayList<>();
    private final Deque<LoginSpan> over = new ConcurrentLinkedDeque<>();
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final ServerCounters counters = new ServerCounters();
    private volatile ServerSocketChannel listener;
    private volatile int port;
    private volatile boolean frozen;
    private volatile boolean held;
    private volatile boolean open = true;
    private int lastId;

    /**
     * @param writeTimeout how long a blocked write may last
     * @param loginTimeout how long a connection may stay without login (manager.conf {@code
     *     authtimeout})
     * @param sendBuffer bytes of the socket's send buffer, 0 = what the system gives
     * @param pendingLimit bytes that may wait for one client before it is cut off
     */
    record Limits(
            Duration writeTimeout, Duration loginTimeout, int sendBuffer, long pendingLimit) {}

    /** What the connections mean. Called on the server's thread. */
    interface Behaviour {
        String banner();

        void onMessage(ManagerSession session, MessageReader.Incoming message);
    }

    ManagerServer(int port, Limits limits, Behaviour behaviour) throws IOException {
        this.limits = limits;
        this.behaviour = behaviour;
        this.selector = Selector.open();
        this.port = port;
        this.loop = new Thread(this::run, "pbx-simulator");
        loop.setDaemon(true);
    }

    void start() throws IOException {
        listen();
        loop.start();
    }

    private void listen() throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (limits.sendBuffer() > 0) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, limits.sendBuffer());
        }
        socket.bind(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port),
                200);
        port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        socket.configureBlocking(false);
        socket.register(selector, SelectionKey.OP_ACCEPT);
        listener = socket;
    }

    int port() {
        return port;
    }

    List<ManagerSession> sessions() {
        return sessions;
    }

    /** Logins that are over, the last thousand, and those that are not. */
    List<LoginSpan> logins() {
        List<LoginSpan> all = new ArrayList<>(over);
        sessions.forEach(session -> session.loginUntil(LoginSpan.OPEN).ifPresent(all::add));
        return all;
    }

    ServerCounters counters() {
        return counters;
    }

    /** Tells the loop that sessions have something to write. */
    void wake() {
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    void freeze(boolean still) {
        frozen = still;
        onLoop(() -> sessions.forEach(ManagerSession::forgiveStall));
    }

    /**
     * While true, only answers are written; a connection that is made meanwhile holds its events
     * too.
     */
    void holdEvents(boolean hold) {
        held = hold;
        sessions.forEach(session -> session.holdEvents(hold));
        wake();
    }

    /** Resets all connections: no goodbye, bytes not yet read by the client may be lost. */
    void cut() {
        onLoop(
                () -> {
                    counters.cutByUs.addAndGet(sessions.size());
                    sessions.forEach(session -> drop(session, true));
                });
    }

    /** While it refuses, nobody listens on the port: a connection attempt fails at once. */
    void refuse(boolean refuse) {
        onLoop(
                () -> {
                    try {
                        if (refuse) {
                            listener.close();
                            // a registered socket stays open until the next select
                            selector.selectNow();
                        } else if (!listener.isOpen()) {
                            listen();
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /** Runs on the server's thread and waits until it is done. */
    private void onLoop(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.add(
                () -> {
                    try {
                        task.run();
                        done.complete(null);
                    } catch (RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        selector.wakeup();
        if (Thread.currentThread() == loop) {
            runTasks();
        }
        done.orTimeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private void run() {
        while (open) {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                LOG.error("The simulated PBX stumbled and goes on", e);
            }
        }
        sessions.forEach(session -> drop(session, false));
        runTasks();
    }

    private void turn() throws IOException {
        selector.select(TICK.toMillis());
        woken.set(false);
        runTasks();
        for (SelectionKey key : selector.selectedKeys()) {
            if (!frozen && key.isValid()) {
                serve(key);
            }
        }
        selector.selectedKeys().clear();
        if (frozen) {
            LockSupport.parkNanos(TICK.toNanos());
            return;
        }
        sessions.forEach(this::write);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void serve(SelectionKey key) throws IOException {
        if (key.isAcceptable()) {
            accept();
        } else if (key.isReadable()) {
            read((ManagerSession) key.attachment());
        }
    }

    private void accept() throws IOException {
        SocketChannel channel = listener.accept();
        if (channel == null) {
            return;
        }
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (limits.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, limits.sendBuffer());
        }
        ManagerSession session = new ManagerSession(++lastId, channel, behaviour::onMessage);
        channel.register(selector, SelectionKey.OP_READ, session);
        session.write(behaviour.banner());
        session.holdEvents(held);
        sessions.add(session);
        counters.accepted.incrementAndGet();
    }

    private void read(ManagerSession session) {
        try {
            if (!session.readSome(in)) {
                drop(session, false);
            }
        } catch (IOException e) {
            drop(session, false);
        }
    }

    private void write(ManagerSession session) {
        try {
            boolean waits = session.writeSome();
            SelectionKey key = session.channel().keyFor(selector);
            if (key == null || !key.isValid()) {
                return;
            }
            key.interestOps(
                    waits ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            judge(session);
        } catch (IOException e) {
            drop(session, false);
        }
    }

    private void judge(ManagerSession session) {
        if (session.stalledFor(limits.writeTimeout())) {
            counters.cutStalled.incrementAndGet();
            drop(session, true);
        } else if (session.pendingBytes() > limits.pendingLimit()) {
            counters.cutOverflowed.incrementAndGet();
            drop(session, true);
        } else if (session.unauthenticatedFor(limits.loginTimeout())) {
            counters.cutWithoutLogin.incrementAndGet();
            drop(session, false);
        } else if (session.mayClose()) {
            drop(session, false);
        }
    }

    private void drop(ManagerSession session, boolean reset) {
        sessions.remove(session);
        session.loginUntil(System.nanoTime()).ifPresent(over::add);
        if (over.size() > MOST_LOGINS) {
            over.poll();
        }
        try (SocketChannel channel = session.channel()) {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            LOG.debug("Closing {} failed: {}", session, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        open = false;
        selector.wakeup();
        try {
            loop.join(ANSWER_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
        selector.close();
    }
}
