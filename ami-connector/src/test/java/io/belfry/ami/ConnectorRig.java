package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.recorder.FlightRecorder;
import io.belfry.ami.recorder.RecorderOptions;
import io.belfry.core.agent.Agent;
import io.belfry.core.bus.Claim;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A connector on a Vert.x of its own, and what it said on the bus. */
final class ConnectorRig implements AutoCloseable {
    static final Configuration CONFIGURATION =
            new Configuration(
                    1,
                    List.of(),
                    List.of(variable("ordernumber"), variable("customerid")),
                    List.copyOf(Expected.agents().all()),
                    List.of());

    final Vertx vertx = Vertx.vertx();
    final List<PbxState> states = new CopyOnWriteArrayList<>();
    final List<CallEvent> calls = new CopyOnWriteArrayList<>();
    final List<QueueMemberSeen> members = new CopyOnWriteArrayList<>();
    private AmiConnector connector;
    private String deployment = "";

    ConnectorRig() {
        RecordCodec.register(vertx);
        Topic.PBX_STATES.subscribe(vertx, states::add);
        Topic.CALLS.subscribe(vertx, calls::add);
        Topic.MEMBERS.subscribe(vertx, members::add);
    }

    private static CustomVariable variable(String name) {
        return new CustomVariable(name, name, "", "", 1);
    }

    /** A machine that is slow is no peer that is silent. */
    static LinkOptions patientLink() {
        return new LinkOptions(
                Soon.LIMIT, Soon.LIMIT, Soon.LIMIT, Soon.LIMIT, LinkOptions.defaults().tls());
    }

    /**
     * All pauses shorter, so that a test does not wait for what takes seconds in life; and all
     * limits longer.
     */
    static ConnectorOptions quick() {
        return new ConnectorOptions(
                patientLink(),
                false,
                Duration.ofMillis(200),
                Soon.LIMIT,
                Soon.LIMIT,
                Soon.LIMIT,
                Duration.ofMillis(20),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                Duration.ofMillis(500),
                100_000,
                500);
    }

    static PbxConfig pbx(int port, String user, String secret) {
        return new PbxConfig(
                "p1", "lab", "127.0.0.1", port, user, secret, false, true, "settings", 1);
    }

    AmiConnector deploy(PbxConfig pbx, ConnectorOptions options, Derivation derivation) {
        return deploy(pbx, UnaryOperator.identity(), options, derivation);
    }

    AmiConnector deploy(
            PbxConfig pbx,
            UnaryOperator<String> secrets,
            ConnectorOptions options,
            Derivation derivation) {
        connector =
                new AmiConnector(
                        pbx,
                        secrets,
                        derivation,
                        CallKeeper.NONE,
                        new FlightRecorder("lab", "p1", RecorderOptions.OFF),
                        options,
                        CONFIGURATION,
                        Claim.ALONE,
                        Clock.systemUTC());
        deployment =
                vertx.deployVerticle(connector)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                        .join();
        return connector;
    }

    AmiConnector deploy(int port, String user, String secret) {
        return deploy(pbx(port, user, secret), quick(), new AmiTranslator("lab"));
    }

    void undeploy() {
        assertThat(vertx.undeploy(deployment).toCompletionStage().toCompletableFuture())
                .succeedsWithin(Soon.LIMIT);
    }

    /** As it is or will be soon. */
    PbxState await(String what, Predicate<PbxState> wanted) {
        Soon.until(what, () -> wanted.test(connector.state()), connector::state);
        return connector.state();
    }

    PbxState awaitLive() {
        return await("live", state -> state.status() == PbxState.Status.LIVE);
    }

    List<String> kinds() {
        return calls.stream().map(event -> event.kind().word()).toList();
    }

    static List<Agent> agents() {
        return CONFIGURATION.agents();
    }

    @Override
    public void close() {
        assertThat(vertx.close().toCompletionStage().toCompletableFuture())
                .succeedsWithin(Soon.LIMIT);
    }
}
