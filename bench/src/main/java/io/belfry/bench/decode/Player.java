package io.belfry.bench.decode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The PBX of {@code bench decode}, a process of its own: lets anybody in, answers every action with
 * success, and plays the recording as fast as the socket takes it when it is told to on standard
 * input.
 */
final class Player {
    private static final String BANNER = "Asterisk Call Manager/11.0.0\r\n";
    private static final int SECONDS_TO_COME = 30;

    private final Recorded recorded;
    private final int repetitions;
    private final LinkedBlockingQueue<Client> waiting = new LinkedBlockingQueue<>();

    private Player(Recorded recorded, int repetitions) {
        this.recorded = recorded;
        this.repetitions = repetitions;
    }

    /**
     * @param arguments recording, repetitions of it in each round
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Recorded recorded = Recorded.read(Path.of(arguments[0]));
        new Player(recorded, Integer.parseInt(arguments[1])).run();
    }

    private void run() throws IOException, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread door = new Thread(() -> letIn(server), "door");
            door.setDaemon(true);
            door.start();
            System.out.println("port " + server.getLocalPort());
            BufferedReader orders =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                Client client = waiting.poll(SECONDS_TO_COME, TimeUnit.SECONDS);
                if (client == null) {
                    throw new IOException("nobody came");
                }
                client.play(order.equals("close"));
            }
        }
    }

    private void letIn(ServerSocket server) {
        try {
            while (true) {
                Client client = new Client(server.accept());
                Thread thread = new Thread(client::answer, "answers");
                thread.setDaemon(true);
                thread.start();
                waiting.add(client);
            }
        } catch (IOException e) {
            // the server was closed: the process is about to end
            waiting.clear();
        }
    }

    private final class Client {
        private final Socket socket;
        private final OutputStream out;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            socket.setTcpNoDelay(true);
            write(BANNER);
        }

        private synchronized void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        private synchronized void write(byte[] bytes, int from, int to) throws IOException {
            out.write(bytes, from, to - from);
        }

        void play(boolean close) throws IOException {
            for (int number = 0; number < repetitions; number++) {
                byte[] bytes = recorded.repetition(number);
                int from = 0;
                for (int seam : recorded.seams()) {
                    write(bytes, from, seam);
                    from = seam;
                }
            }
            if (close) {
                socket.shutdownOutput();
            }
        }

        private void answer() {
            Map<String, String> action = new HashMap<>();
            try (BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        action.put(
                                line.substring(0, colon).toLowerCase(Locale.ROOT),
                                line.substring(colon + 1).strip());
                    } else if (line.isEmpty() && !action.isEmpty()) {
                        write(answerTo(action));
                        action.clear();
                    }
                }
            } catch (IOException e) {
                System.err.println("player: a reader went away: " + e.getMessage());
            } finally {
                waiting.remove(this);
            }
        }
    }

    private static String answerTo(Map<String, String> action) {
        String id = "ActionID: " + action.getOrDefault("actionid", "") + "\r\n";
        String success = "Response: Success\r\n" + id;
        return switch (action.getOrDefault("action", "").toLowerCase(Locale.ROOT)) {
            case "challenge" -> success + "Challenge: 123456789\r\n\r\n";
            case "coresettings" -> success + "AsteriskVersion: 22.10.1\r\n\r\n";
            case "command" -> success + "Output: Asterisk 22.10.1\r\n\r\n";
            case "coreshowchannels" -> list(success, id, "CoreShowChannelsComplete");
            case "queuestatus" -> list(success, id, "QueueStatusComplete");
            default -> success + "Message: Done\r\n\r\n";
        };
    }

    /** Nothing goes on before it plays. */
    private static String list(String success, String id, String end) {
        return success
                + "EventList: start\r\nMessage: Will follow\r\n\r\nEvent: "
                + end
                + "\r\n"
                + id
                + "EventList: Complete\r\nListItems: 0\r\n\r\n";
    }
}
