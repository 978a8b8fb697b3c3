package io.belfry.simulator.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

/**
 * A bad network between a client and a server, on the loopback address: it forwards, and on command
 * cuts, swallows, delays or throttles. Every fault is counted, so that a test can show that it
 * happened.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5000;

    private final ServerSocket listener;
    private final ToIntFunction<Socket> target;
    private final Faults toServer = new Faults();
    private final Faults toClient = new Faults();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private volatile boolean refusing;
    private volatile boolean open = true;

    /** Which way bytes go. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private FaultProxy(int port, ToIntFunction<Socket> target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    }

    /**
     * Listens on a free port and forwards to a port of this machine.
     *
     * @throws UncheckedIOException if no port can be had
     */
    public static FaultProxy to(int port) {
        return at(0, client -> port);
    }

    /**
     * Listens on this port and forwards each connection to a port of this machine that depends on
     * who makes it.
     *
     * @param target the port for a connection; throws {@link UncheckedIOException} to refuse it
     * @throws UncheckedIOException if the port cannot be had
     */
    public static FaultProxy at(int port, ToIntFunction<Socket> target) {
        try {
            FaultProxy proxy = new FaultProxy(port, target);
            Thread thread = new Thread(proxy::accept, "fault-proxy");
            thread.setDaemon(true);
            thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (open) {
            try {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                if (open) {
                    cut.incrementAndGet();
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        try {
            if (refusing) {
                throw new IOException("refusing");
            }
            server.connect(
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), target.applyAsInt(client)),
                    CONNECT_MILLIS);
        } catch (IOException | UncheckedIOException e) {
            Link.reset(client);
            Link.reset(server);
            throw new IOException(e);
        }
        Link link = new Link(client, server, this::ended);
        links.add(link);
        link.start(toServer, toClient);
    }

    private void ended(Link link, boolean byFault) {
        if (links.remove(link) && byFault) {
            cut.incrementAndGet();
        }
    }

    /** Resets all connections that there are; new ones are accepted. */
    public void cut() {
        for (Link link : links) {
            link.cut();
        }
    }

    /** New connections are accepted and reset at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Bytes of this direction vanish; nobody is told, the connection stays open. */
    public void blackhole(Direction direction, boolean swallow) {
        faults(direction).swallow(swallow);
    }

    /** Both directions at once: what a firewall does that has forgotten the connection. */
    public void blackhole(boolean swallow) {
        toServer.swallow(swallow);
        toClient.swallow(swallow);
    }

    /**
     * Bytes of this direction wait, as while a cable is out: nobody is told, the connection stays
     * open, and they go on when it is false again.
     */
    public void hold(Direction direction, boolean hold) {
        faults(direction).hold(hold);
    }

    /** Every piece of data comes later by that much. */
    public void delay(Direction direction, Duration by) {
        faults(direction).delay(by);
    }

    /** At most that many bytes a second; 0 = as many as can be. */
    public void throttle(Direction direction, int bytesPerSecond) {
        faults(direction).throttle(bytesPerSecond);
    }

    /**
     * When so many more bytes have passed in this direction, the connection that carries the last
     * one is reset.
     */
    public void cutAfter(Direction direction, long bytes) {
        faults(direction).cutAfter(bytes);
    }

    /** No faults any more; what was held goes on, what was swallowed is gone. */
    public void heal() {
        toServer.heal();
        toClient.heal();
        refusing = false;
    }

    private Faults faults(Direction direction) {
        return direction == Direction.TO_SERVER ? toServer : toClient;
    }

    public long accepted() {
        return accepted.get();
    }

    /** Connections that a fault ended. */
    public long cuts() {
        return cut.get();
    }

    public int connections() {
        return links.size();
    }

    public long forwarded(Direction direction) {
        return faults(direction).forwarded();
    }

    public boolean holds(Direction direction) {
        return faults(direction).holds();
    }

    /** Bytes that had to wait. */
    public long held(Direction direction) {
        return faults(direction).held();
    }

    public long swallowed(Direction direction) {
        return faults(direction).swallowed();
    }

    @Override
    public void close() {
        open = false;
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cut();
        }
    }
}
