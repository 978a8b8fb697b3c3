package io.belfry.realtimepush;

import io.belfry.core.bus.PbxStates;
import io.belfry.core.integration.PbxState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The live label of each PBX, and when there is something new to say about them. */
final class PbxLights {
    /** Figures that only grow are told this often; a label that changes is told at once. */
    private static final Duration FIGURES = Duration.ofSeconds(3);

    private final Map<String, Heard> states = new TreeMap<>();
    private List<PbxLight> told = List.of();
    private Instant toldAt = Instant.EPOCH;
    private boolean known;

    private record Heard(PbxState state, Instant at) {}

    /** Whether anybody has said yet which PBXs there are; an empty list may mean two things. */
    boolean areKnown() {
        return known;
    }

    void heard(PbxState state, Instant now) {
        known = true;
        states.put(state.pbx(), new Heard(state, now));
    }

    /** After the settings changed: only these are left. */
    void replace(PbxStates all, Instant now) {
        known = true;
        states.keySet().retainAll(all.states().stream().map(PbxState::pbx).toList());
        all.states().forEach(state -> heard(state, now));
    }

    /** One that is switched off is not expected to say anything and has no label. */
    List<PbxLight> at(Instant now) {
        return states.values().stream()
                .filter(heard -> heard.state().status() != PbxState.Status.OFF)
                .map(heard -> PbxLight.of(heard.state(), heard.at(), now))
                .toList();
    }

    boolean haveNews(Instant now) {
        List<PbxLight> lights = at(now);
        boolean changed =
                known && toldAt.equals(Instant.EPOCH) || !labels(lights).equals(labels(told));
        if (!changed && (toldAt.plus(FIGURES).isAfter(now) || lights.equals(told))) {
            return false;
        }
        told = lights;
        toldAt = now;
        return true;
    }

    private static List<String> labels(List<PbxLight> lights) {
        return lights.stream().map(light -> light.pbx() + light.word() + light.detail()).toList();
    }
}
