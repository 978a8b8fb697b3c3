package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.launcher.TestServer.Pem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that fails says which key of the configuration is meant, and what helps. */
class StartProblemTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir private Path folder;

    @AfterEach
    void close() {
        TestServer.await(vertx.close());
    }

    @Test
    void aPortThatSomebodyElseHas() {
        HttpServer other =
                TestServer.await(
                        vertx.createHttpServer()
                                .requestHandler(request -> request.response().end())
                                .listen(0, "127.0.0.1"));

        String problem = problem("--data.dir=" + folder, "--http.port=" + other.actualPort());

        assertThat(problem)
                .startsWith("http.port " + other.actualPort() + " is in use")
                .contains("--http.port=");
    }

    @Test
    void anAddressThatIsNotOurs() {
        // of the range for documentation, RFC 5737
        assertThat(problem("--data.dir=" + folder, "--http.port=0", "--http.host=192.0.2.1"))
                .startsWith("http.host 192.0.2.1 is no address of this machine");
    }

    @Test
    void aDatabaseThatSomebodyElseHasOpen() throws IOException {
        TestServer.start(folder).close();
        Path file = folder.resolve("belfry.mv.db");

        // what H2 does to the file as long as it is open
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            other.lock();

            assertThat(problem("--data.dir=" + folder, "--http.port=0"))
                    .startsWith("data.dir " + folder)
                    .contains("in use by another process");
        }
    }

    @Test
    void aFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "x");

        assertThat(problem("--data.dir=" + file.resolve("data"), "--http.port=0"))
                .startsWith("data.dir " + file.resolve("data") + " can not be made or used");
    }

    @Test
    void aDatabaseServerThatIsNotThere() {
        assertThat(
                        problem(
                                "--data.dir=" + folder,
                                "--http.port=0",
                                "--db.url=postgresql://belfry:topsecret@127.0.0.1:1/belfry"))
                .startsWith("db.url: the database can not be opened")
                .doesNotContain("topsecret");
    }

    @Test
    void programsAtAnAddressThatIsNotOurs() {
        assertThat(programs("--programs.host=192.0.2.1"))
                .startsWith("programs.host 192.0.2.1 is no address of this machine");
    }

    @Test
    void programsAtAHostThatNobodyKnows() {
        assertThat(programs("--programs.host=belfry.invalid"))
                .startsWith("programs.host belfry.invalid is no address of this machine");
    }

    @Test
    void aCertificateForProgramsThatIsNotThere() {
        assertThat(programs("--programs.tls.cert=no.pem", "--programs.tls.key=no.pem"))
                .startsWith("programs.tls.cert, programs.tls.key: can not encrypt with them")
                .contains("no.pem");
    }

    @Test
    void aKeyForProgramsThatIsOfAnotherCertificate() {
        Pem one = TestServer.pem(folder, "one");
        Pem other = TestServer.pem(folder, "other");

        assertThat(
                        programs(
                                "--programs.tls.cert=" + one.cert(),
                                "--programs.tls.key=" + other.key()))
                .startsWith("programs.tls.cert, programs.tls.key: can not encrypt with them")
                .endsWith("the key is not that of the certificate");
    }

    private String programs(String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--data.dir=" + folder.resolve("data"));
        all.add("--http.port=0");
        all.add("--programs.port=" + TestServer.freePort());
        all.add("--programs.tls.port=" + TestServer.freePort());
        return problem(all.toArray(String[]::new));
    }

    private static String problem(String... settings) {
        BelfryServer server =
                new BelfryServer(
                        ServerConfig.of(
                                new ConfigValues()
                                        .arguments(List.of("--http.host=127.0.0.1"))
                                        .arguments(List.of(settings))),
                        Vertx.vertx(),
                        Clock.systemUTC());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        server.start().onFailure(failure::set);
        Throwable found = TestServer.until("the failure", () -> Optional.ofNullable(failure.get()));
        TestServer.await(server.stop());
        assertThat(found).isInstanceOf(StartProblem.class);
        return found.getMessage();
    }
}
