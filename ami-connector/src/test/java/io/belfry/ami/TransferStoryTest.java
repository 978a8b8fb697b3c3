package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Transferred;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever gets a caller from a colleague gets the story with him. */
class TransferStoryTest {
    @ParameterizedTest
    @CsvSource({
        "09b-blind-transfer-to-extension, John Doe, blind",
        "09c-blind-transfer-dtmf, Maria Rossi, blind",
        "10-attended-transfer, Luca Verdi, attended",
        "10c-attended-transfer-dtmf, Luca Verdi, attended",
        "10d-attended-transfer-to-queue, John Doe, attended",
        "15g-local-members-blind-transfer, John Doe, blind",
        "v18-10-attended-transfer, Luca Verdi, attended",
        "v18-15g-local-members-blind-transfer, John Doe, blind",
    })
    void agentWhoGetsTheCallerDirectlyIsToldWhoItIs(String scenario, String agent, String mode)
            throws IOException {
        List<CallEvent> events = told(scenario);

        CallEvent first = of(events, Kind.RINGING).get(0);
        assertThat(of(events, Kind.TRANSFERRED))
                .singleElement()
                .satisfies(
                        event -> {
                            assertThat(event.agent().name()).isEqualTo(agent);
                            assertThat(((Transferred) event).mode()).isEqualTo(mode);
                            assertThat(((Transferred) event).by()).isEqualTo(first.agent().peer());
                            assertThat(event.call()).isEqualTo(first.call());
                        });
        assertThat(first.call().variables().get("ordernumber")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"09-blind-transfer-to-queue", "v18-09-blind-transfer-to-queue"})
    void nextQueueRingsForTheSameCallerWithHisVariables(String scenario) throws IOException {
        List<CallEvent> ringing = of(told(scenario), Kind.RINGING);

        CallEvent first = ringing.get(0);
        assertThat(ringing).hasSize(4);
        assertThat(ringing.subList(1, 4))
                .allSatisfy(
                        next -> {
                            assertThat(next.call().queue()).isNotEqualTo(first.call().queue());
                            assertThat(next.callId()).isEqualTo(first.callId());
                            assertThat(next.call().linkedid()).isEqualTo(first.call().linkedid());
                            assertThat(next.call().caller()).isEqualTo(first.call().caller());
                            assertThat(next.call().variables())
                                    .isEqualTo(first.call().variables())
                                    .containsEntry("customerid", "C-77");
                        });
    }

    private static List<CallEvent> of(List<CallEvent> events, Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }

    private static List<CallEvent> told(String scenario) throws IOException {
        List<CallEvent> told = new ArrayList<>();
        new Replay(Expected.agents(), List.of("ordernumber", "customerid"))
                .play(RecordingsTest.connections(scenario), each -> told.add(each.event()));
        return told;
    }
}
