package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.OutboundHangup;
import io.belfry.core.integration.PbxState.Status;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallOrder;
import io.belfry.simulator.calls.Scene;
import io.belfry.simulator.calls.Script.Side;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An agent calls outside, and the connection to the PBX is lost in the middle of it. */
class OutboundCutTest {
    private static final Duration RINGS = Duration.ofSeconds(5);
    private static final Duration TALKS = Duration.ofSeconds(60);

    private final PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
    private final ConnectorRig rig = new ConnectorRig();

    @BeforeEach
    void connect() {
        pbx.time().run(0);
        rig.deploy(pbx.port(), SimulatorConfig.USER, SimulatorConfig.SECRET);
        rig.awaitLive();
    }

    @AfterEach
    void close() {
        rig.close();
        pbx.close();
    }

    @Test
    void answerAndEndOfACallAreToldThoughTheAnswerWasMissed() {
        dials();
        heard("outbound");

        cut(() -> pass(RINGS.plusSeconds(1)));
        pass(TALKS);

        heard("outbound", "outboundup", "gap", "outboundhangup");
        assertThat(rig.calls.get(1).head().recovered()).isTrue();
        assertThat(rig.calls.get(3).head().recovered()).isFalse();
        assertThat(end().reason()).isEqualTo("callee");
    }

    @Test
    void callThatEndedMeanwhileEndsOnceAndWithoutAReasonThatNobodySaw() {
        dials();
        heard("outbound");
        pass(RINGS.plusSeconds(1));
        heard("outbound", "outboundup");

        cut(() -> pass(TALKS));
        cut(() -> pass(TALKS));

        heard("outbound", "outboundup", "outboundhangup", "gap", "gap");
        assertThat(end().head().recovered()).isTrue();
        assertThat(end().reason()).isEmpty();
        assertThat(rig.await("none", state -> state.liveCalls() == 0).dropped()).isZero();
    }

    @Test
    void callThatBeganMeanwhileIsToldAsTheAgentDialledIt() {
        cut(
                () -> {
                    dials();
                    pass(RINGS.plusSeconds(1));
                });

        heard("outbound", "outboundup", "gap");
        CallEvent.Outbound outbound = (CallEvent.Outbound) rig.calls.get(0);
        assertThat(outbound.head().recovered()).isTrue();
        assertThat(outbound.agent().name()).isEqualTo("Andrea Bianco");
        assertThat(outbound.call().extension()).isEqualTo("90288990011");
        assertThat(outbound.callednum()).isEqualTo("0288990011");
        assertThat(outbound.call().caller().number()).isEqualTo("2001");
        assertThat(outbound.trunk()).startsWith("PJSIP/trunk-acme-");
    }

    @Test
    void restartOfThePbxEndsTheCallOnce() {
        dials();
        pass(RINGS.plusSeconds(1));
        heard("outbound", "outboundup");

        pbx.restart();

        heard("outbound", "outboundup", "outboundhangup", "gap");
        assertThat(end().head().recovered()).isTrue();
    }

    private void dials() {
        pbx.placeCall(
                CallOrder.outbound(
                        "test",
                        "PJSIP/andrea.bianco",
                        "90288990011",
                        Scene.answered(RINGS, TALKS, Side.CALLER)));
        pass(Duration.ofMillis(500));
    }

    /** The PBX's clock stands still but for this. */
    private void pass(Duration time) {
        pbx.pass(time);
    }

    private void cut(Runnable meanwhile) {
        pbx.refuseConnections(true);
        pbx.cutConnections();
        rig.await("lost", state -> state.status() != Status.LIVE);
        long gaps = gaps();
        meanwhile.run();
        pbx.refuseConnections(false);
        Soon.until("in step again", () -> gaps() == gaps + 1, rig::kinds);
    }

    private long gaps() {
        return rig.kinds().stream().filter("gap"::equals).count();
    }

    private void heard(String... kinds) {
        Soon.until("events", () -> rig.kinds().size() >= kinds.length, rig::kinds);
        assertThat(rig.kinds()).isEqualTo(List.of(kinds));
    }

    private OutboundHangup end() {
        return rig.calls.stream()
                .filter(OutboundHangup.class::isInstance)
                .map(OutboundHangup.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
