package io.belfry.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.truth.CallTruth.Outcome;
import io.belfry.simulator.truth.CallTruth.RingResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TruthFormatTest {
    private static final Instant AT = Instant.parse("2026-11-22T15:00:00Z");
    private static final CallTruth CALL =
            new CallTruth(
                    7,
                    CallTruth.Type.INBOUND,
                    "TEST",
                    "02,55",
                    "Robert\"); DROP\nTABLE",
                    "6000",
                    "",
                    Map.of("ordernumber", "A-1", "customerid", "C-2"),
                    "1.1",
                    AT,
                    AT.plusSeconds(9),
                    Outcome.ANSWERED,
                    "caller",
                    List.of(new CallTruth.Wait("support", AT, AT.plusSeconds(2), Outcome.ANSWERED)),
                    List.of(
                            new CallTruth.Ring(
                                    "PJSIP/a",
                                    "PJSIP/a",
                                    "support",
                                    AT,
                                    AT.plusSeconds(2),
                                    RingResult.ANSWERED)),
                    List.of(
                            new CallTruth.Talk(
                                    "PJSIP/a",
                                    "PJSIP/a",
                                    "support",
                                    AT.plusSeconds(2),
                                    AT.plusSeconds(9),
                                    "caller")));

    @Test
    void csvQuotesWhatWouldBreakARow() {
        assertThat(TruthFormat.csv(CALL))
                .isEqualTo(
                        "7,INBOUND,TEST,\"02,55\",\"Robert\"\"); DROP\nTABLE\",6000,,customerid=C-2;ordernumber=A-1,1.1,"
                                + "2026-11-22T15:00:00Z,2026-11-22T15:00:09Z,ANSWERED,caller,"
                                + "support:ANSWERED@2026-11-22T15:00:00Z/2026-11-22T15:00:02Z,"
                                + "PJSIP/a:support:ANSWERED@2026-11-22T15:00:00Z/2026-11-22T15:00:02Z,"
                                + "PJSIP/a:support:caller@2026-11-22T15:00:02Z/2026-11-22T15:00:09Z");
        assertThat(TruthFormat.csvHeader().split(",")).hasSize(16);
    }

    @Test
    void jsonIsOneLineWithEscapes() {
        String json = TruthFormat.json(CALL);

        assertThat(json)
                .doesNotContain("\n")
                .startsWith("{\"id\":7,")
                .endsWith(
                        "\"endedBy\":\"caller\","
                                + "\"from\":\"2026-11-22T15:00:02Z\",\"until\":\"2026-11-22T15:00:09Z\"}]}");
        assertThat(json)
                .contains("\"name\":\"Robert\\\"); DROP\\u000aTABLE\"")
                .contains("\"variables\":{\"customerid\":\"C-2\",\"ordernumber\":\"A-1\"}");
    }
}
