package io.belfry.simulator;

import io.belfry.simulator.ami.AmiEvent;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain manager client: sends text, reads messages. Every wait ends after ten seconds. */
final class AmiClient implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Socket socket;
    private final LinkedBlockingQueue<AmiEvent> messages = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    AmiClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread reader = new Thread(this::read, "test-client");
        reader.setDaemon(true);
        reader.start();
    }

    static AmiClient loggedIn(int port) throws Exception {
        AmiClient client = new AmiClient(port);
        client.login("Events: on");
        return client;
    }

    void login(String... more) throws Exception {
        send(
                "Action: Login",
                "Username: cti",
                "Secret: lab-secret",
                "ActionID: in",
                String.join("\r\n", more));
        answer("in");
    }

    void send(String... lines) throws IOException {
        List<String> filled = new ArrayList<>(List.of(lines));
        filled.removeIf(String::isEmpty);
        raw(String.join("\r\n", filled) + "\r\n\r\n");
    }

    void raw(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The response with that ActionID; what comes before it is thrown away. */
    AmiEvent answer(String actionId) throws Exception {
        return next(
                message ->
                        message.headers().has("Response")
                                && message.get("ActionID").equals(actionId));
    }

    /** The response and all items of a list, the final one included. */
    List<AmiEvent> list(String actionId) throws Exception {
        List<AmiEvent> items = new ArrayList<>();
        AmiEvent item;
        do {
            item = next(message -> message.get("ActionID").equals(actionId));
            items.add(item);
        } while (!item.get("EventList").equals("Complete"));
        return items;
    }

    AmiEvent next(Predicate<AmiEvent> wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            AmiEvent message = messages.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError(
                        "did not come within " + LIMIT_SECONDS + " s; received: " + received);
            }
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    AmiEvent event(String type) throws Exception {
        return next(message -> message.type().equals(type));
    }

    /** Everything up to the answer of a ping that is sent now. */
    List<AmiEvent> drain() throws Exception {
        send("Action: Ping", "ActionID: drained");
        List<AmiEvent> all = new ArrayList<>();
        next(
                message -> {
                    all.add(message);
                    return message.get("ActionID").equals("drained");
                });
        all.remove(all.size() - 1);
        return all;
    }

    /** Waits until the other side has closed. */
    byte[] untilClosed() throws Exception {
        next(message -> message == END);
        return bytes();
    }

    synchronized byte[] bytes() {
        return received.toByteArray();
    }

    private static final AmiEvent END = AmiEvent.ofBytes(new byte[0]);

    private void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            int last = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                message.write(next);
                synchronized (this) {
                    received.write(next);
                }
                if (next == '\n' && (last == '\n' || message.size() == 2)) {
                    messages.add(AmiEvent.ofBytes(message.toByteArray()));
                    message.reset();
                }
                last = next == '\r' ? last : next;
            }
        } catch (IOException e) {
            // a cut connection is the end too
        }
        messages.add(END);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
