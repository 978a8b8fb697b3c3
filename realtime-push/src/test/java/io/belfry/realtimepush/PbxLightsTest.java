package io.belfry.realtimepush;

import static io.belfry.realtimepush.SomeRows.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.PbxStates;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PbxLightsTest {
    private final PbxLights lights = new PbxLights();

    @Test
    void aPbxThatIsConnectedAndSpeaksIsLive() {
        lights.heard(state(Status.LIVE, TEN, 2), TEN);

        assertThat(words(TEN.plusSeconds(3))).containsExactly(PbxLight.Word.LIVE);
    }

    @Test
    void aShortBreakIsReconnectingAndALongOneMakesTheDataOld() {
        lights.heard(state(Status.RECONNECTING, TEN, -1), TEN);
        lights.heard(state(Status.RECONNECTING, TEN, -1), TEN.plusSeconds(9));
        List<PbxLight.Word> early = words(TEN.plusSeconds(9));

        lights.heard(state(Status.RECONNECTING, TEN, -1), TEN.plusSeconds(12));

        assertThat(early).containsExactly(PbxLight.Word.RECONNECTING);
        assertThat(words(TEN.plusSeconds(12))).containsExactly(PbxLight.Word.STALE);
    }

    @Test
    void aConnectorThatFellSilentIsNeverShownAsLive() {
        lights.heard(state(Status.LIVE, TEN, 2), TEN);

        assertThat(words(TEN.plusSeconds(6))).containsExactly(PbxLight.Word.RECONNECTING);
        assertThat(words(TEN.plusSeconds(20))).containsExactly(PbxLight.Word.STALE);
    }

    @Test
    void aRefusedPasswordDoesNotLookLikeAShortBreak() {
        lights.heard(state(Status.REFUSED, TEN, -1), TEN);

        assertThat(words(TEN)).containsExactly(PbxLight.Word.STALE);
    }

    @Test
    void aPbxThatWasSwitchedOffOrDeletedHasNoLabel() {
        lights.heard(state(Status.LIVE, TEN, 2), TEN);
        lights.replace(new PbxStates(List.of()), TEN);
        List<PbxLight.Word> deleted = words(TEN);

        lights.heard(state(Status.OFF, TEN, -1), TEN);

        assertThat(deleted).isEmpty();
        assertThat(words(TEN)).isEmpty();
    }

    @Test
    void aLabelThatChangesIsNewsAtOnceAndFiguresNowAndThen() {
        lights.heard(state(Status.LIVE, TEN, 2), TEN);
        boolean first = lights.haveNews(TEN);
        lights.heard(state(Status.LIVE, TEN, 3), TEN.plusSeconds(1));
        boolean onlyFigures = lights.haveNews(TEN.plusSeconds(1));
        boolean figuresLater = lights.haveNews(TEN.plusSeconds(4));

        lights.heard(state(Status.RECONNECTING, TEN.plusSeconds(4), -1), TEN.plusSeconds(4));

        assertThat(first).isTrue();
        assertThat(onlyFigures).isFalse();
        assertThat(figuresLater).isTrue();
        assertThat(lights.haveNews(TEN.plusSeconds(4))).isTrue();
    }

    private List<PbxLight.Word> words(Instant now) {
        return lights.at(now).stream().map(PbxLight::word).toList();
    }

    static PbxState state(Status status, Instant since, long latency) {
        return new PbxState(
                "pbx1", status, "", since, "22.10.1", TEN, 100, 10, 1, 0, 0, 0, 0, "", 1, latency);
    }
}
