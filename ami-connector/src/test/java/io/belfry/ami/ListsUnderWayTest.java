package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.ami.CutPlay.Outcome;
import io.belfry.ami.ListsPlay.Asked;
import io.belfry.ami.ListsPlay.Listing;
import io.belfry.core.agent.AgentDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lists of a snapshot come line by line among the events of calls: they begin before one
 * message, end before a later one, in either order, and show any moment between. Nothing is lost,
 * so nothing may be told otherwise than the events alone tell it. Around each event that comes out
 * of some recordings; {@code -Pnightly} begins at every seventh message of all.
 */
class ListsUnderWayTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("belfry.nightly");
    private static final int STEP = 7;
    private static final AgentDirectory AGENTS = Expected.agents();

    /** How many messages after it began a list may end. */
    private static final int[] SPANS =
            NIGHTLY ? new int[] {0, 1, 2, 3, 5, 8, 13, 21, 34, 55} : new int[] {0, 2, 13};

    /** For plain verify: every way in which a call begins, rings, is passed on and ends. */
    private static final String SOME =
            "(01|02|03|04b|05b|06|07b|08|09|10|10c|10d|12|12b|14b|15|15c|15d|17|20b|27)-.*";

    /**
     * The large one; those that lost events or began in the middle of calls; those of users who are
     * not shown all events.
     */
    private static final String OTHERS = "(19|18b|23|26|20e|20f).*";

    private static int plays;

    static Stream<String> scenarios() {
        return RecordingsTest.scenarios()
                .filter(name -> NIGHTLY || name.matches(SOME))
                .filter(name -> !name.matches(OTHERS));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void callIsToldAsIfNobodyHadAsked(String scenario) throws IOException {
        PlayedPbx pbx = PlayedPbx.of(scenario, at -> true);
        Asked atOnce = new Asked(Asked.ALWAYS, Listing.at(0), Listing.at(0));
        Outcome whole = ListsPlay.of(pbx, atOnce, AGENTS);
        List<String> faults = new ArrayList<>();

        for (int from : beginnings(pbx, whole)) {
            for (int span : SPANS) {
                for (Asked asked : asked(from, Math.min(from + span, pbx.size()))) {
                    Outcome told = ListsPlay.of(pbx, asked, AGENTS);
                    faults.addAll(ListsJudge.judge(pbx, whole, asked, told));
                    plays++;
                }
            }
        }

        assertThat(faults).isEmpty();
    }

    private static Set<Integer> beginnings(PlayedPbx pbx, Outcome whole) {
        Set<Integer> all = new TreeSet<>();
        if (NIGHTLY) {
            IntStream.iterate(0, at -> at < pbx.size(), at -> at + STEP).forEach(all::add);
        } else {
            whole.told().forEach(each -> all.addAll(Set.of(each.message(), each.message() + 1)));
            all.removeIf(at -> at >= pbx.size());
        }
        return all;
    }

    private static List<Asked> asked(int from, int to) {
        int middle = (from + to) / 2;
        List<Asked> all = new ArrayList<>();
        for (int login : new int[] {Asked.ALWAYS, from}) {
            all.add(new Asked(login, Listing.at(from), Listing.at(to)));
            if (to > from) {
                all.add(new Asked(login, Listing.at(to), Listing.at(from)));
                for (int[] asOf :
                        new int[][] {{from, from}, {from, middle}, {middle, to}, {to, to}}) {
                    all.add(
                            new Asked(
                                    login,
                                    new Listing(from, middle, asOf[0]),
                                    new Listing(middle, to, asOf[1])));
                }
            }
        }
        return all;
    }

    @AfterAll
    static void sayHowMany(TestReporter reporter) {
        reporter.publishEntry("plays", Integer.toString(plays));
    }
}
