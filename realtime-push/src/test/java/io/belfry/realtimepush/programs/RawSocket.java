package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A websocket client that does only what it is told, also what no client does (RFC 6455). */
final class RawSocket implements AutoCloseable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int NO_CLOSE_FRAME = 1006;

    private static final int LIMIT_MILLIS = 60_000;
    private static final int SMALL = 64 * 1024;
    private static final int NO_STATUS_CODE = 1005;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final int status;
    private String body = "";

    /** How it ended; 1006 when the connection was just cut. */
    record Close(int code, String reason) {}

    private record Frame(int opcode, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    /** A frame that was not expected: the end. */
    static final class Closed extends AssertionError {
        private static final long serialVersionUID = 1L;
        final transient Close close;

        Closed(Close close) {
            super("closed " + close);
            this.close = close;
        }
    }

    private RawSocket(int port, String query, String... headers) throws IOException {
        socket = new Socket();
        // a second small frame must not wait until the first is acknowledged
        socket.setTcpNoDelay(true);
        // who does not read shall be felt at the server soon
        socket.setReceiveBufferSize(SMALL);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(LIMIT_MILLIS);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        StringBuilder request = new StringBuilder();
        request.append("GET /socket.io/?").append(query).append(" HTTP/1.1\r\n");
        if (String.join(" ", headers).toLowerCase(Locale.ROOT).indexOf("host:") < 0) {
            request.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        request.append("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n")
                .append("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        status = Integer.parseInt(line().split(" ")[1]);
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (status != 101) {
            body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
    }

    static RawSocket open(int port, String query, String... headers) {
        try {
            return new RawSocket(port, query, headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 101 when it is a websocket now. */
    int status() {
        return status;
    }

    /** Of the answer that is no websocket. */
    String body() {
        return body;
    }

    void text(String text) {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As a client whose session moves from polling to this socket. */
    void move() {
        text("2probe");
        assertThat(next()).isEqualTo("3probe");
        text("5");
    }

    void frame(int opcode, byte[] data) {
        ByteBuffer frame = ByteBuffer.allocate(data.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (data.length < 126) {
            frame.put((byte) (0x80 | data.length));
        } else if (data.length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) data.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(data.length);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.put(mask);
        for (int i = 0; i < data.length; i++) {
            frame.put((byte) (data[i] ^ mask[i % 4]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        write(bytes);
    }

    /** Whatever stands there. */
    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (SocketException e) {
            // the server has gone already; what it said is still to be read
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next text; an error when the socket was closed instead. */
    String next() {
        Frame frame = read();
        if (frame.opcode() != TEXT) {
            throw new Closed(close(frame));
        }
        return frame.text();
    }

    /** The next that begins so; others before it are left aside. */
    String next(String beginning) {
        String text = next();
        while (!text.startsWith(beginning)) {
            text = next();
        }
        return text;
    }

    /** Reads all that still comes, and how it ends. */
    Close closed() {
        Frame frame = read();
        while (frame.opcode() == TEXT) {
            frame = read();
        }
        return close(frame);
    }

    private static Close close(Frame frame) {
        if (frame.opcode() != CLOSE) {
            return new Close(NO_CLOSE_FRAME, "");
        }
        if (frame.data().length < 2) {
            return new Close(NO_STATUS_CODE, "");
        }
        ByteBuffer data = ByteBuffer.wrap(frame.data());
        int code = data.getShort() & 0xffff;
        return new Close(
                code, new String(frame.data(), 2, frame.data().length - 2, StandardCharsets.UTF_8));
    }

    private Frame read() {
        try {
            int first = in.readUnsignedByte();
            long length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            return new Frame(first & 0xf, in.readNBytes((int) length));
        } catch (EOFException | SocketException e) {
            return new Frame(0, new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Away, without a word. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
