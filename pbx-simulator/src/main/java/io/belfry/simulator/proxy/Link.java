package io.belfry.simulator.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One connection through the proxy: two sockets and a thread for each direction. */
final class Link {
    private static final int BUFFER = 16 * 1024;
    private static final Duration LOOK = Duration.ofMillis(2);

    private final Socket client;
    private final Socket server;
    private final WhenEnded whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Told once. */
    interface WhenEnded {
        void ended(Link link, boolean byFault);
    }

    Link(Socket client, Socket server, WhenEnded whenEnded) {
        this.client = client;
        this.server = server;
        this.whenEnded = whenEnded;
    }

    void start(Faults toServer, Faults toClient) {
        pump("fault-proxy-up", client, server, toServer);
        pump("fault-proxy-down", server, client, toClient);
    }

    private void pump(String name, Socket from, Socket to, Faults faults) {
        Thread thread = new Thread(() -> forward(from, to, faults), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void forward(Socket from, Socket to, Faults faults) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                pause(faults.delay());
                if (!passes(count, faults)) {
                    return;
                }
                if (faults.swallows()) {
                    faults.lost(count);
                } else {
                    write(out, buffer, faults.beforeCut(count), faults);
                    cutIfDue(faults);
                }
            }
            // the end of what is held does not get through either
            passes(0, faults);
            end(false);
        } catch (IOException e) {
            end(false);
        }
    }

    /** Waits until the bytes may go on; false when the connection is over before. */
    private boolean passes(int count, Faults faults) {
        if (faults.holds()) {
            faults.stopped(count);
        }
        while (faults.holds() && !ended.get()) {
            pause(LOOK);
        }
        return !ended.get();
    }

    private void write(OutputStream out, byte[] buffer, int count, Faults faults)
            throws IOException {
        int written = 0;
        while (written < count) {
            int piece = faults.pieceOf(count - written);
            pause(faults.timeFor(piece));
            out.write(buffer, written, piece);
            out.flush();
            faults.passed(piece);
            written += piece;
        }
    }

    private void cutIfDue(Faults faults) {
        if (faults.cutDue()) {
            faults.cutDone();
            cut();
        }
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    void cut() {
        if (end(true)) {
            reset(client);
            reset(server);
        }
    }

    private boolean end(boolean byFault) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            whenEnded.ended(this, byFault);
            if (!byFault) {
                close(client);
                close(server);
            }
        }
        return first;
    }

    /** Without goodbye: the other side sees a reset. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already; closing again does no harm
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more either way
        }
    }
}
