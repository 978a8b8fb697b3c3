package io.belfry.realtimepush.programs;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.EventLog;
import io.vertx.core.Future;
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
        Programs programs = programs(options);
        await(vertx.deployVerticle(programs));
        return programs;
    }

    private Programs programs(ProgramsOptions options) {
        return new Programs(
                new EventLog(vertx, database),
                new ConfiguredLogins("", true),
                options,
                ProgramLimits.defaults(),
                Clock.systemUTC());
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
    void aTakenPortIsNoReasonToStopForTheEncryptedOneEither() throws Exception {
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        certificate(cert, key);
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Programs programs =
                    start(encrypted(taken.getLocalPort(), cert.toString(), key.toString()));

            assertThat(programs.port()).isPresent();
            assertThat(programs.tlsPort()).isEmpty();
        }
    }

    @Test
    void aCertificateThatIsNotThereIsAReasonToStop() {
        assertThat(problem(encrypted(0, "missing.pem", "missing.pem")).key())
                .isEqualTo("programs.tls.port");
    }

    @Test
    void aCertificateThatIsNoneIsAReasonToStop() throws IOException {
        Path none = Files.writeString(folder.resolve("cert.pem"), "no certificate");

        assertThat(problem(encrypted(0, none.toString(), none.toString())).key())
                .isEqualTo("programs.tls.port");
    }

    @Test
    void aKeyOfAnotherCertificateIsAReasonToStop() throws Exception {
        Path cert = folder.resolve("cert.pem");
        Path other = folder.resolve("other.pem");
        Path key = folder.resolve("key.pem");
        certificate(cert, folder.resolve("unused.pem"));
        certificate(other, key);

        assertThat(problem(encrypted(0, cert.toString(), key.toString())).key())
                .isEqualTo("programs.tls.port");
    }

    @Test
    void anAddressOfAnotherMachineIsAReasonToStop() {
        // of the range for documentation, RFC 5737
        assertThat(problem(ProgramsOptions.plain("192.0.2.1", 0)).key()).isEqualTo("programs.port");
    }

    @Test
    void aHostThatNobodyKnowsIsAReasonToStop() {
        assertThat(problem(ProgramsOptions.plain("belfry.invalid", 0)).key())
                .isEqualTo("programs.port");
    }

    private static ProgramsOptions encrypted(int tlsPort, String cert, String key) {
        return new ProgramsOptions("127.0.0.1", 0, tlsPort, cert, key, Set.of());
    }

    private PortProblem problem(ProgramsOptions options) {
        Throwable problem =
                await(
                        vertx.deployVerticle(programs(options))
                                .transform(done -> Future.succeededFuture(done.cause())));
        assertThat(problem).isInstanceOf(PortProblem.class);
        return (PortProblem) problem;
    }

    @Test
    void withACertificateTheSameIsSpokenEncrypted() throws Exception {
        Path cert = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        certificate(cert, key);
        Programs programs = start(encrypted(0, cert.toString(), key.toString()));

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
        Path store = folder.resolve(cert.getFileName() + ".p12");
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
