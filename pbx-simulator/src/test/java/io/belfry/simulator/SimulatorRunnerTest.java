package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorRunnerTest {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private Thread runner = new Thread(() -> {});

    private int start(SimulatorOptions options) throws Exception {
        runner = new Thread(() -> SimulatorRunner.run(options, said::add), "runner");
        runner.start();
        String first = said.poll(60, TimeUnit.SECONDS);
        return Integer.parseInt(first.replaceAll(".*127\\.0\\.0\\.1:(\\d+),.*", "$1"));
    }

    @AfterEach
    void stop() throws Exception {
        runner.interrupt();
        runner.join(60_000);
        assertThat(runner.isAlive()).isFalse();
    }

    private static SimulatorOptions options(
            double rate, List<Path> replay, double speed, Path truth) {
        return new SimulatorOptions(0, rate, replay, speed, 1, "demo", "demo-secret", truth);
    }

    @Test
    void callsComeAndTheTruthIsOnTheDisk(@TempDir Path folder) throws Exception {
        Path truth = folder.resolve("truth.jsonl");
        int port = start(options(1, List.of(), 30, truth));

        try (AmiClient client = new AmiClient(port)) {
            client.send("Action: Login", "Username: demo", "Secret: demo-secret", "Events: on");
            for (int i = 0; i < 4; i++) {
                client.next(
                        event ->
                                event.type().equals("Hangup")
                                        && event.get("Linkedid").equals(event.get("Uniqueid")));
            }
        }

        assertThat(Files.readAllLines(truth))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"id\":"));
        assertThat(said).noneMatch(line -> line.contains("demo-secret"));
    }

    @Test
    void aRecordingIsPlayedWhenSomebodyHasLoggedIn() throws Exception {
        int port =
                start(
                        options(
                                0,
                                List.of(Recordings.path("01-answered-caller-hangup")),
                                0,
                                SimulatorOptions.NO_FILE));

        try (AmiClient client = new AmiClient(port)) {
            client.send("Action: Login", "Username: demo", "Secret: demo-secret", "Events: on");

            assertThat(client.event("AgentConnect").get("Uniqueid")).isEqualTo("1795359536.0");
            client.event("AgentComplete");
        }
    }

    @Test
    void aBusyPortIsSaid() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            SimulatorOptions options =
                    new SimulatorOptions(
                            busy.getLocalPort(),
                            1,
                            List.of(),
                            1,
                            1,
                            "demo",
                            "x",
                            SimulatorOptions.NO_FILE);

            assertThatThrownBy(() -> SimulatorRunner.run(options, said::add))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatThrownBy(() -> options(-1, List.of(), 1, SimulatorOptions.NO_FILE))
                .hasMessageContaining("rate");
        assertThatThrownBy(() -> options(1, List.of(), 0, SimulatorOptions.NO_FILE))
                .hasMessageContaining("speed");
    }
}
