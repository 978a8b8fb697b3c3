package io.belfry.bench.decode;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/** The least that anybody can do: take the bytes and count the empty lines between events. */
final class FloorReader implements ReaderMain.Reader {
    private static final int READ = 64 * 1024;

    private Socket socket;

    @Override
    public void connect(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public long read() throws IOException {
        byte[] buffer = new byte[READ];
        long empty = 0;
        int line = 1;
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    byte next = buffer[i];
                    if (next == '\n') {
                        if (line == 0) {
                            empty++;
                        }
                        line = 0;
                    } else if (next != '\r') {
                        line++;
                    }
                }
            }
        }
        return empty;
    }
}
