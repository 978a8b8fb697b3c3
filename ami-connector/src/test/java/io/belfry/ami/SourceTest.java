package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.manager.ManagerUser;
import io.belfry.simulator.manager.PbxVersion;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Speed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SourceTest {
    private final PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
    private final List<AmiSource> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(AmiSource::logOff);
        pbx.close();
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void loginTellsWhatThePbxIs(SourceKind kind) throws AmiFailure {
        AmiSource source = source(kind, "cti", "lab-secret");

        AmiSource.Connected connected = source.start(new HeardEvents());

        assertThat(connected.version()).isEqualTo("22.10.1");
        assertThat(connected.banner()).isEqualTo("Asterisk Call Manager/11.0.0");
        assertThat(pbx.loggedIn()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void secretNeverGoesOverTheWire(SourceKind kind) throws AmiFailure {
        source(kind, "cti", "lab-secret").start(new HeardEvents());

        assertThat(pbx.journal()).extracting(ReceivedAction::action).contains("Challenge", "Login");
        assertThat(pbx.journal())
                .extracting(ReceivedAction::raw)
                .noneMatch(raw -> raw.contains("lab-secret"));
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void wrongPasswordIsRefusedInWords(SourceKind kind) {
        AmiSource source = source(kind, "cti", "guessed");

        AmiFailure failure = failure(source);

        assertThat(failure.step()).isEqualTo(AmiFailure.Step.LOGIN);
        assertThat(failure.isRefused()).isTrue();
        assertThat(failure).hasMessageContaining("wrong user or password for cti");
        Soon.until("connection closed", () -> pbx.connections() == 0);
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void versionIsGuessedWhereItMayNotBeAsked(SourceKind kind) throws Exception {
        try (PbxSimulator old =
                PbxSimulator.start(
                        SimulatorConfig.standard()
                                .withVersion(PbxVersion.ASTERISK_18)
                                .withUsers(
                                        List.of(ManagerUser.of("few", "few", "call", "call"))))) {
            AmiSource source = kind.connect(access(old.port(), "few", "few"), options());
            open.add(source);

            AmiSource.Connected connected = source.start(new HeardEvents());

            assertThat(connected.version()).isEqualTo("18 (by its manager interface 7.0.3)");
        }
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void actionsAreAnswered(SourceKind kind) throws Exception {
        AmiSource source = source(kind, "cti", "lab-secret");
        source.start(new HeardEvents());

        AmiAnswer pong = answer(source, Actions.ping());
        AmiAnswer trunk = answer(source, Actions.getvar("PJSIP/none-00000000", "ordernumber"));
        AmiAnswer commands = answer(source, Actions.listCommands());

        assertThat(pong.ok()).isTrue();
        assertThat(pong.get("ping")).isEqualTo("Pong");
        assertThat(trunk.ok()).isFalse();
        assertThat(trunk.message()).isEqualTo("No such channel");
        assertThat(commands.get("originate")).contains("(Priv: originate,all)");
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void listsComeAmongTheEvents(SourceKind kind) throws Exception {
        AmiSource source = source(kind, "cti", "lab-secret");
        HeardEvents heard = new HeardEvents();
        source.start(heard);

        AmiAnswer answer = answer(source, Actions.queueStatus());

        assertThat(answer.ok()).isTrue();
        Soon.until("end of list", () -> heard.count(AmiType.QUEUE_STATUS_COMPLETE) == 1);
        assertThat(heard.count(AmiType.QUEUE_MEMBER)).isGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "01-answered-caller-hangup",
        "17-hostile-caller-names",
        "21-channelvars",
        "21b-channelvars-timestamps",
        "15c-local-members-optimized",
        "18-restart-part1",
    })
    void bothSourcesTellTheSame(String recording) throws Exception {
        HeardEvents diverted = new HeardEvents();
        HeardEvents listened = new HeardEvents();
        source(SourceKind.DIVERTING, "cti", "lab-secret").start(diverted);
        source(SourceKind.DEFAULT, "cti", "lab-secret").start(listened);
        int before = diverted.events().size();

        pbx.play(new Speed(0), Expected.FOLDER.resolve(recording + ".ami.gz"))
                .get(60, TimeUnit.SECONDS);
        answer(open.get(0), Actions.queueStatus());
        answer(open.get(1), Actions.queueStatus());
        Soon.until("end of both", () -> ended(diverted) && ended(listened));

        List<AmiEvent> events = calls(diverted);
        assertThat(events).hasSizeGreaterThan(before + 20);
        assertThat(calls(listened)).usingElementComparator(Differences::of).isEqualTo(events);
        assertThat(listened.doubts()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void lostConnectionIsToldOnceAndFreesWhoWaits(SourceKind kind) throws Exception {
        AmiSource source = source(kind, "cti", "lab-secret");
        HeardEvents heard = new HeardEvents();
        source.start(heard);
        pbx.freeze();
        var waiting = source.send(Actions.ping()).toCompletableFuture();

        pbx.cutConnections();
        pbx.thaw();

        Soon.until("told", () -> !heard.closed().isEmpty());
        assertThat(waiting).failsWithin(Soon.LIMIT);
        assertThat(heard.closed()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void nothingIsLeftAfterTheEnd(SourceKind kind) throws Exception {
        HeardEvents heard = new HeardEvents();
        AmiSource source = source(kind, "cti", "lab-secret");
        source.start(heard);

        source.logOff();

        Soon.until("socket closed", () -> pbx.connections() == 0);
        Soon.until("threads ended", () -> AsteriskJavaThreads.count() == 0);
        assertThat(pbx.journal()).extracting(ReceivedAction::action).contains("Logoff");
        assertThat(heard.closed()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SourceKind.class)
    void lostConnectionNeverComesBackByItself(SourceKind kind) throws Exception {
        HeardEvents heard = new HeardEvents();
        AmiSource source = source(kind, "cti", "lab-secret");
        source.start(heard);
        long accepted = pbx.counters().accepted();

        pbx.cutConnections();

        Soon.until("told", () -> !heard.closed().isEmpty());
        source.abort();
        Soon.until("threads ended", () -> AsteriskJavaThreads.count() == 0);
        assertThat(pbx.counters().accepted()).isEqualTo(accepted);
    }

    @Test
    void connectionIsUsedOnce() throws AmiFailure {
        AmiSource source = source(SourceKind.DIVERTING, "cti", "lab-secret");
        source.start(new HeardEvents());

        Throwable second =
                catchThrowableOfType(
                        IllegalStateException.class, () -> source.start(new HeardEvents()));

        assertThat(second).hasMessageContaining("used once");
    }

    @Test
    void loginGoesThroughTls(@TempDir Path folder) throws Exception {
        Certificates own = Certificates.of(folder, "ip:127.0.0.1");
        try (ScriptedManager manager =
                ScriptedManager.on(
                        own.serverSocket(), ScriptedManager.BANNER, ScriptedManager::agree)) {
            HeardEvents heard = new HeardEvents();
            PbxAccess access = new PbxAccess("127.0.0.1", manager.port(), "cti", "x", true);
            AmiSource source =
                    SourceKind.DIVERTING.connect(access, options().withTls(own.trusting()));
            open.add(source);

            source.start(heard);
            manager.send("Event: Hangup\r\nUniqueid: 1.1\r\n\r\n");

            Soon.until("event", () -> heard.count(AmiType.HANGUP) == 1);
            assertThat(answer(source, Actions.ping()).ok()).isTrue();
        }
    }

    @Test
    void fallbackRefusesTlsThatItCanNotCheck() {
        PbxAccess access = new PbxAccess("127.0.0.1", pbx.port(), "cti", "lab-secret", true);

        AmiFailure failure = failure(SourceKind.DEFAULT.connect(access, options()));

        assertThat(failure.step()).isEqualTo(AmiFailure.Step.TLS);
        assertThat(pbx.counters().accepted()).isZero();
    }

    private static boolean ended(HeardEvents heard) {
        return heard.count(AmiType.QUEUE_STATUS_COMPLETE) == 1;
    }

    /** Without the lists, in which the time shows. */
    private static List<AmiEvent> calls(HeardEvents heard) {
        return heard.events().stream()
                .filter(event -> !event.type().isListed() && event.type() != AmiType.FULLY_BOOTED)
                .toList();
    }

    private static AmiAnswer answer(AmiSource source, AmiAction action) throws Exception {
        return source.send(action).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static AmiFailure failure(AmiSource source) {
        return catchThrowableOfType(AmiFailure.class, () -> source.start(new HeardEvents()));
    }

    private AmiSource source(SourceKind kind, String user, String secret) {
        AmiSource source = kind.connect(access(pbx.port(), user, secret), options());
        open.add(source);
        return source;
    }

    private static PbxAccess access(int port, String user, String secret) {
        return new PbxAccess("127.0.0.1", port, user, secret, false);
    }

    private static LinkOptions options() {
        return ConnectorRig.patientLink();
    }
}
