package io.belfry.bench.decode;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process of one reader: for each line on standard input it connects, says "ready", reads the
 * stream and tells what it took.
 */
final class ReaderMain {
    /** Somebody who reads a manager connection. */
    interface Reader {
        /** Connects and logs in, if it does; nothing of it is measured. */
        void connect(int port) throws Exception;

        /**
         * Reads to the end.
         *
         * @return events that it saw
         */
        long read() throws Exception;

        /** Whether it makes events of its own of those that it reads. */
        default boolean adds() {
            return false;
        }

        /** What it lost, by its own count. */
        default long dropped() {
            return 0;
        }

        /** Lets go, and looks at what came out; empty when it is right. */
        default String verify() throws Exception {
            return "";
        }
    }

    private ReaderMain() {}

    /**
     * @param arguments kind of reader, port, events of a round, recording, how often it is played
     */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        long events = Long.parseLong(arguments[2]);
        Reader reader =
                reader(arguments[0], events, Path.of(arguments[3]), Integer.parseInt(arguments[4]));
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (orders.readLine() != null) {
            reader.connect(port);
            long cpu = system.getProcessCpuTime();
            long began = System.nanoTime();
            System.out.println("ready");
            long seen = reader.read();
            long wall = System.nanoTime() - began;
            long used = system.getProcessCpuTime() - cpu;
            String problem = reader.verify();
            if (problem.isEmpty() && (seen < events || seen > events && !reader.adds())) {
                problem = "saw " + seen + " of " + events + " events";
            }
            System.out.println(new Round(seen, reader.dropped(), used, wall, problem).line());
        }
        System.exit(0);
    }

    private static Reader reader(String kind, long events, Path recording, int times)
            throws Exception {
        return switch (kind) {
            case "floor" -> new FloorReader();
            case "belfry" -> new BelfryReader(Truth.of(recording), recording, times);
            case "connector" -> new ConnectorReader(Truth.of(recording), recording, times, events);
            case "asterisk-java" -> new AsteriskJavaReader();
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
