package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.simulator.PbxSimulator;
import io.belfry.simulator.SimulatorConfig;
import io.belfry.simulator.calls.CallOrder;
import io.belfry.simulator.calls.Scene;
import io.belfry.simulator.calls.Script.Side;
import io.belfry.simulator.calls.Script.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is going on when we come. */
class LateJoinTest {
    private static final Duration RINGS = Duration.ofSeconds(2);
    private static final Duration TALKS = Duration.ofSeconds(1);

    private final PbxSimulator pbx = PbxSimulator.start(SimulatorConfig.standard());
    private final ConnectorRig rig = new ConnectorRig();

    @AfterEach
    void close() {
        rig.close();
        pbx.close();
    }

    /** In the list the application of his channel is still that of the first queue. */
    @Test
    void callerWhoWasTransferredToAnotherQueueTalksThere() {
        pbx.time().run(0);
        Scene scene =
                Scene.answered(RINGS, Duration.ofSeconds(60), Side.AGENT)
                        .withTalking(
                                (device, talk) ->
                                        talk == 1
                                                ? List.of(new Step.BlindTransfer("6082", TALKS))
                                                : List.of(
                                                        new Step.HangUp(
                                                                Side.AGENT,
                                                                Duration.ofSeconds(60))));
        pbx.placeCall(CallOrder.inbound("test", "0255512345", "", "6006", scene));
        pbx.pass(RINGS.plus(TALKS).plus(RINGS).plusSeconds(3));

        rig.deploy(pbx.port(), SimulatorConfig.USER, SimulatorConfig.SECRET);

        Soon.until("up", () -> rig.kinds().contains("up"), rig::kinds);
        CallEvent up = rig.calls.get(0);
        assertThat(up.call().queue()).isEqualTo("load2");
        assertThat(up.agent().peer()).startsWith("PJSIP/agent");
        assertThat(up.head().recovered()).isTrue();
        pbx.pass(Duration.ofSeconds(60));
        Soon.until("hangup", () -> rig.kinds().contains("hangup"), rig::kinds);
        assertThat(rig.kinds()).containsExactly("up", "hangup");
    }
}
