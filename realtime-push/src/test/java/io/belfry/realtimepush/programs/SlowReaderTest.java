package io.belfry.realtimepush.programs;

import static io.belfry.realtimepush.SomeCalls.ringing;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads nothing is sent away, and costs nobody else anything. */
class SlowReaderTest {
    private static final int EVENTS = 1_500;
    private static final int SILENT = 20;
    private static final String LARGE = "x".repeat(4_000);

    private final ProgramHouse house = new ProgramHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private void tell(int from, int to) {
        for (int i = from; i < to; i++) {
            house.tell(ringing("e" + i, i + ".1", "Sales", LARGE));
        }
    }

    /**
     * 1,500 events are 12 MB for each: no buffer of a connection takes that, and the server does
     * not keep 240 MB for them either.
     */
    @Test
    void whoReadsNothingIsClosedAndTheOthersGetAll() {
        List<Talk> silent = new ArrayList<>();
        for (int i = 0; i < SILENT; i++) {
            silent.add(Talk.with(house));
        }
        try (Talk good = Talk.with(house)) {
            house.untilPrograms(SILENT + 1);
            long heap = heap();
            Thread reader = new Thread(() -> readAll(good));
            reader.start();
            tell(0, EVENTS);
            house.until(() -> !reader.isAlive());
            assertThat(heap() - heap).isLessThan(64L << 20);
            house.passAndLook(Duration.ZERO);
            house.passAndLook(ProgramLimits.defaults().patience());

            house.untilPrograms(1);
            assertThat(house.figures().slowClosed()).isEqualTo(SILENT);
            assertThat(read).isEqualTo(EVENTS);
            assertThat(good.ask("subscribe", new JsonObject()).getBoolean("ok")).isTrue();
        }
        silent.forEach(Talk::close);
    }

    private static long heap() {
        System.gc();
        Runtime memory = Runtime.getRuntime();
        return memory.totalMemory() - memory.freeMemory();
    }

    private volatile int read;

    private void readAll(Talk good) {
        while (read < EVENTS) {
            String id = good.next("ringing").getJsonObject(1).getString("id");
            if (!id.equals("e" + read)) {
                return;
            }
            read++;
        }
    }

    @Test
    void aPollerThatDoesNotPollIsFullAndThenSentAway() {
        Poller poller = new Poller(house.port, 4);
        poller.open("");
        poller.post("40{\"token\":\"" + ProgramHouse.TOKEN + "\"}");
        house.untilPrograms(1);
        tell(0, 200);
        house.untilLogged(200);
        house.passAndLook(Duration.ZERO);

        assertThat(house.figures().events()).isLessThan(200);
        house.passAndLook(ProgramLimits.defaults().patience());

        house.untilSessions(0);
        house.until(() -> house.figures().slowClosed() == 1);
    }

    /** It falls behind in the log, not in memory. */
    @Test
    void whoReadsSlowlyGetsAllInTheEnd() {
        try (Talk talk = Talk.with(house)) {
            house.untilPrograms(1);
            tell(0, EVENTS);
            house.untilLogged(EVENTS);

            readAll(talk);

            assertThat(read).isEqualTo(EVENTS);
        }
    }
}
