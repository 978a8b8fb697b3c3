package io.belfry.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.simulator.ami.AmiEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dialogue of recording 13: pause, add, penalty, remove, with the events that follow each. */
class QueueMemberActionsTest {
    private static final Set<String> KNOWN =
            Set.of(
                    "QueueMemberPause",
                    "QueueMemberAdded",
                    "QueueMemberRemoved",
                    "QueueMemberPenalty");

    private PbxSimulator pbx;

    @BeforeEach
    void start() {
        pbx = PbxSimulator.start(SimulatorConfig.standard());
    }

    @AfterEach
    void stop() {
        pbx.close();
    }

    @Test
    void theRecordedDialogueGivesTheRecordedAnswersAndMemberEvents() throws Exception {
        List<List<String>> actions =
                Recordings.sent("13-agent-state").stream()
                        .filter(
                                lines ->
                                        lines.stream()
                                                .anyMatch(line -> line.startsWith("ActionID: s13")))
                        .filter(lines -> !lines.contains("Action: QueueMemberRingInUse"))
                        .toList();

        List<AmiEvent> received;
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.drain();
            for (List<String> action : actions) {
                client.send(action.toArray(String[]::new));
            }
            received = client.drain();
        }

        assertThat(
                        received.stream()
                                .filter(QueueMemberActionsTest::compared)
                                .map(QueueMemberActionsTest::essence))
                .containsExactlyElementsOf(
                        Recordings.messages("13-agent-state").stream()
                                .filter(QueueMemberActionsTest::compared)
                                .filter(
                                        message ->
                                                !message.get("Interface")
                                                        .equals("PJSIP/giulia.neri"))
                                .map(QueueMemberActionsTest::essence)
                                .toList());
    }

    private static boolean compared(AmiEvent message) {
        boolean answer =
                message.get("ActionID").startsWith("s13")
                        && !message.get("ActionID").equals("s13-12");
        return answer || KNOWN.contains(message.type());
    }

    /**
     * Without the history of the recorded PBX: times, calls taken, and what calls did meanwhile.
     */
    private static String essence(AmiEvent message) {
        return message.text()
                .replaceAll(
                        "(?m)^(CallsTaken|LastCall|LoginTime|Status|InCall|Ringinuse): \\d+", "$1")
                .replaceAll("(?m)^LastPause: [1-9]\\d*", "LastPause");
    }

    @Test
    void whoIsPausedIsShownPausedAfterwards() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(
                    "Action: QueuePause",
                    "Interface: PJSIP/andrea.bianco",
                    "Paused: true",
                    "Reason: lunch",
                    "ActionID: p");
            client.answer("p");
            client.send("Action: QueueStatus", "Member: PJSIP/andrea.bianco", "ActionID: q");

            assertThat(client.list("q"))
                    .filteredOn(item -> item.type().equals("QueueMember"))
                    .hasSize(2)
                    .allMatch(
                            item ->
                                    item.get("Paused").equals("1")
                                            && item.get("PausedReason").equals("lunch"));
        }
    }

    @Test
    void aStaticMemberCannotBeRemoved() throws Exception {
        try (AmiClient client = AmiClient.loggedIn(pbx.port())) {
            client.send(
                    "Action: QueueRemove",
                    "Queue: support",
                    "Interface: PJSIP/andrea.bianco",
                    "ActionID: r");

            assertThat(client.answer("r").get("Message")).isEqualTo("Member not dynamic");
        }
    }
}
