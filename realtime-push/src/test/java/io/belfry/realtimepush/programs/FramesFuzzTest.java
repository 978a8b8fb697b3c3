package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Whatever a client sends, the server goes on, who breaks the rules is closed, and his neighbour
 * notices nothing. 20,000 frames; {@code -Pnightly} a million. What is counted was sent to a
 * session that lived.
 */
class FramesFuzzTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int FRAMES = Integer.getInteger("frames", NIGHTLY ? 1_000_000 : 20_000);

    /** For 99 of 100; on a machine that does a lot else it takes longer. */
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(NIGHTLY ? 1 : 20);

    /** That a session bears, before those that it may not bear. */
    private static final int MOST_BORNE = 10;

    private static final int MOST_WILD = 3;

    private static final int BETWEEN_LOOKS = 500;

    /** So often the neighbour asks meanwhile: more would be too many packets. */
    private static final int QUESTIONS = 400;

    /** At once: most of the time of one goes by in waiting. */
    private static final int OFFENDERS = 10;

    /** Good beginnings, so that more than the first letter is tried. */
    private static final List<String> SEEDS =
            List.of(
                    "0{\"sid\":\"x\"}",
                    "1",
                    "2",
                    "2probe",
                    "3",
                    "3probe",
                    "40",
                    "40{\"token\":\"" + ProgramHouse.TOKEN + "\"}",
                    "40/admin,{\"token\":\"x\"}",
                    "40/admin?a=b,",
                    "41",
                    "41/admin,",
                    "42[\"AgentCTI\",{\"url\":\"https://crm.example\",\"peer\":\"1007\"}]",
                    "421[\"AgentCTINotification\",{\"peer\":\"1007\",\"title\":\"x\"}]",
                    "422[\"RealtimeCTI\",{\"type\":\"A\",\"channel\":{\"time\":1},\"reference\":7}]",
                    "423[\"subscribe\",{\"events\":[\"queued\"],\"queues\":[\"Sales\"]}]",
                    "424[\"unsubscribe\"]",
                    "42[\"x\",[[[[{}]]]],null,true,1e400,-0.1]",
                    "431[{}]",
                    "44{\"message\":\"x\"}",
                    "451-[\"x\",{\"_placeholder\":true,\"num\":0}]",
                    "461-7[]",
                    "5",
                    "6",
                    "bAQID",
                    "");

    private static final List<String> NAMES =
            List.of(
                    "AgentCTI",
                    "AgentCTINotification",
                    "RealtimeCTI",
                    "subscribe",
                    "unsubscribe",
                    "event",
                    "connect",
                    "__proto__");

    private static final List<String> FIELDS =
            List.of(
                    "url",
                    "peer",
                    "mode",
                    "title",
                    "body",
                    "type",
                    "channel",
                    "time",
                    "reference",
                    "events",
                    "queues",
                    "queue",
                    "uniqueid",
                    "pbx",
                    "",
                    "__proto__");

    private static final List<String> VALUES =
            List.of(
                    "true",
                    "0",
                    "-0.1",
                    "1e30",
                    "123456789012345678901234567890",
                    "{}",
                    "[]",
                    "\"\"",
                    "\"https://crm.example/?a=b\"",
                    "\"javascript:alert(1)\"",
                    "\"1007\"",
                    "\"PJSIP/anna\"",
                    "\"new_tab\"",
                    "\"queued\"",
                    "\"Sales\"",
                    "\"\\u0000\\ud800\"");

    private final AtomicInteger unhandled = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Queue<Duration> closings = new ConcurrentLinkedQueue<>();
    private final List<Duration> answers = new ArrayList<>();
    private final ExecutorService offenders = Executors.newFixedThreadPool(OFFENDERS);
    private final ProgramHouse house = new ProgramHouse(generous());

    /** So that what is sent is looked at, and not refused because there was so much before. */
    private static ProgramLimits generous() {
        ProgramLimits usual = ProgramLimits.defaults();
        return new ProgramLimits(
                usual.engine().withOfAddress(usual.engine().sessions()),
                usual.connectWithin(),
                usual.patience(),
                usual.beat(),
                1_000,
                1_000_000,
                usual.field(),
                usual.subscriptions());
    }

    @BeforeEach
    void watch() {
        house.vertx.exceptionHandler(e -> unhandled.incrementAndGet());
    }

    @AfterEach
    void close() {
        offenders.shutdownNow();
        house.close();
    }

    /** So many times, by all offenders together, each with chance of its own; meanwhile he asks. */
    private void offend(int times, List<Random> chances, Consumer<Random> once, Talk neighbour) {
        List<Future<?>> all = new ArrayList<>();
        for (Random chance : chances) {
            all.add(
                    offenders.submit(
                            () -> {
                                for (int i = 0; i < times / OFFENDERS; i++) {
                                    once.accept(chance);
                                }
                            }));
        }
        for (int i = 0; i < QUESTIONS && !all.stream().allMatch(Future::isDone); i++) {
            asks(neighbour);
        }
        for (Future<?> each : all) {
            try {
                each.get(10, TimeUnit.MINUTES);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }
        asks(neighbour);
        // so that the neighbour may ask as often as he is asked here
        house.clock.pass(Duration.ofSeconds(10));
        neighbour.socket().text("3");
    }

    private void asks(Talk neighbour) {
        long begin = System.nanoTime();
        assertThat(neighbour.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
        answers.add(Duration.ofNanos(System.nanoTime() - begin));
    }

    private static Duration p99(Collection<Duration> all) {
        List<Duration> sorted = all.stream().sorted().toList();
        return sorted.get((sorted.size() - 1) * 99 / 100);
    }

    private static List<Random> chances(int seed) {
        return IntStream.range(0, OFFENDERS).mapToObj(i -> new Random(seed + i)).toList();
    }

    @Test
    void noFrameHarmsTheServerOrANeighbour(TestReporter report) {
        List<Random> chances = chances(7);
        try (Talk neighbour = Talk.with(house)) {
            while (taken.get() < FRAMES) {
                offend(BETWEEN_LOOKS, chances, this::offend, neighbour);
            }

            house.untilSessions(1);
        }
        report.publishEntry("frames to living sessions", taken.toString());
        tell(report, "offenders closed", closings);
        tell(report, "the neighbour was answered", answers);
        assertThat(unhandled).hasValue(0);
        assertThat(p99(closings)).isLessThan(CLOSED_WITHIN);
    }

    private static void tell(TestReporter report, String what, Collection<Duration> times) {
        report.publishEntry(
                what,
                times.size() + " times, p99 " + p99(times) + ", longest " + Collections.max(times));
    }

    /** What a session bears, then what it may not bear; the last always ends it. */
    private void offend(Random random) {
        boolean old = random.nextBoolean();
        boolean connects = random.nextInt(3) > 0;
        String token = connects ? "&token=" + ProgramHouse.TOKEN : "";
        String query = (old ? "EIO=3" : "EIO=4") + "&transport=websocket" + token;
        try (RawSocket socket = RawSocket.open(house.port, query)) {
            if (connects) {
                if (!old) {
                    socket.text("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
                }
                socket.next("40");
                int borne = random.nextInt(MOST_BORNE);
                for (int i = 0; i < borne; i++) {
                    socket.text(borne(random, old));
                }
                socket.text("427[\"subscribe\",{}]");
                // answered, so all before it was taken; closed instead, this fails
                socket.next("437[");
                taken.addAndGet(borne + 1);
            }
            long begin = System.nanoTime();
            boolean whole = true;
            for (int i = 0; i < MOST_WILD; i++) {
                whole &= frame(socket, random);
            }
            taken.incrementAndGet();
            socket.text("x");
            if (whole) {
                socket.closed();
                closings.add(Duration.ofNanos(System.nanoTime() - begin));
            }
            // after half a frame the server waits for the rest, as it must
            socket.cut();
        }
    }

    /** The same by polling: what several packets in a body may be. */
    @Test
    void noBodyHarmsTheServerOrANeighbour() {
        List<Random> chances = chances(11);
        try (Talk neighbour = Talk.with(house)) {
            while (taken.get() < FRAMES / 20) {
                offend(BETWEEN_LOOKS, chances, this::offendByPolling, neighbour);
            }

            house.untilSessions(1);
        }
        assertThat(unhandled).hasValue(0);
    }

    private void offendByPolling(Random random) {
        Poller poller = new Poller(house.port, random.nextBoolean() ? 3 : 4);
        poller.open("&token=" + ProgramHouse.TOKEN);
        int status = 200;
        for (int i = 0; i < MOST_WILD && status == 200; i++) {
            String body = body(random);
            status = poller.post(body).statusCode();
            assertThat(status).as(body).isIn(200, 400, 413);
            taken.incrementAndGet();
        }
        poller.post("1");
    }

    private static String body(Random random) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String packet = changed(random);
            body.append(random.nextBoolean() ? packet.length() + ":" + packet : packet);
            body.append(random.nextBoolean() ? "\u001e" : "");
        }
        return body.toString();
    }

    /** Of the right form, whatever is in it. */
    private static String borne(Random random, boolean old) {
        String noise = noise(random, random.nextInt(20)).replace(",", "");
        return switch (random.nextInt(8)) {
            case 0 -> (old ? "2" : "3") + noise;
            case 1 -> "6" + noise;
            case 2 -> "41/n" + noise + ",[" + json(random, 0) + "]";
            case 3 -> "40/n" + noise + ",[" + json(random, 0) + "]";
            case 4 -> "43" + random.nextInt(1_000) + "[" + json(random, 0) + "]";
            default -> event(random);
        };
    }

    /** Most for nobody, some of the right name with fields that are nearly right. */
    private static String event(Random random) {
        String name =
                random.nextInt(4) == 0
                        ? new JsonArray().add(noise(random, 10)).encode()
                        : "[\"" + NAMES.get(random.nextInt(NAMES.size())) + "\"]";
        StringBuilder text = new StringBuilder("42");
        if (random.nextBoolean()) {
            // 7 is the question whose answer is waited for
            text.append(random.nextInt(1_000) + 8);
        }
        text.append(name, 0, name.length() - 1);
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(',').append(json(random, 0));
        }
        return text.append(']').toString();
    }

    private static String json(Random random, int depth) {
        switch (random.nextInt(depth < 4 ? 4 : 2)) {
            case 0:
                return VALUES.get(random.nextInt(VALUES.size()));
            case 1:
                String quoted = new JsonArray().add(noise(random, random.nextInt(12))).encode();
                return quoted.substring(1, quoted.length() - 1);
            case 2:
                return "[" + json(random, depth + 1) + "," + json(random, depth + 1) + "]";
            default:
                return "{"
                        + IntStream.rangeClosed(0, random.nextInt(4))
                                .mapToObj(
                                        i ->
                                                "\""
                                                        + FIELDS.get(random.nextInt(FIELDS.size()))
                                                        + "\":"
                                                        + json(random, depth + 1))
                                .collect(Collectors.joining(","))
                        + "}";
        }
    }

    /** False when it may be the beginning of a frame that goes on. */
    private static boolean frame(RawSocket socket, Random random) {
        int kind = random.nextInt(12);
        switch (kind) {
            case 0 -> socket.text(noise(random, random.nextInt(40)));
            case 1 -> socket.text(SEEDS.get(random.nextInt(SEEDS.size())));
            case 2 -> socket.text("42[\"x\"," + "[".repeat(random.nextInt(3_000)));
            case 3 -> socket.text("42[\"x\",\"" + "y".repeat(random.nextInt(70_000)) + "\"]");
            case 4 -> socket.frame(RawSocket.BINARY, bytes(random));
            case 5 -> socket.frame(random.nextInt(16), bytes(random));
            case 6 -> socket.frame(RawSocket.TEXT, bytes(random));
            case 7 -> socket.write(bytes(random));
            default -> socket.text(changed(random));
        }
        return kind != 7;
    }

    private static String changed(Random random) {
        StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int i = random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, noise(random, 1 + random.nextInt(3)));
                case 2 -> text.setCharAt(at, (char) (random.nextInt(0x60) + 0x20));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static String noise(Random random, int length) {
        return random.ints(length, 0, 0xd800)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? bytes
                : SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.UTF_16);
    }
}
