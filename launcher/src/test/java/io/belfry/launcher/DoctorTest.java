package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

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

    private int examine(String... settings) {
        ServerConfig config =
                ServerConfig.of(
                        new ConfigValues()
                                .arguments(List.of("--programs.port=0"))
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
