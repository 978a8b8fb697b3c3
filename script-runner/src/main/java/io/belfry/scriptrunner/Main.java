package io.belfry.scriptrunner;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Starts the worker. Ends with the server: when its input ends, whatever a script is doing, it
 * halts. With {@code --rehearsal} it only loads what every start loads, for a JVM that archives it.
 */
public final class Main {
    private static final int OUT_BUFFER = 1 << 16;

    /** The server sends one turn at a time, besides cancellations. */
    private static final int TURNS = 4;

    /** Deep enough for any honest recursion; deeper ones get a RangeError. */
    private static final long STACK_BYTES = 2L << 20;

    private final Frames frames;
    private final Running running = new Running();
    private final BlockingQueue<Map<String, Object>> turns = new ArrayBlockingQueue<>(TURNS);
    private final BlockingQueue<Long> cancellations = new ArrayBlockingQueue<>(TURNS);

    private Main(Frames frames) {
        this.frames = frames;
    }

    public static void main(String[] args) throws IOException {
        Frames frames =
                new Frames(
                        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                        new BufferedOutputStream(
                                new FileOutputStream(FileDescriptor.out), OUT_BUFFER));
        // the conversation is no place for what a library prints
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), true));
        WarmUp.run();
        if (List.of(args).contains("--rehearsal")) {
            return;
        }
        frames.write(Map.of("ready", true));
        new Main(frames).run();
    }

    private void run() {
        new Thread(null, this::work, "scripts", STACK_BYTES).start();
        new Thread(this::cancel, "cancel").start();
        try {
            while (true) {
                Map<String, Object> request = frames.read();
                if (request.get("do").equals("cancel")) {
                    cancellations.add((long) request.get("turn"));
                } else {
                    turns.add(request);
                }
            }
        } catch (IOException | RuntimeException e) {
            // the server is gone, or says what we do not understand
            Runtime.getRuntime().halt(0);
        }
    }

    private void work() {
        Worker worker = new Worker(frames, running);
        try {
            while (true) {
                worker.turn(turns.take());
            }
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void cancel() {
        try {
            while (true) {
                running.cancel(cancellations.take());
            }
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }
}
