package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.bus.PbxTest;
import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.cluster.Leases;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.manager.ReceivedAction;
import io.belfry.simulator.replay.Speed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PbxConnectionsTest {
    private final PbxSimulator first = PbxSimulator.start(SimulatorConfig.standard());
    private final PbxSimulator second = PbxSimulator.start(SimulatorConfig.standard());
    private final Vertx vertx = Vertx.vertx();
    private final List<CallEvent> calls = new CopyOnWriteArrayList<>();
    private final List<PbxState> told = new CopyOnWriteArrayList<>();
    private volatile Configuration configuration = Configuration.EMPTY;
    private long version;

    @BeforeEach
    void listen() {
        RecordCodec.register(vertx);
        Topic.CALLS.subscribe(vertx, calls::add);
        Topic.PBX_STATES.subscribe(vertx, told::add);
    }

    @AfterEach
    void close() {
        get(vertx.close());
        first.close();
        second.close();
    }

    @Test
    void everyPbxThatIsOnIsConnected() {
        deploy();
        Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(configuration));

        save(pbx("a", first, true), pbx("b", second, true), pbx("c", second, false));

        Soon.until("both live", () -> statuses().equals("LIVE LIVE OFF"), this::statuses);
        assertThat(states()).extracting(PbxState::pbx).containsExactly("a", "b", "c");
        assertThat(states().get(2).detail()).isEqualTo("switched off");
    }

    @Test
    void settingsThatComeLateAreWaitedFor() {
        configuration = settings(pbx("a", first, true));
        deploy();

        Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(configuration));

        Soon.until("live", () -> statuses().equals("LIVE"), this::statuses);
    }

    @Test
    void changedPbxIsConnectedAnewAndTheOthersAreLeftAlone() {
        start(pbx("a", first, true), pbx("b", second, true));
        Soon.until("both live", () -> statuses().equals("LIVE LIVE"), this::statuses);

        save(
                new PbxConfig(
                        "a",
                        "a",
                        "127.0.0.1",
                        first.port(),
                        "cti",
                        "sealed:wrong",
                        false,
                        true,
                        "settings",
                        2),
                pbx("b", second, true));

        Soon.until("refused", () -> statuses().equals("REFUSED LIVE"), this::statuses);
        assertThat(second.counters().accepted()).isEqualTo(1);
        save(pbx("a", first, true), pbx("b", second, true));
        Soon.until("both live", () -> statuses().equals("LIVE LIVE"), this::statuses);
        assertThat(second.counters().accepted()).isEqualTo(1);
    }

    @Test
    void stateSaysAsWhichOwnerThePbxIsServed() {
        configuration = settings(pbx("a", first, true));
        Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(configuration));

        deploy(ownedWith(7));

        Soon.until("live", () -> statuses().equals("LIVE"), this::statuses);
        assertThat(states().get(0).epoch()).isEqualTo(7);
    }

    @Test
    void pbxThatIsSwitchedOffIsLoggedOffAndToldSo() {
        start(pbx("a", first, true));
        Soon.until("live", () -> statuses().equals("LIVE"), this::statuses);

        save(pbx("a", first, false));

        Soon.until("off", () -> statuses().equals("OFF"), this::statuses);
        Soon.until("logged off", () -> first.connections() == 0);
        assertThat(first.journal()).extracting(ReceivedAction::action).contains("Logoff");
        Soon.until("told", () -> told.stream().anyMatch(s -> s.status() == Status.OFF));
    }

    @Test
    void pbxThatIsDeletedIsGone() {
        start(pbx("a", first, true), pbx("b", second, true));
        Soon.until("both live", () -> statuses().equals("LIVE LIVE"), this::statuses);

        save(pbx("b", second, true));

        Soon.until("gone", () -> first.connections() == 0);
        assertThat(states()).extracting(PbxState::pbx).containsExactly("b");
        Soon.until("told as the last word", () -> lastTold("a") == Status.OFF);
    }

    @Test
    void newVariablesCountWithoutANewConnection() throws Exception {
        start(pbx("a", first, true));
        Soon.until("live", () -> statuses().equals("LIVE"), this::statuses);

        configuration =
                new Configuration(
                        ++version,
                        List.of(),
                        List.of(new CustomVariable("v", "ordernumber", "", "", 1)),
                        List.of(),
                        List.of(pbx("a", first, true)));
        Topic.CONFIG.publish(vertx, new ConfigAnnounced(version));
        // what was announced before is done when a later question is answered
        states();
        first.play(new Speed(4), Expected.FOLDER.resolve("01-answered-caller-hangup.ami.gz"))
                .get(60, TimeUnit.SECONDS);

        Soon.until("call", () -> calls.size() >= 3);
        assertThat(calls.get(2).call().variables()).containsEntry("ordernumber", "A-1001");
        assertThat(first.counters().accepted()).isEqualTo(1);
    }

    @Test
    void connectionIsTriedOnRequest() {
        start();

        PbxTestResult good = get(Ask.TEST_PBX.put(vertx, new PbxTest(pbx("x", first, true))));
        PbxTestResult unreadable =
                get(
                        Ask.TEST_PBX.put(
                                vertx,
                                new PbxTest(
                                        new PbxConfig(
                                                "x",
                                                "x",
                                                "127.0.0.1",
                                                first.port(),
                                                "cti",
                                                "not sealed",
                                                false,
                                                true,
                                                "settings",
                                                1))));

        assertThat(good.ok()).isTrue();
        assertThat(unreadable.ok()).isFalse();
        assertThat(unreadable.steps().get(0).text()).isEqualTo("enter the secret again");
    }

    private Status lastTold(String pbx) {
        return told.stream()
                .filter(state -> state.pbx().equals(pbx))
                .reduce((before, after) -> after)
                .map(PbxState::status)
                .orElseThrow();
    }

    private void start(PbxConfig... pbxs) {
        configuration = settings(pbxs);
        Ask.CONFIG.answer(vertx, query -> Future.succeededFuture(configuration));
        deploy();
    }

    private void deploy() {
        deploy(Leases.ALL);
    }

    private void deploy(Leases leases) {
        get(
                vertx.deployVerticle(
                        new PbxConnections(
                                PbxConnectionsTest::open,
                                CallKeeper.NONE,
                                RecorderOptions.OFF,
                                ConnectorRig.quick(),
                                leases,
                                Clock.systemUTC())));
    }

    /** This node is the owner of all of them. */
    private static Leases ownedWith(long epoch) {
        Claim claim =
                new Claim() {
                    @Override
                    public long epoch() {
                        return epoch;
                    }

                    @Override
                    public boolean isValid() {
                        return true;
                    }
                };
        return new Leases() {
            @Override
            public Optional<Claim> of(String pbx) {
                return Optional.of(claim);
            }

            @Override
            public void whenChanged(Runnable listener) {
                // nothing changes
            }

            @Override
            public List<String> others() {
                return List.of();
            }

            @Override
            public void letGo(Claim over) {
                // nobody waits for it
            }
        };
    }

    private static String open(String sealed) {
        if (!sealed.startsWith("sealed:")) {
            throw new IllegalStateException("enter the secret again");
        }
        return sealed.substring("sealed:".length());
    }

    private void save(PbxConfig... pbxs) {
        configuration = settings(pbxs);
        Topic.CONFIG.publish(vertx, new ConfigAnnounced(version));
    }

    private Configuration settings(PbxConfig... pbxs) {
        return new Configuration(++version, List.of(), List.of(), List.of(), List.of(pbxs));
    }

    private static PbxConfig pbx(String id, PbxSimulator simulator, boolean enabled) {
        return new PbxConfig(
                id,
                id,
                "127.0.0.1",
                simulator.port(),
                "cti",
                "sealed:lab-secret",
                false,
                enabled,
                "settings",
                1);
    }

    private List<PbxState> states() {
        return get(Ask.PBX_STATES.put(vertx, new PbxStatesQuery())).states();
    }

    private String statuses() {
        return String.join(" ", states().stream().map(state -> state.status().name()).toList());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
