package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.belfry.launcher.ServerConfig.ConfiguredPbx;
import io.belfry.realtimepush.programs.ProgramsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ServerConfigTest {
    @TempDir private Path folder;

    @Test
    void recorderIsBoundedAndCanBeOff() {
        ServerConfig usual = ServerConfig.of(new ConfigValues());
        ServerConfig off =
                ServerConfig.of(new ConfigValues().arguments(List.of("--recorder.size=0")));

        assertThat(usual.recorder().bytes()).isEqualTo(200L << 20);
        assertThat(usual.recorder().age()).isEqualTo(Duration.ofHours(24));
        assertThat(off.recorder().bytes()).isZero();
        assertThatThrownBy(
                        () ->
                                ServerConfig.of(
                                        new ConfigValues()
                                                .arguments(List.of("--recorder.hours=0"))))
                .hasMessageContaining("recorder.hours is \"0\", wants a number from 1 to 8760");
    }

    @Test
    void thePageInTheWorkWindowIsSafeForAsLongAsTheOperatorSays() {
        ServerConfig usual = ServerConfig.of(new ConfigValues());
        ServerConfig longer =
                ServerConfig.of(new ConfigValues().arguments(List.of("--agent.keep=90")));

        assertThat(usual.agentKeep()).isEqualTo(Duration.ofSeconds(20));
        assertThat(longer.agentKeep()).isEqualTo(Duration.ofSeconds(90));
        assertThatThrownBy(
                        () ->
                                ServerConfig.of(
                                        new ConfigValues().arguments(List.of("--agent.keep=0"))))
                .hasMessageContaining("agent.keep is \"0\", wants a number from 1 to 3600");
    }

    @Test
    void startsWithoutAnyConfiguration() {
        ServerConfig config = ServerConfig.of(new ConfigValues());

        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.database().jdbcUrl())
                .startsWith("jdbc:h2:file:")
                .contains("WRITE_DELAY=0");
        assertThat(config.pbxs()).isEmpty();
    }

    @Test
    void commandLineWinsOverEnvironmentAndEnvironmentOverFile() throws IOException {
        Path file = file("http:\n  port: 1\n  host: a.example\ndata:\n  dir: x\n");

        ServerConfig config =
                ServerConfig.of(
                        new ConfigValues()
                                .file(file)
                                .environment(
                                        Map.of(
                                                "BELFRY_HTTP_PORT",
                                                "2",
                                                "BELFRY_HTTP_HOST",
                                                "b.example"))
                                .arguments(List.of("--http.port=3")));

        assertThat(config.port()).isEqualTo(3);
        assertThat(config.host()).isEqualTo("b.example");
        assertThat(config.dataDir()).isEqualTo(Path.of("x"));
    }

    @Test
    void listsOfPbxsComeFromFileAndEnvironment() throws IOException {
        Path file =
                file(
                        "pbx:\n  - name: milan\n    host: 10.0.0.5\n    user: belfry\n    secret: s3cret\n");

        ServerConfig config =
                ServerConfig.of(
                        new ConfigValues()
                                .file(file)
                                .environment(
                                        Map.of(
                                                "BELFRY_PBX_1_HOST", "10.0.0.6",
                                                "BELFRY_PBX_1_USER", "belfry",
                                                "BELFRY_PBX_1_SECRET", "other",
                                                "BELFRY_PBX_1_TLS", "true")));

        assertThat(config.pbxs())
                .containsExactly(
                        new ConfiguredPbx(
                                "milan", "10.0.0.5", 5038, "belfry", "s3cret", false, "pbx.0"),
                        new ConfiguredPbx(
                                "10.0.0.6", "10.0.0.6", 5039, "belfry", "other", true, "pbx.1"));
    }

    @Test
    void unknownKeyOfAFileNamesItsLineAndTheMend() throws IOException {
        Path file = file("http:\n  host: localhost\n  prot: 8080\n");

        assertThatThrownBy(() -> ServerConfig.of(new ConfigValues().file(file)))
                .hasMessage("belfry.yaml line 3: unknown key http.prot. Did you mean http.port?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--http.port=99999     | --http.port: http.port is \"99999\", wants a port from 0 to 65535",
                "--http.port=abc       | --http.port: http.port is \"abc\", wants a port from 0 to 65535",
                "--db.url=mysql://x    | --db.url: db.url must begin with jdbc:h2: or postgresql://user:password@host:port/database",
                "--api.token=short     | --api.token: api.token wants at least 8 characters",
                "--egress.allow=crm    | --egress.allow: egress.allow: \"crm\" is no range of addresses; they look like 10.0.0.0/8 or fd00::/8",
                "--pbx.0.host=a        | pbx.0.user is missing",
                "--admin.user=anna     | admin.user and admin.password belong together; one of them is missing",
                "--cluster.enabled=true| cluster.enabled wants a database that all nodes share: db.url must be postgresql://user:password@host:port/database",
            })
    void wrongValueStopsTheStartWithALineThatNamesIt(String argument, String message) {
        assertThatThrownBy(() -> ServerConfig.of(new ConfigValues().arguments(List.of(argument))))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cluster.port=abc         | cluster.port is \"abc\"",
                "--cluster.port=65535       | cluster.port is \"65535\", wants a number from 1 to 65534",
                "--cluster.public.port=0    | cluster.public.port is \"0\"",
                "--cluster.host=0.0.0.0     | cluster.host must be the private address",
                "--cluster.members=a b      | cluster.members has \"a b\"",
                "--cluster.secret=short     | cluster.secret wants at least 24 characters",
                "--cluster.tls.cert=a.pem   | cluster.tls.cert, cluster.tls.key and cluster.tls.ca belong together",
                "--node.roles=pbx,foo       | node.roles has \"foo\", wants pbx, agents, web",
            })
    void valuesForAClusterAreCheckedOnAServerOfItsOwnToo(String argument, String message) {
        for (String enabled : List.of("false", "true")) {
            ConfigValues values =
                    new ConfigValues()
                            .arguments(
                                    List.of(
                                            "--db.url=postgresql://u:p@127.0.0.1:1/b",
                                            "--cluster.secret=0123456789abcdef01234567",
                                            "--cluster.host=127.0.0.1",
                                            "--cluster.enabled=" + enabled))
                            .arguments(List.of(argument));

            assertThatThrownBy(() -> ServerConfig.of(values))
                    .as("cluster.enabled=" + enabled)
                    .isInstanceOf(ConfigProblem.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void rolesOfANodeThatIsInNoClusterAreToldToHaveNoEffect() {
        Logger logger = (Logger) LoggerFactory.getLogger(ClusterConfig.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            ServerConfig usual = ServerConfig.of(new ConfigValues());
            assertThat(usual.cluster()).isEmpty();
            assertThat(log.list).isEmpty();

            ServerConfig alone =
                    ServerConfig.of(new ConfigValues().arguments(List.of("--node.roles=web")));

            assertThat(alone.cluster()).isEmpty();
            assertThat(log.list)
                    .singleElement()
                    .satisfies(
                            line -> {
                                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                                assertThat(line.getFormattedMessage())
                                        .startsWith("node.roles has no effect");
                            });
        } finally {
            logger.detachAppender(log);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two words | --pbx.0.name: pbx.0.name is \"two words\", wants letters, digits and . _ -, 80 at most",
                "a/b       | --pbx.0.name: pbx.0.name is \"a/b\", wants letters, digits and . _ -, 80 at most",
                "Zürich    | --pbx.0.name: pbx.0.name is \"Zürich\", wants letters, digits and . _ -, 80 at most",
                "''        | --pbx.0.name: pbx.0.name is \"\", wants letters, digits and . _ -, 80 at most",
            })
    void aNameThatPagesWouldRefuseForAPbxIsRefused(String name, String message) {
        assertThatThrownBy(() -> ServerConfig.of(pbx("10.0.0.5", "--pbx.0.name=" + name)))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage(message);
    }

    @Test
    void aPbxWhoseHostIsNoNameNeedsOne() {
        ServerConfig named = ServerConfig.of(pbx("fd00::5", "--pbx.0.name=milan"));

        assertThat(named.pbxs().get(0).host()).isEqualTo("fd00::5");
        assertThatThrownBy(() -> ServerConfig.of(pbx("fd00::5")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage(
                        "pbx.0.name is missing: the host \"fd00::5\" can not be the name, which"
                                + " wants letters, digits and . _ -, 80 at most");
    }

    @Test
    void namesOfPbxsThatDifferOnlyInCaseAreTheSame() {
        ConfigValues two =
                pbx("10.0.0.5", "--pbx.0.name=Milan")
                        .arguments(
                                List.of(
                                        "--pbx.1.host=10.0.0.6",
                                        "--pbx.1.user=u",
                                        "--pbx.1.secret=s",
                                        "--pbx.1.name=milan"));

        assertThatThrownBy(() -> ServerConfig.of(two))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageStartingWith("pbx.1.name: there are two PBXs of the name milan");
    }

    private static ConfigValues pbx(String host, String... more) {
        return new ConfigValues()
                .arguments(List.of("--pbx.0.host=" + host, "--pbx.0.user=u", "--pbx.0.secret=s"))
                .arguments(List.of(more));
    }

    @Test
    void addressesThatScriptsMayReachAreATextWithCommasOrAList() throws IOException {
        ServerConfig text =
                ServerConfig.of(
                        new ConfigValues()
                                .arguments(List.of("--egress.allow=10.1.0.0/16, 10.9.0.7")));
        ServerConfig list =
                ServerConfig.of(
                        new ConfigValues()
                                .file(file("egress:\n  allow: [10.1.0.0/16, 10.9.0.7]\n")));
        ServerConfig none = ServerConfig.of(new ConfigValues());

        assertThat(text.egressAllow())
                .hasToString("[10.1.0.0/16, 10.9.0.7/32]")
                .isEqualTo(list.egressAllow());
        assertThat(none.egressAllow()).isEmpty();
    }

    @Test
    void wordThatIsNoSettingIsRefused() {
        assertThatThrownBy(() -> new ConfigValues().arguments(List.of("http.port=1")))
                .hasMessageContaining("settings look like --http.port=8081");
    }

    @Test
    void brokenFileNamesTheLine() throws IOException {
        Path file = file("http:\n  port: [1\n");

        assertThatThrownBy(() -> new ConfigValues().file(file))
                .hasMessageContaining("belfry.yaml line");
    }

    @Test
    void secretsAreNotPrinted() {
        ServerConfig config =
                ServerConfig.of(
                        new ConfigValues()
                                .arguments(
                                        List.of(
                                                "--pbx.0.host=a",
                                                "--pbx.0.user=u",
                                                "--pbx.0.secret=canary-1",
                                                "--admin.user=anna",
                                                "--admin.password=canary-2")));

        assertThat(config.pbxs().toString() + config.admin()).doesNotContain("canary");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("belfry.yaml"), text);
    }

    @Test
    void programsConnectOnThisMachineUnlessItIsSaidOtherwise() {
        ProgramsConfig usual = ServerConfig.of(new ConfigValues()).programs();
        ProgramsConfig other =
                ServerConfig.of(
                                new ConfigValues()
                                        .arguments(
                                                List.of(
                                                        "--programs.host=0.0.0.0",
                                                        "--programs.port=0",
                                                        "--programs.tls.port=8889",
                                                        "--programs.anonymous=true",
                                                        "--http.tls.cert=cert.pem",
                                                        "--http.tls.key=key.pem",
                                                        "--programs.origins=https://CRM.example, http://crm:8080")))
                        .programs();

        assertThat(usual.options().host()).isEqualTo("127.0.0.1");
        assertThat(usual.options().port()).isEqualTo(9888);
        assertThat(usual.options().tlsCert()).isEmpty();
        assertThat(usual.anonymous()).isFalse();
        assertThat(usual.options().origins()).isEmpty();
        assertThat(other.options().host()).isEqualTo("0.0.0.0");
        assertThat(other.options().port()).isEqualTo(ProgramsOptions.OFF);
        assertThat(other.options().tlsPort()).isEqualTo(8889);
        assertThat(other.options().tlsCert()).isEqualTo("cert.pem");
        assertThat(other.options().tlsKey()).isEqualTo("key.pem");
        assertThat(other.anonymous()).isTrue();
        assertThat(other.options().origins())
                .containsExactlyInAnyOrder("https://crm.example", "http://crm:8080");
    }

    @ParameterizedTest
    @CsvSource({
        "--programs.sockets=0,                 wants a number from 1 to 5000",
        "--programs.origins=crm.example,       wants https://host",
        "--programs.origins=https://crm/x,     wants https://host",
        "--programs.origins=*,                 wants https://host",
        "--agent.origins=https://crm/x,        agent.origins has",
        "--programs.anonymous=maybe,           wants true or false",
        "--programs.port=70000,                wants a port",
        "--programs.tls.cert=cert.pem,         belong together",
        "--programs.prot=1,                    unknown key",
    })
    void aWrongKeyForProgramsStopsTheStart(String argument, String words) {
        assertThatThrownBy(() -> ServerConfig.of(new ConfigValues().arguments(List.of(argument))))
                .isInstanceOf(ConfigProblem.class)
                .hasMessageContaining(words);
    }
}
