package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs in {@code examples/} do what their first lines say, against the whole server. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath();

    @TempDir private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        folder,
                        "--programs.port=" + TestServer.freePort(),
                        "--programs.anonymous=true");
        server.agent("John Doe", "2004", "john", "PJSIP/john.doe");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-1", "client-2", "client-3", "client-4"})
    void theNodeServiceNotifiesOpensAndPushes(String library) throws IOException {
        NodeProgram.install();
        String url = server.server().programsUrl().orElseThrow();

        try (ExampleProgram program =
                ExampleProgram.node(
                        folder.resolve(library),
                        EXAMPLES.resolve("node-service/service.js"),
                        library,
                        "--url",
                        url)) {
            program.until("connected to " + url);
            call();

            // nobody has the agent's page open: what is for him waits in his list
            assertThat(program.lines(6))
                    .containsExactlyInAnyOrder(
                            "ringing 7.7 John Doe sales",
                            "  AgentCTINotification: missed",
                            "up 7.7 John Doe sales",
                            "  AgentCTI: missed",
                            "hangup 7.7 John Doe sales",
                            "  RealtimeCTI: written");
        }
        assertThat(server.items("/api/v1/realtime").get(0).getString("reference"))
                .isEqualTo("C-7.7");
    }

    @Test
    void thePythonProgramPrintsCallsAndNotifies() throws IOException {
        NodeProgram.required(
                NodeProgram.run(Path.of("."), 30, "python3", "--version"), "no Python here");
        Path program = EXAMPLES.resolve("python-sse/calls.py");
        try (ExampleProgram python =
                new ExampleProgram(
                        folder, "python3", program.toString(), TestServer.TOKEN, server.url())) {
            untilListening(python);
            call();

            python.until("up 7.7 John Doe sales");
            assertThat(python.lines(2))
                    .containsExactly("  notification: missed", "hangup 7.7 John Doe sales");
        }
    }

    @Test
    void theJavaProgramPrintsCallsAndOpens() throws IOException {
        Path program = EXAMPLES.resolve("java-client/Main.java");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        try (ExampleProgram single =
                new ExampleProgram(
                        folder, java, program.toString(), TestServer.TOKEN, server.url())) {
            untilListening(single);
            call();

            single.until("up 7.7 John Doe sales");
            assertThat(single.lines(2))
                    .containsExactly("  page: 200 missed", "hangup 7.7 John Doe sales");
        }
    }

    private static void call() {
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.ringing("r" + System.nanoTime()));
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.up("u" + System.nanoTime()));
        Topic.CALLS.publish(server.server().vertx(), JohnsCall.hangup("h" + System.nanoTime()));
    }

    /** It does not say that it listens, so calls ring until it prints one. */
    private static void untilListening(ExampleProgram program) {
        TestServer.until(
                java.time.Duration.ofSeconds(90),
                "the program prints a call",
                () -> {
                    Topic.CALLS.publish(
                            server.server().vertx(), JohnsCall.ringing("l" + System.nanoTime()));
                    return program.isHeard() ? Optional.of(true) : Optional.empty();
                });
    }
}
