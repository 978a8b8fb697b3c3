package io.belfry.scriptrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The process as the server starts it. */
class ProcessTest {
    private static final int WAIT_SECONDS = 400;

    private static Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName());
        builder.environment().clear();
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    void itEndsWithItsInputWhateverAScriptIsDoing() throws Exception {
        Process process = start();
        Frames frames = new Frames(process.getInputStream(), process.getOutputStream());
        assertThat(frames.read()).isEqualTo(Map.of("ready", true));
        frames.write(
                Map.of(
                        "do",
                        "prepare",
                        "turn",
                        1,
                        "context",
                        "c",
                        "appname",
                        "A",
                        "variables",
                        "[]"));
        assertThat(frames.read()).containsEntry("state", "ok");
        frames.write(
                Map.of(
                        "do",
                        "load",
                        "turn",
                        2,
                        "context",
                        "c",
                        "source",
                        "(function f() { try { f(); } finally { f(); } })();"));

        process.getOutputStream().close();

        assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whoDoesNotSpeakItsLanguageIsLeft() throws Exception {
        Process process = start();
        Frames frames = new Frames(process.getInputStream(), process.getOutputStream());
        frames.read();

        process.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\n\r\n"
                                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        process.getOutputStream().flush();

        assertThat(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
}
