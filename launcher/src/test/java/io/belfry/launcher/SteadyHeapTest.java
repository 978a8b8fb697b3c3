package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.calls.CallGenerator;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server of its own takes a hundred queue calls a minute, each with a page and a row: what is
 * alive on its heap after a full collection must not grow. At first it does, until memories that
 * are bounded are full; that is passed faster than life. {@code -Pnightly} measures for five
 * minutes.
 */
class SteadyHeapTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final double CALLS_A_SECOND = 100.0 / 60;
    private static final int FIRST = NIGHTLY ? 2_500 : 60;
    private static final int MEASURED = NIGHTLY ? 500 : 60;
    private static final double LIFE = NIGHTLY ? 1 : 8;
    private static final double FASTER_THAN_LIFE = 10;

    /** Of the mean; the short form is too short to tell more than that nothing is kept whole. */
    private static final double GROWTH = NIGHTLY ? 0.05 : 0.30;

    @TempDir private Path folder;

    @Test
    void liveHeapIsFlat() {
        try (PbxSimulator pbx = TestServer.simulator();
                ChildServer server = ChildServer.start(folder, TestServer.pbx(pbx.port()))) {
            server.create("/api/v1/integrations", popAndRow());
            server.untilInStep();
            pbx.time().run(FASTER_THAN_LIFE);
            calls(pbx, FIRST, 1).orTimeout(12, TimeUnit.MINUTES).join();
            pbx.time().run(LIFE);

            CompletableFuture<?> calls = calls(pbx, MEASURED, 2);
            List<Long> live = new ArrayList<>();
            do {
                live.add(server.liveBytes());
            } while (!within(calls, NIGHTLY ? 20 : 2));
            live.add(server.liveBytes());

            double slope = growth(live);
            System.out.printf(
                    "live heap over %d calls: first %,d last %,d bytes, growth of the line %.2f %%%n",
                    MEASURED, live.get(0), live.get(live.size() - 1), 100 * slope);
            assertThat(slope).as("growth, of the mean, of %s", live).isLessThan(GROWTH);
        }
    }

    private static CompletableFuture<?> calls(PbxSimulator pbx, int calls, long seed) {
        return pbx.generate(CallGenerator.Settings.of(CALLS_A_SECOND, seed, calls)).finished();
    }

    private static boolean within(CompletableFuture<?> calls, int seconds) {
        return calls.thenApply(done -> true)
                .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
                .join();
    }

    /** Of the straight line that fits best, from the first to the last look, over their mean. */
    private static double growth(List<Long> looks) {
        double n = looks.size();
        double meanAt = (n - 1) / 2;
        double mean = looks.stream().mapToLong(each -> each).average().orElseThrow();
        double up = 0;
        double square = 0;
        for (int i = 0; i < n; i++) {
            up += (i - meanAt) * (looks.get(i) - mean);
            square += (i - meanAt) * (i - meanAt);
        }
        return up / square * (n - 1) / mean;
    }

    private static JsonObject popAndRow() {
        JsonObject rule =
                new JsonObject()
                        .put("name", "pop")
                        .put("events", new JsonArray().add("ringing"))
                        .put(
                                "actions",
                                new JsonArray()
                                        .add(new JsonObject().put("type", "open"))
                                        .add(
                                                new JsonObject()
                                                        .put("type", "realtime")
                                                        .put("reference", "{uniqueid}")));
        return new JsonObject()
                .put("appname", "CRM")
                .put("url", "https://crm.example/?phone={callernum}")
                .put("rules", new JsonArray().add(rule));
    }
}
