package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.bus.PbxTestResult.Step;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.manager.ManagerUser;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PbxTesterTest {
    private final Vertx vertx = Vertx.vertx();
    private final PbxTester tester = new PbxTester(vertx, LinkOptions.defaults());

    @AfterEach
    void close() {
        assertThat(vertx.close().toCompletionStage().toCompletableFuture())
                .succeedsWithin(Soon.LIMIT);
    }

    @Test
    void goodConnectionPassesEachStep() {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard())) {
            PbxTestResult result = test(pbx.port(), "ctinofilter", "lab-secret");

            assertThat(result.ok()).isTrue();
            assertThat(result.steps())
                    .extracting(Step::name)
                    .containsExactly("dns", "tcp", "tls", "banner", "login", "rights", "events");
            assertThat(text(result, "banner")).isEqualTo("Asterisk Call Manager/11.0.0");
            assertThat(text(result, "login")).isEqualTo("as ctinofilter; Asterisk 22.10.1");
            assertThat(text(result, "rights"))
                    .startsWith("enough, and not too much")
                    .contains("write = agent,call,originate,reporting,user")
                    .contains("read: system seen");
            assertThat(text(result, "events")).startsWith("they come: ").contains("FullyBooted");
            Soon.until("logged off", () -> pbx.connections() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "all        | true  | more than is good: command, system",
                "call,agent | false | missing: reporting in write",
            })
    void rightsOfTheUserAreNamed(String write, boolean enough, String expected) {
        SimulatorConfig config =
                SimulatorConfig.standard()
                        .withUsers(List.of(ManagerUser.of("u", "s", "call,agent", write)));
        try (PbxSimulator pbx = PbxSimulator.start(config)) {
            PbxTestResult result = test(pbx.port(), "u", "s");

            assertThat(text(result, "rights")).contains(expected);
            assertThat(result.ok()).isEqualTo(enough);
            assertThat(text(result, "events")).startsWith("none within a second");
        }
    }

    @Test
    void wrongPasswordFailsAtLoginAndSaysHowToMend() {
        try (PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard())) {
            Step failed = failed(test(pbx.port(), "cti", "guessed"));

            assertThat(failed.name()).isEqualTo("login");
            assertThat(failed.text())
                    .contains("wrong user or password for cti")
                    .contains("manager.conf")
                    .doesNotContain("guessed");
        }
    }

    @Test
    void unknownNameFailsAtDns() {
        PbxTestResult result = test(new PbxAccess("no-such-host.invalid", 5038, "u", "s", false));

        assertThat(result.steps()).hasSize(1);
        assertThat(failed(result).name()).isEqualTo("dns");
        assertThat(failed(result).text()).contains("name not found").contains("Check the host");
    }

    @Test
    void nobodyListeningFailsAtTcp() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }

        Step failed = failed(test(port, "u", "s"));

        assertThat(failed.name()).isEqualTo("tcp");
        assertThat(failed.text()).contains("nothing listens").contains("firewalls");
    }

    @Test
    void webServerFailsAtTheBanner() {
        try (ScriptedManager web = ScriptedManager.start("", action -> "HTTP/1.1 400 Bad\r\n")) {
            Step failed = failed(test(web.port(), "u", "s"));

            assertThat(failed.name()).isEqualTo("banner");
            assertThat(failed.text()).contains("HTTP/1.1 400 Bad").contains("5038");
        }
    }

    @Test
    void plainPortFailsAtTls() {
        try (ScriptedManager plain = ScriptedManager.friendly()) {
            Step failed = failed(test(new PbxAccess("127.0.0.1", plain.port(), "u", "s", true)));

            assertThat(failed.name()).isEqualTo("tls");
            assertThat(failed.text()).contains("does not speak TLS");
        }
    }

    @Test
    void certificateOfNobodyFailsAtTls(@TempDir Path folder) throws Exception {
        Certificates own = Certificates.of(folder, "ip:127.0.0.1");
        try (ScriptedManager manager =
                ScriptedManager.on(
                        own.serverSocket(), ScriptedManager.BANNER, ScriptedManager::agree)) {
            PbxAccess access = new PbxAccess("127.0.0.1", manager.port(), "u", "s", true);

            PbxTestResult refused = test(access);
            PbxTestResult trusted =
                    result(
                            new PbxTester(vertx, LinkOptions.defaults().withTls(own.trusting())),
                            access);

            assertThat(failed(refused).text()).contains("from nobody whom this machine trusts");
            assertThat(text(trusted, "tls")).endsWith("certificate checked");
            assertThat(text(trusted, "login")).startsWith("as u");
        }
    }

    @Test
    void serverThatNeverAnswersTheLoginFailsThere() {
        try (ScriptedManager mute = ScriptedManager.start(ScriptedManager.BANNER, action -> "")) {
            Step failed = failed(test(mute.port(), "u", "s"));

            assertThat(failed.name()).isEqualTo("login");
            assertThat(failed.text()).contains("no answer to the login in time");
        }
    }

    @Test
    void testEndsInTimeWhateverHangs() {
        try (ScriptedManager mute = ScriptedManager.start(ScriptedManager.BANNER, action -> "")) {
            PbxTester hasty = new PbxTester(vertx, LinkOptions.defaults(), Duration.ofMillis(50));

            Step failed =
                    failed(result(hasty, new PbxAccess("127.0.0.1", mute.port(), "u", "s", false)));

            assertThat(failed.text()).isEqualTo("no answer in time");
            assertThat(PbxTester.LIMIT).isLessThanOrEqualTo(Duration.ofSeconds(10));
        }
    }

    private PbxTestResult test(int port, String user, String secret) {
        return test(new PbxAccess("127.0.0.1", port, user, secret, false));
    }

    private PbxTestResult test(PbxAccess access) {
        return result(tester, access);
    }

    private static PbxTestResult result(PbxTester tester, PbxAccess access) {
        return tester.test(access)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static Step failed(PbxTestResult result) {
        assertThat(result.ok()).isFalse();
        return result.steps().stream().filter(step -> !step.ok()).findFirst().orElseThrow();
    }

    private static String text(PbxTestResult result, String step) {
        return result.steps().stream()
                .filter(each -> each.name().equals(step))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
