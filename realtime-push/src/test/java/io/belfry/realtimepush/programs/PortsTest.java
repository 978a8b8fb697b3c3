package io.belfry.realtimepush.programs;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.EventLog;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which ports open, and which do not. */
class PortsTest {
    @TempDir private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Database database;

    @BeforeEach
    void open() {
        RecordCodec.register(vertx);
        database =
                await(Database.open(vertx, DatabaseConfig.inMemory("ports" + UUID.randomUUID())));
    }

    @AfterEach
    void close() {
        await(database.close());
        await(vertx.close());
    }

    private Programs start(ProgramsOptions options) {
        Programs programs =
                new Programs(
                        new EventLog(vertx, database),
                        new ConfiguredLogins("", true),
                        options,
                        ProgramLimits.defaults(),
                        Clock.systemUTC());
        await(vertx.deployVerticle(programs));
        return programs;
    }

    @Test
    void aPortThatIsTakenIsNoReasonToStop() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Programs programs = start(ProgramsOptions.plain("127.0.0.1", taken.getLocalPort()));

            assertThat(programs.port()).isEmpty();
        }
    }

    @Test
    void noPortOpensWhenNoneIsWanted() {
        Programs programs = start(ProgramsOptions.plain("127.0.0.1", ProgramsOptions.OFF));

        assertThat(programs.port()).isEmpty();
        assertThat(programs.tlsPort()).isEmpty();
    }

    @Test
    void aCertificateThatCanNotBeReadIsNoReasonToStop() {
        Programs programs =
                start(
                        new ProgramsOptions(
                                "127.0.0.1", 0, 0, "missing.pem", "missing.pem", Set.of()));

        assertThat(programs.port()).isPresent();
        assertThat(programs.tlsPort()).isEmpty();
    }

    @Test
    void withACertificateTheSameIsSpokenEncrypted() throws Exception {
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        certificate(cert, key);
        Programs programs =
                start(
                        new ProgramsOptions(
                                "127.0.0.1", 0, 0, cert.toString(), key.toString(), Set.of()));

        HttpClient client =
                vertx.createHttpClient(
                        new HttpClientOptions()
                                .setSsl(true)
                                .setTrustAll(true)
                                .setVerifyHost(false));
        Buffer body =
                await(
                        client.request(
                                        HttpMethod.GET,
                                        programs.tlsPort().orElseThrow(),
                                        "127.0.0.1",
                                        "/socket.io/?EIO=4&transport=polling")
                                .compose(request -> request.send())
                                .compose(HttpClientResponse::body));
        await(client.close());

        assertThat(body.toString()).startsWith("0{\"sid\":");
    }

    private void certificate(Path cert, Path key) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-J-XX:TieredStopAtLevel=1",
                                "-J-XX:+UseSerialGC",
                                "-genkeypair",
                                "-alias",
                                "x",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "secret",
                                "-keystore",
                                store.toString())
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        Files.writeString(cert, pem("CERTIFICATE", keys.getCertificate("x").getEncoded()));
        Files.writeString(
                key, pem("PRIVATE KEY", keys.getKey("x", "secret".toCharArray()).getEncoded()));
    }

    private static String pem(String kind, byte[] content) {
        String lines = Base64.getMimeEncoder().encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
