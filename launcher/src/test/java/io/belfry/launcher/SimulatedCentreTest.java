package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.calls.CallGenerator;
import io.belfry.simulator.truth.CallTruth;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A contact centre at work: what the simulated people and phones wrote down, before any manager
 * event was, must be what the server told. The short form runs faster than life; {@code -Pnightly}
 * takes five minutes.
 */
class SimulatedCentreTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final double CALLS_A_SECOND = 100.0 / 60;

    @TempDir private Path folder;

    @Test
    void journalOfTruthAndOurCallsAreEqual() {
        int calls = NIGHTLY ? 500 : 60;
        double speed = NIGHTLY ? 1 : 8;
        Queue<CallEvent> told = new ConcurrentLinkedQueue<>();
        try (PbxSimulator pbx = TestServer.simulator();
                TestServer server = TestServer.start(folder, TestServer.pbx(pbx.port()))) {
            // members behind Local channels: only the directory knows whose telephone it is when
            // they dial out
            for (String number : List.of("1001", "1002", "1003")) {
                server.agent(
                        "Agent " + number,
                        number,
                        "agent" + number,
                        "PJSIP/" + number,
                        "Local/" + number + "@from-queue/n",
                        "Local/" + number + "@from-queue");
            }
            Topic.CALLS.subscribe(server.server().vertx(), told::add);
            server.untilLive();

            pbx.time().run(speed);
            CallGenerator generator =
                    pbx.generate(CallGenerator.Settings.of(CALLS_A_SECOND, 20_261_122, calls));
            generator.finished().orTimeout(NIGHTLY ? 15 : 3, TimeUnit.MINUTES).join();
            List<String> wanted = expected(pbx.truth().finished());
            settle(told, wanted.size());
            String id = server.items("/api/v1/pbxs").get(0).getString("id");
            JsonObject state = server.get("/api/v1/pbxs/" + id + "/state").json();

            assertThat(pbx.truth().finished()).hasSizeGreaterThan(calls * 9 / 10);
            assertThat(lines(told)).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(state.getLong("dropped")).isZero();
        }
    }

    /**
     * The last events are on their way for a moment; what never comes is shown by the comparison.
     */
    private static void settle(Queue<CallEvent> told, int wanted) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (lines(told).size() < wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static List<String> expected(List<CallTruth> calls) {
        List<String> lines = new ArrayList<>();
        for (CallTruth call : calls) {
            for (CallTruth.Ring ring : call.rings()) {
                if (!ring.queue().isEmpty()) {
                    lines.add(
                            "ringing "
                                    + call.uniqueid()
                                    + " "
                                    + ring.queue()
                                    + " "
                                    + ring.address());
                }
            }
            for (CallTruth.Talk talk : call.talks()) {
                if (!talk.queue().isEmpty()) {
                    lines.add("up " + call.uniqueid() + " " + talk.queue() + " " + talk.address());
                    lines.add(
                            "hangup "
                                    + call.uniqueid()
                                    + " "
                                    + talk.queue()
                                    + " "
                                    + talk.address()
                                    + " "
                                    + reason(talk));
                }
            }
            for (CallTruth.Wait wait : call.waits()) {
                if (wait.result() != CallTruth.Outcome.ANSWERED) {
                    lines.add(
                            "abandon "
                                    + call.uniqueid()
                                    + " "
                                    + wait.queue()
                                    + " "
                                    + REASONS.get(wait.result()));
                }
            }
            if (call.type() == CallTruth.Type.OUTBOUND) {
                lines.add("outbound " + call.uniqueid() + "  " + call.agent());
            }
        }
        return lines;
    }

    private static final Map<CallTruth.Outcome, String> REASONS =
            Map.of(
                    CallTruth.Outcome.ABANDONED, "caller",
                    CallTruth.Outcome.TIMEOUT, "timeout",
                    CallTruth.Outcome.WITHDRAWN, "withdrawn");

    private static String reason(CallTruth.Talk talk) {
        return talk.endedBy();
    }

    private static List<String> lines(Queue<CallEvent> events) {
        List<String> lines = new ArrayList<>();
        for (CallEvent event : events) {
            if (event.kind().isOriginal()) {
                String line =
                        event.kind().word()
                                + " "
                                + event.callId().uniqueid()
                                + " "
                                + event.call().queue();
                if (event instanceof CallEvent.Abandon gone) {
                    line += " " + gone.reason();
                } else {
                    line += " " + event.agent().peer();
                }
                if (event instanceof CallEvent.Hangup end) {
                    line += " " + end.reason();
                }
                lines.add(line);
            }
        }
        return lines;
    }
}
