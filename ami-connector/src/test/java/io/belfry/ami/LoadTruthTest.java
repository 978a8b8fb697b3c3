package io.belfry.ami;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Abandon;
import io.belfry.core.call.CallEvent.Hangup;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.OutboundHangup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The 473 calls of the large recording against the record that the phones kept of them: who had the
 * call, what came of it, who hung up.
 */
class LoadTruthTest {
    private static final String RECORDING = "19-load";
    private static final AgentDirectory AGENTS = Expected.agents();

    @Test
    void everyCallIsToldAsThePhonesSawIt() throws IOException {
        List<CallEvent> told = told();
        List<String[]> calls = truth();

        assertThat(calls).hasSize(473);
        assertThat(inbound(told))
                .containsExactlyInAnyOrderElementsOf(
                        calls.stream()
                                .filter(call -> call[0].equals("inbound"))
                                .map(LoadTruthTest::inbound)
                                .toList());
        assertThat(outbound(told))
                .containsExactlyInAnyOrderElementsOf(
                        calls.stream()
                                .filter(call -> call[0].equals("outbound"))
                                .map(LoadTruthTest::outbound)
                                .toList());
    }

    private static List<CallEvent> told() throws IOException {
        List<CallEvent> told = new ArrayList<>();
        new Replay(AGENTS, List.of("ordernumber"))
                .play(RecordingsTest.connections(RECORDING), derived -> told.add(derived.event()));
        return told;
    }

    /** Type, number, queue, caller or dialled, ordernumber, customerid, outcome, agent, reason … */
    private static List<String[]> truth() throws IOException {
        return Files.readAllLines(Expected.FOLDER.resolve(RECORDING + ".truth.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }

    private static String inbound(String[] call) {
        String end = call[6].equals("abandoned") ? "caller" : call[6];
        boolean answered = call[6].equals("answered");
        return String.join(
                " ",
                call[4],
                call[2],
                call[3],
                answered ? "answered " + name(call[7]) + " " + call[8] : "left " + end);
    }

    /** Each call by its number: how it was answered and ended, or why the caller left. */
    private static List<String> inbound(List<CallEvent> told) {
        Map<String, List<CallEvent>> calls =
                told.stream()
                        .filter(e -> !e.call().queue().isEmpty() && e.callId().isCall())
                        .collect(Collectors.groupingBy(e -> e.callId().uniqueid()));
        return calls.values().stream()
                .map(
                        events -> {
                            CallEvent up = first(events, Kind.UP);
                            CallEvent end = first(events, up == null ? Kind.ABANDON : Kind.HANGUP);
                            String who =
                                    up == null
                                            ? "left " + ((Abandon) end).reason()
                                            : "answered "
                                                    + up.agent().name()
                                                    + " "
                                                    + ((Hangup) end).reason();
                            return String.join(
                                    " ",
                                    end.call().variables().get("ordernumber"),
                                    end.call().queue(),
                                    end.call().caller().number(),
                                    who);
                        })
                .toList();
    }

    private static String outbound(String[] call) {
        boolean answered = call[6].equals("answered");
        // nobody answered until the agent gave up
        String why = call[6].equals("noanswer") ? "cancel" : call[6];
        return String.join(" ", call[3], name(call[7]), answered ? call[8] : why);
    }

    private static List<String> outbound(List<CallEvent> told) {
        return told.stream()
                .filter(OutboundHangup.class::isInstance)
                .map(OutboundHangup.class::cast)
                .map(end -> String.join(" ", end.callednum(), end.agent().name(), end.reason()))
                .toList();
    }

    private static CallEvent first(List<CallEvent> events, Kind kind) {
        List<CallEvent> such = events.stream().filter(e -> e.kind() == kind).toList();
        return such.isEmpty() ? null : such.get(0);
    }

    private static String name(String phone) {
        return AGENTS.ofDevice("PJSIP/" + phone).orElseThrow().name();
    }
}
