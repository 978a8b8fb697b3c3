package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.CutPlay.Cut;
import io.belfry.ami.CutPlay.Outcome;
import io.belfry.core.agent.AgentDirectory;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recording, cut at every 50th event and continued after a snapshot: with nothing lost, with
 * the next 50 events lost, and with a server that knows nothing in the place of the first. The
 * snapshot is that of the PBX which pbx-simulator rebuilds from the same events. The large
 * recording is cut at fewer places but with {@code -Pnightly}.
 */
class CutRecordingsTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int LOST = 50;
    private static final AgentDirectory AGENTS = Expected.agents();
    private static int cuts;

    @ParameterizedTest
    @MethodSource("io.belfry.ami.RecordingsTest#scenarios")
    void afterACutNobodyIsLeftAndEveryCallEndsOnce(String scenario) throws IOException {
        boolean large = scenario.startsWith("19");
        int step = large && !NIGHTLY ? 7_200 : 50;
        PlayedPbx pbx = PlayedPbx.of(scenario, at -> at % step == 0 || at % step == LOST);
        Outcome whole = CutPlay.of(pbx, Cut.NONE, AGENTS);
        List<Cut> all =
                IntStream.iterate(0, at -> at < pbx.size(), at -> at + step)
                        .boxed()
                        .flatMap(at -> cutsAt(at, Math.min(LOST, pbx.size() - at)).stream())
                        .toList();

        List<String> faults =
                all.parallelStream()
                        .flatMap(
                                cut ->
                                        CutJudge.judge(
                                                pbx, whole, cut, CutPlay.of(pbx, cut, AGENTS))
                                                .stream())
                        .toList();

        assertThat(faults).isEmpty();
        cuts += all.size();
    }

    private static List<Cut> cutsAt(int at, int lost) {
        return List.of(
                new Cut(at, 0, false),
                new Cut(at, lost, false),
                new Cut(at, 0, true),
                new Cut(at, lost, true));
    }

    @AfterAll
    static void sayHowMany(TestReporter reporter) {
        reporter.publishEntry("cuts", Integer.toString(cuts));
    }
}
