package io.belfry.ami;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A server that says what no decent PBX would: another banner, half a message, nothing at all. It
 * agrees to every action.
 */
final class ScriptedManager implements AutoCloseable {
    static final String BANNER = "Asterisk Call Manager/11.0.0\r\n";

    private final ServerSocket server;
    private final String greeting;
    private final Function<String, String> answers;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    /**
     * @param greeting sent when a connection is made
     * @param answers to the text of an action; empty for no answer
     */
    private ScriptedManager(
            ServerSocket server, String greeting, Function<String, String> answers) {
        this.server = server;
        this.greeting = greeting;
        this.answers = answers;
        new Thread(this::accept, "scripted-manager").start();
    }

    /** Lets everybody in. */
    static ScriptedManager friendly() {
        return start(BANNER, ScriptedManager::agree);
    }

    static ScriptedManager start(String greeting, Function<String, String> answers) {
        return on(plainSocket(), greeting, answers);
    }

    static ScriptedManager on(
            ServerSocket server, String greeting, Function<String, String> answers) {
        return new ScriptedManager(server, greeting, answers);
    }

    private static ServerSocket plainSocket() {
        try {
            return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Success, with the ActionID that the action had. */
    static String agree(String action) {
        String id =
                action.lines()
                        .map(line -> line.split(": ", 2))
                        .filter(header -> header[0].equalsIgnoreCase("ActionID"))
                        .map(header -> header[1])
                        .findFirst()
                        .orElse("none");
        return "Response: Success\r\nActionID: %s\r\nChallenge: 1\r\nPing: Pong\r\n\r\n"
                .formatted(id);
    }

    int port() {
        return server.getLocalPort();
    }

    /** To everybody who is connected. */
    void send(String text) {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                sockets.remove(socket);
            }
        }
    }

    void cut() {
        sockets.forEach(ScriptedManager::close);
        sockets.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                new Thread(() -> serve(socket), "scripted-manager-connection").start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            socket.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder action = new StringBuilder();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                action.append(line).append('\n');
                if (line.isEmpty()) {
                    String answer = answers.apply(action.toString());
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    action.setLength(0);
                }
            }
        } catch (IOException e) {
            close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
