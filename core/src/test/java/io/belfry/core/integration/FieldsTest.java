package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.wire.CallEventJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsTest {
    private final Fields fields = Fields.with(List.of("ordernumber"));

    @ParameterizedTest
    @CsvSource({
        "calernum, callernum",
        "callernumber, callernum",
        "CALLERNUM, callernum",
        "calelrnum, callernum",
        "callerid, callernum",
        "calerid, callernum",
        "phone, callernum",
        "did, extension",
        "agent, agentname",
        "order_number, ordernumber",
        "ordernumer, ordernumber",
        "uniqeid, uniqueid",
        "qeue, queue",
        "ordernum, ordernumber",
    })
    void aSlipOfTheFingerFindsTheNameThatWasMeant(String typed, String meant) {
        assertThat(fields.nearest(typed)).contains(meant);
    }

    @Test
    void whatIsLikeNothingHasNoSuggestion() {
        assertThat(fields.nearest("zzzzzz")).isEmpty();
        assertThat(fields.nearest("")).isEmpty();
        assertThat(fields.nearest("x".repeat(1000))).isEqualTo(Optional.empty());
    }

    @Test
    void everyFieldOfTheSamplesCanBeUsed() {
        for (SampleCall sample : SampleCalls.of(Configuration.EMPTY, Instant.EPOCH)) {
            sample.event().fieldNames().stream()
                    .filter(name -> sample.event().getValue(name) instanceof String)
                    .forEach(name -> assertThat(fields.knows(name)).as(name).isTrue());
        }
    }

    @Test
    void noCustomVariableCanHideAFieldOfAnEvent() {
        assertThat(CallEventJson.RESERVED).containsAll(Fields.with(List.of()).names());
    }
}
