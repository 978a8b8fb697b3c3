package io.belfry.core.script;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One worker process and the conversation with it: frames of four bytes of length and a JSON
 * object. Three threads of its own do what can block; whoever uses it never waits.
 */
final class WorkerProcess {
    /** Bytes; the worker's own limits keep its frames far below. */
    private static final int LONGEST_FRAME = 1 << 20;

    /** One turn at a time, and its cancellation. */
    private static final int MOST_TO_SEND = 8;

    private static final int LAST_WORDS = 2_000;

    private final Process process;
    private final Context context;
    private final BlockingQueue<byte[]> toSend = new ArrayBlockingQueue<>(MOST_TO_SEND);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final StringBuffer lastWords = new StringBuffer();
    private boolean low;
    private volatile Listener listener = new Listener() {};

    /** Hears the process, on its user's context. */
    interface Listener {
        default void said(JsonObject frame) {}

        /** Once, whoever ended it. */
        default void ended(String why) {}
    }

    private WorkerProcess(Process process, Context context) {
        this.process = process;
        this.context = context;
    }

    /** Blocks for as long as the system needs to start a process. */
    static WorkerProcess start(List<String> command, Context context) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        try {
            return new WorkerProcess(builder.start(), context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "script worker " + process.pid() + " " + what);
        thread.setDaemon(true);
        thread.start();
    }

    /** Nothing is heard before. */
    void begin(Listener first) {
        listener = first;
        thread("reads", this::read);
        thread("writes", this::write);
        thread("errors", this::readErrors);
    }

    void listen(Listener next) {
        listener = next;
    }

    /** A process that does not read is of no use: it is killed. */
    void send(JsonObject frame) {
        byte[] text = frame.toBuffer().getBytes();
        if (!toSend.offer(Buffer.buffer().appendInt(text.length).appendBytes(text).getBytes())) {
            kill();
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    /**
     * Everything else goes before it from now on, also workers that are just starting. Where the
     * system has no such command, nothing changes.
     */
    void lower() {
        low = true;
        context.executeBlocking(
                () -> {
                    Priority.lower(process.pid());
                    return process;
                },
                false);
    }

    boolean isLow() {
        return low;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Time that it had a processor; empty where the system does not tell. */
    Optional<Duration> processorTime() {
        return process.toHandle().info().totalCpuDuration();
    }

    private void write() {
        try (OutputStream out = process.getOutputStream()) {
            while (process.isAlive()) {
                byte[] frame = toSend.poll(1, TimeUnit.SECONDS);
                if (frame != null) {
                    out.write(frame);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // its other end says that it is gone
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        String why = "it ended";
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                int length = in.readInt();
                if (length < 0 || length > LONGEST_FRAME) {
                    why = "it said something that is no answer";
                    break;
                }
                byte[] bytes = new byte[length];
                in.readFully(bytes);
                JsonObject frame = new JsonObject(Buffer.buffer(bytes));
                tell(() -> listener.said(frame));
            }
        } catch (IOException e) {
            why = "it ended";
        } catch (DecodeException e) {
            why = "it said something that is no answer";
        }
        kill();
        gone(why);
    }

    private void gone(String why) {
        if (ended.compareAndSet(false, true)) {
            String words = why + lastWords();
            tell(() -> listener.ended(words));
        }
    }

    private void tell(Runnable news) {
        try {
            context.runOnContext(here -> news.run());
        } catch (RejectedExecutionException e) {
            // the server has stopped, nobody listens any more
            kill();
        }
    }

    private String lastWords() {
        String words = lastWords.toString().strip();
        int line = words.indexOf('\n');
        return words.isEmpty() ? "" : ": " + (line < 0 ? words : words.substring(0, line));
    }

    /** Must be read, or a full pipe would hold it. */
    private void readErrors() {
        byte[] bytes = new byte[1024];
        try (InputStream in = process.getErrorStream()) {
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (lastWords.length() < LAST_WORDS) {
                    lastWords.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // it is gone
        }
    }
}
