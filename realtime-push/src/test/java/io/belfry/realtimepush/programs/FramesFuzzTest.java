package io.belfry.realtimepush.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a client sends, the server goes on, who breaks the rules is closed, and his neighbour
 * notices nothing. 20,000 frames; {@code -Pnightly} a million.
 */
class FramesFuzzTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int FRAMES = Integer.getInteger("frames", NIGHTLY ? 1_000_000 : 20_000);

    /** Few, because most sockets end with the first that is wrong. */
    private static final int OF_A_SOCKET = 4;

    private static final int BETWEEN_LOOKS = 500;

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

    private final AtomicInteger unhandled = new AtomicInteger();
    private final ExecutorService offenders = Executors.newFixedThreadPool(OFFENDERS);
    private final ProgramHouse house = new ProgramHouse(manyOfAnAddress());

    private static ProgramLimits manyOfAnAddress() {
        ProgramLimits usual = ProgramLimits.defaults();
        return usual.with(usual.engine().withOfAddress(usual.engine().sessions()));
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

    /** So many times, by all offenders together, each with chance of its own. */
    private void offend(int times, List<Random> chances, Consumer<Random> once) {
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
        for (Future<?> each : all) {
            try {
                each.get(10, TimeUnit.MINUTES);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static List<Random> chances(int seed) {
        return IntStream.range(0, OFFENDERS).mapToObj(i -> new Random(seed + i)).toList();
    }

    @Test
    void noFrameHarmsTheServerOrANeighbour() {
        List<Random> chances = chances(7);
        try (Talk neighbour = Talk.with(house)) {
            for (int sent = 0; sent < FRAMES; sent += BETWEEN_LOOKS * OF_A_SOCKET) {
                offend(BETWEEN_LOOKS, chances, this::offend);
                // so that the neighbour may ask as often as he is asked here
                house.clock.pass(Duration.ofSeconds(10));
                neighbour.socket().text("3");
                assertThat(neighbour.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
            }

            assertThat(neighbour.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
            house.untilSessions(1);
        }
        assertThat(unhandled).hasValue(0);
    }

    /** The last frame is always wrong, and then the server must end it. */
    private void offend(Random random) {
        String eio = random.nextBoolean() ? "EIO=3" : "EIO=4";
        String token = random.nextBoolean() ? "&token=" + ProgramHouse.TOKEN : "";
        try (RawSocket socket = RawSocket.open(house.port, eio + "&transport=websocket" + token)) {
            if (random.nextBoolean()) {
                socket.text("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
            }
            boolean whole = true;
            for (int i = 1; i < OF_A_SOCKET; i++) {
                whole &= frame(socket, random);
            }
            socket.text("x");
            if (whole) {
                socket.closed();
            }
            // after half a frame the server waits for the rest, as it must
            socket.cut();
        }
    }

    /** The same by polling: what several packets in a body may be. */
    @Test
    void noBodyHarmsTheServerOrANeighbour() {
        try (Talk neighbour = Talk.with(house)) {
            offend(FRAMES / 20, chances(11), this::offendByPolling);

            assertThat(neighbour.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
            house.untilSessions(1);
        }
        assertThat(unhandled).hasValue(0);
    }

    private void offendByPolling(Random random) {
        Poller poller = new Poller(house.port, random.nextBoolean() ? 3 : 4);
        poller.open("&token=" + ProgramHouse.TOKEN);
        String body = body(random);
        assertThat(poller.post(body).statusCode()).as(body).isIn(200, 400, 413);
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
