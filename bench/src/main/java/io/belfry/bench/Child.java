package io.belfry.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A process that is told what to do on its standard input and answers in lines. */
public final class Child implements AutoCloseable {
    private static final String END = "\0";

    private final String name;
    private final Process process;
    private final PrintStream orders;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

    public Child(String name, List<String> command) throws IOException {
        this.name = name;
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            in.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add(name + ": " + e.getMessage());
        }
        lines.add(END);
    }

    public void tell(String order) {
        orders.println(order);
    }

    /**
     * The next line that begins so; others are passed on to standard error.
     *
     * @throws IllegalStateException when it does not come in time
     */
    public String hear(String beginning, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            String line = lines.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null || line.equals(END)) {
                throw new IllegalStateException(
                        name
                                + " did not say \""
                                + beginning
                                + "\" but "
                                + (line == null ? "nothing" : "ended"));
            }
            if (line.startsWith(beginning)) {
                return line;
            }
            System.err.println(name + ": " + line);
        }
    }

    /** Processor time that it has used since it began. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        orders.close();
        process.destroy();
    }
}
