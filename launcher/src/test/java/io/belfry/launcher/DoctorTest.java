package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.launcher.TestServer.Pem;
import io.belfry.simulator.PbxSimulator;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private final List<String> said = new ArrayList<>();

    @TempDir private Path folder;

    @Test
    void aFreshMachineIsWellAndNothingIsMade() {
        Path data = folder.resolve("data");

        int troubles = examine("--data.dir=" + data, "--http.port=0");

        assertThat(troubles).as(said.toString()).isZero();
        assertThat(said).anyMatch(line -> line.contains("database: not there yet"));
        assertThat(Files.exists(data)).isFalse();
    }

    @Test
    void aPbxOfTheSettingsIsTriedStepByStepWithItsSecret() {
        try (PbxSimulator pbx = TestServer.simulator()) {
            try (TestServer server = TestServer.start(folder)) {
                server.create("/api/v1/pbxs", TestServer.pbxDocument(pbx.port(), "lab-secret"));
            }

            int troubles = examine("--data.dir=" + folder, "--http.port=0");

            assertThat(troubles).as(said.toString()).isZero();
            assertThat(said)
                    .anyMatch(line -> line.startsWith("  ok   PBX pbx1 login: as cti"))
                    .anyMatch(line -> line.startsWith("  ok   database: settings version"))
                    .noneMatch(line -> line.contains("lab-secret"));
        }
    }

    @Test
    void aWrongSecretOfTheConfigurationIsNamed() {
        try (PbxSimulator pbx = TestServer.simulator()) {
            String[] settings = TestServer.pbx(pbx.port());
            settings[4] = "--pbx.0.secret=wrong";

            int troubles = examine(with(settings, "--data.dir=" + folder, "--http.port=0"));

            assertThat(troubles).isEqualTo(1);
            assertThat(said).anyMatch(line -> line.startsWith("  BAD  PBX pbx1 login:"));
        }
    }

    @Test
    void aRunningServerIsNoTroubleButItsDatabaseCanNotBeRead() throws IOException {
        try (TestServer server = TestServer.start(folder)) {
            // what H2 does for another process; in this one it would share the open database
            String port = "--http.port=" + server.server().port();

            examine("--http.host=127.0.0.1", port, "--data.dir=" + folder.resolve("other"));

            assertThat(said).anyMatch(line -> line.contains("a Belfry is running there"));
        }
        try (FileChannel other =
                FileChannel.open(folder.resolve("belfry.mv.db"), StandardOpenOption.WRITE)) {
            other.lock();
            said.clear();

            assertThat(examine("--data.dir=" + folder, "--http.port=0")).isEqualTo(1);

            assertThat(said)
                    .anyMatch(line -> line.contains("in use by another process"))
                    .anyMatch(line -> line.contains("PBX: those of the settings were not examined"))
                    .noneMatch(line -> line.contains("none is set up"));
        }
    }

    @Test
    void aCertificateThatIsNoneIsNamed() throws IOException {
        Path cert = Files.writeString(folder.resolve("cert.pem"), "no certificate");

        int troubles =
                examine(
                        "--data.dir=" + folder,
                        "--http.port=0",
                        // told once, though this port has the same
                        "--programs.tls.port=" + TestServer.freePort(),
                        "--http.tls.cert=" + cert,
                        "--http.tls.key=" + cert);

        assertThat(troubles).isEqualTo(1);
        assertThat(said).anyMatch(line -> line.contains("BAD  http.tls.cert"));
    }

    @Test
    void thePortOfProgramsIsTriedToo() throws IOException {
        try (TestServer server =
                        TestServer.start(folder, "--programs.port=" + TestServer.freePort());
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String ours = server.server().programsUrl().orElseThrow().replaceFirst(".*:", "");
            String free = Integer.toString(TestServer.freePort());
            String data = "--data.dir=" + folder.resolve("other");

            examine(data, "--http.port=0", "--programs.port=" + ours);
            examine(data, "--http.port=0", "--programs.port=" + free);
            int troubles =
                    examine(data, "--http.port=0", "--programs.port=" + taken.getLocalPort());

            assertThat(troubles).isEqualTo(1);
            assertThat(said)
                    .contains("  ok   programs.port " + ours + ": a Belfry is running there")
                    .contains("  ok   programs.port " + free + ": free")
                    .anyMatch(
                            line ->
                                    line.startsWith(
                                            "  BAD  programs.port " + taken.getLocalPort()));
        }
    }

    @Test
    void theEncryptedPortOfProgramsIsTriedWithItsCertificate() throws IOException {
        Pem pem = TestServer.pem(folder, "one");
        String cert = "--programs.tls.cert=" + pem.cert();
        String key = "--programs.tls.key=" + pem.key();
        String another = "--programs.tls.key=" + TestServer.pem(folder, "other").key();
        String data = "--data.dir=" + folder.resolve("other");
        int port = TestServer.freePort();
        String at = "--programs.tls.port=" + port;

        assertThat(examine(data, "--http.port=0", cert, key, at)).as(said.toString()).isZero();
        assertThat(said).contains("  ok   programs.tls.port " + port + ": free");

        try (TestServer server = TestServer.start(folder.resolve("data"), cert, key, at)) {
            assertThat(server.url()).isNotEmpty();
            assertThat(examine(data, "--http.port=0", cert, key, at)).isZero();
        }
        assertThat(said)
                .contains("  ok   programs.tls.port " + port + ": a Belfry is running there");

        assertThat(examine(data, "--http.port=0", cert, another, at)).isEqualTo(1);
        assertThat(said)
                .anyMatch(
                        line ->
                                line.startsWith("  BAD  programs.tls.cert, programs.tls.key:")
                                        && line.endsWith("the key is not that of the certificate"));
    }

    @Test
    void bothPortsOfANodeOfAClusterAreTried() throws IOException {
        int port = TestServer.freePorts();
        String[] node = {
            "--data.dir=" + folder,
            "--http.port=0",
            // nothing listens there
            "--db.url=postgresql://belfry:secret@127.0.0.1:1/belfry",
            "--cluster.enabled=true",
            "--cluster.host=127.0.0.1",
            "--cluster.port=" + port,
            "--cluster.secret=long-enough-for-a-cluster"
        };
        String bus = "cluster.port %d (event bus at %d)".formatted(port, port + 1);

        int free = examine(node);
        assertThat(said)
                .contains("  ok   cluster.port " + port + ": free", "  ok   " + bus + ": free");

        try (ServerSocket taken = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThat(examine(node)).isEqualTo(free + 1);
        }
        assertThat(said).anyMatch(line -> line.startsWith("  BAD  " + bus + " is in use"));
    }

    private int examine(String... settings) {
        ServerConfig config =
                ServerConfig.of(
                        new ConfigValues()
                                .arguments(List.of("--programs.port=0", "--programs.tls.port=0"))
                                .arguments(Arrays.asList(settings)));
        Vertx vertx = Vertx.vertx();
        try {
            return TestServer.await(new Doctor(vertx, config, said::add).examine());
        } finally {
            TestServer.await(vertx.close());
        }
    }

    private static String[] with(String[] settings, String... more) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
