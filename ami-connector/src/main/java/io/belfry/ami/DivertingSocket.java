package io.belfry.ami;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.asteriskjava.util.SocketConnectionFacade;

/**
 * The socket that asterisk-java reads from. It sees only what it asked for: banner, responses and
 * lists. The events in between are decoded on the way and go to us, which costs a twentieth of what
 * they would cost there ({@code tech.md} 2.1).
 */
final class DivertingSocket implements SocketConnectionFacade {
    private static final int READ = 64 * 1024;

    /**
     * A value of the dialplan with a line break in it can forge these; asterisk-java does not
     * survive to find them twice in one message.
     */
    private static final Set<String> ONCE = Set.of("response", "event", "actionid", "message");

    private final ManagerSocket manager;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final BiConsumer<List<AmiEvent>, byte[]> events;
    private final byte[] buffer = new byte[READ];
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder written = new StringBuilder();
    private final AmiStream stream;
    private List<AmiEvent> batch = new ArrayList<>();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream(READ);
    private boolean started;
    private volatile long malformed;
    private volatile String end = "";

    /**
     * @param manager already open
     * @param events called on the reading thread with what one read of the socket gave, decoded and
     *     as it came
     */
    DivertingSocket(ManagerSocket manager, BiConsumer<List<AmiEvent>, byte[]> events)
            throws IOException {
        this.manager = manager;
        this.socket = manager.socket();
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.events = events;
        this.stream =
                new AmiStream(
                        new AmiStream.Listener() {
                            @Override
                            public void event(AmiEvent event) {
                                batch.add(event);
                            }

                            @Override
                            public void raw(byte[] bytes, int from, int to) {
                                raw.write(bytes, from, to - from);
                            }

                            @Override
                            public void message(byte[] bytes, int from, int to) {
                                addLines(bytes, from, to);
                            }
                        });
    }

    @Override
    public String readLine() throws IOException {
        if (!started) {
            started = true;
            byte[] first = manager.first();
            take(first, first.length);
        }
        while (lines.isEmpty()) {
            int read = read();
            if (read < 0) {
                end = "the PBX closed the connection";
                return null;
            }
            take(buffer, read);
        }
        return lines.poll();
    }

    private int read() throws IOException {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException e) {
            end = "nothing was heard for " + socket.getSoTimeout() / 1000 + " s";
            throw e;
        } catch (IOException e) {
            if (!manager.isClosed()) {
                end = "the connection broke: " + e.getMessage();
            }
            throw e;
        }
    }

    private void take(byte[] bytes, int length) {
        stream.feed(bytes, 0, length);
        malformed = stream.malformed() + stream.oversized();
        if (!batch.isEmpty()) {
            List<AmiEvent> ready = batch;
            batch = new ArrayList<>();
            byte[] asTheyCame = raw.toByteArray();
            raw.reset();
            events.accept(ready, asTheyCame);
        }
    }

    private void addLines(byte[] bytes, int from, int to) {
        Set<String> seen = new HashSet<>();
        int line = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' && i > line && bytes[i - 1] == '\r') {
                String text = new String(bytes, line, i - 1 - line, StandardCharsets.UTF_8);
                if (isFirst(text, seen)) {
                    lines.add(text);
                }
                line = i + 1;
            }
        }
    }

    private static boolean isFirst(String line, Set<String> seen) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return true;
        }
        String header = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return !ONCE.contains(header) || seen.add(header);
    }

    /** Why nothing more can be read; empty while it can, or when we closed it. */
    String end() {
        return end;
    }

    long malformed() {
        return malformed;
    }

    @Override
    public void write(String s) {
        written.append(s);
    }

    @Override
    public void flush() throws IOException {
        byte[] bytes = written.toString().getBytes(StandardCharsets.UTF_8);
        written.setLength(0);
        out.write(bytes);
        out.flush();
    }

    @Override
    public void close() {
        manager.close();
    }

    @Override
    public boolean isConnected() {
        return socket.isConnected();
    }

    @Override
    public InetAddress getLocalAddress() {
        return socket.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return socket.getLocalPort();
    }

    @Override
    public InetAddress getRemoteAddress() {
        return socket.getInetAddress();
    }

    @Override
    public int getRemotePort() {
        return socket.getPort();
    }
}
