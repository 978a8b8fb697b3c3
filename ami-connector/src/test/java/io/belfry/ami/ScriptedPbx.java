package io.belfry.ami;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Manager events as a PBX says them, a call at a time, and what is told of them. */
abstract class ScriptedPbx {
    private static final Instant NINE = Instant.parse("2026-12-02T09:00:00Z");

    /** Longer than anything is waited for. */
    static final Duration SOON = Duration.ofSeconds(5);

    static final String MEMBER = "Local/1001@agents/n";

    AmiTranslator translator = new AmiTranslator("lab");
    final List<CallEvent> told = new ArrayList<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private Instant now = NINE;

    @BeforeEach
    void know() {
        translator.configure(
                new AgentDirectory(
                        List.of(
                                agent("anna", "Anna Weber", "1001"),
                                agent("bert", "Bert Lang", "1002"))),
                List.of());
    }

    private static Agent agent(String id, String name, String number) {
        return new Agent(id, name, number, id, List.of("PJSIP/" + number), "", false);
    }

    void picksUp(String colleague, String ringing) {
        channel(colleague, "PJSIP/1002-51", "*8");
        rename(colleague, "PJSIP/1002-51<MASQ>");
        rename(ringing, "PJSIP/1002-51");
        rename(colleague, "PJSIP/1001-9<ZOMBIE>");
        hangUp(colleague);
    }

    void rename(String uniqueid, String name) {
        hear(AmiType.RENAME, Map.of(AmiField.UNIQUEID, uniqueid, AmiField.NEWNAME, name));
    }

    /** The caller's own channel is the one half on which the queue runs. */
    void callerBehindLocal(String name) {
        channel("1.1", "PJSIP/trunk-1", "6000");
        local("1.3", "1.4", name);
        dials("1.1", "1.3", name);
        joins("1.4", name + ";2");
    }

    void caller() {
        channel("1.1", "PJSIP/trunk-1", "6000");
        joins("1.1", "PJSIP/trunk-1");
    }

    void joins(String uniqueid, String name) {
        hear(
                AmiType.QUEUE_CALLER_JOIN,
                Map.of(
                        AmiField.UNIQUEID,
                        uniqueid,
                        AmiField.CHANNEL,
                        name,
                        AmiField.QUEUE,
                        "sales",
                        AmiField.POSITION,
                        "1"));
    }

    void rings(String leg, String member, String caller) {
        if (names.get(leg) == null) {
            channel(leg, member + "-9", "");
        }
        hear(AmiType.AGENT_CALLED, ofQueue(leg, member, caller));
        dials(caller, leg, member.replace("/n", ""));
    }

    void answers(String leg, String member, String caller) {
        ends(caller, leg, "ANSWER");
        connects(leg, member, caller);
    }

    void connects(String leg, String member, String caller) {
        Map<AmiField, String> connect = ofQueue(leg, member, caller);
        connect.put(AmiField.HOLD_TIME, "3");
        connect.put(AmiField.RING_TIME, "2");
        hear(AmiType.AGENT_CONNECT, connect);
        bridge(AmiType.BRIDGE_ENTER, leg, "b1");
        bridge(AmiType.BRIDGE_ENTER, caller, "b1");
    }

    void leaves(String caller) {
        hear(
                AmiType.QUEUE_CALLER_LEAVE,
                Map.of(AmiField.UNIQUEID, caller, AmiField.QUEUE, "sales"));
    }

    void notAnswered(String leg, String member) {
        Map<AmiField, String> end = ofQueue(leg, member, "1.1");
        end.put(AmiField.RING_TIME, "4000");
        hear(AmiType.AGENT_RING_NO_ANSWER, end);
    }

    void completes(String caller, String member, String leg, String talktime, String reason) {
        Map<AmiField, String> end = ofQueue(leg, member, caller);
        end.put(AmiField.TALK_TIME, talktime);
        end.put(AmiField.REASON, reason);
        hear(AmiType.AGENT_COMPLETE, end);
    }

    static Map<AmiField, String> ofQueue(String leg, String member, String caller) {
        return new EnumMap<>(
                Map.of(
                        AmiField.UNIQUEID, caller,
                        AmiField.DEST_UNIQUEID, leg,
                        AmiField.QUEUE, "sales",
                        AmiField.INTERFACE, member,
                        AmiField.MEMBER_NAME, "Member"));
    }

    void dials(String from, String to, String device) {
        if (names.get(to) == null) {
            channel(to, device + "-8", "");
        }
        hear(
                AmiType.DIAL_BEGIN,
                Map.of(
                        AmiField.UNIQUEID,
                        from,
                        AmiField.CHANNEL,
                        names.getOrDefault(from, ""),
                        AmiField.DEST_UNIQUEID,
                        to,
                        AmiField.DEST_CHANNEL,
                        device + "-8",
                        AmiField.DIAL_STRING,
                        "0288990044@trunk"));
    }

    void ends(String from, String to, String status) {
        hear(
                AmiType.DIAL_END,
                Map.of(
                        AmiField.UNIQUEID, from,
                        AmiField.DEST_UNIQUEID, to,
                        AmiField.DIAL_STATUS, status));
    }

    void local(String one, String two, String name) {
        channel(one, name + "-00000001;1", "");
        channel(two, name + "-00000001;2", "");
        hear(
                AmiType.LOCAL_BRIDGE,
                Map.of(AmiField.LOCAL_ONE_UNIQUEID, one, AmiField.LOCAL_TWO_UNIQUEID, two));
    }

    /** As recorded of a member's Local channel, for that of a caller. */
    void vanish(String one, String two, String source, String bridge) {
        hear(
                AmiType.LOCAL_OPTIMIZATION_BEGIN,
                Map.of(
                        AmiField.LOCAL_ONE_UNIQUEID, one,
                        AmiField.LOCAL_TWO_UNIQUEID, two,
                        AmiField.SOURCE_UNIQUEID, source));
        bridge(AmiType.BRIDGE_LEAVE, source, "b0");
        bridge(AmiType.BRIDGE_LEAVE, two, bridge);
        bridge(AmiType.BRIDGE_ENTER, source, bridge);
        hear(AmiType.HANGUP_REQUEST, two);
        hangUp(two);
        hangUp(one);
    }

    void bridge(AmiType type, String uniqueid, String bridge) {
        hear(type, Map.of(AmiField.UNIQUEID, uniqueid, AmiField.BRIDGE_UNIQUEID, bridge));
    }

    void channel(String uniqueid, String name, String extension) {
        names.put(uniqueid, name);
        hear(
                AmiType.NEWCHANNEL,
                Map.of(
                        AmiField.UNIQUEID, uniqueid,
                        AmiField.LINKEDID, uniqueid,
                        AmiField.CHANNEL, name,
                        AmiField.EXTEN, extension));
    }

    void hangUp(String uniqueid) {
        hangUp(uniqueid, "16");
    }

    void hangUp(String uniqueid, String cause) {
        hear(AmiType.HANGUP, Map.of(AmiField.UNIQUEID, uniqueid, AmiField.CAUSE, cause));
    }

    static Map<AmiField, String> listed(
            String uniqueid, String name, String application, String data, String bridge) {
        return Map.of(
                AmiField.UNIQUEID, uniqueid,
                AmiField.LINKEDID, "1.1",
                AmiField.CHANNEL, name,
                AmiField.CHANNEL_STATE, "6",
                AmiField.APPLICATION, application,
                AmiField.APPLICATION_DATA, data,
                AmiField.BRIDGE_ID, bridge);
    }

    void lists(List<Map<AmiField, String>> channels) {
        translator.connected();
        channels.forEach(line -> hear(AmiType.CORE_SHOW_CHANNEL, line));
        hear(AmiType.CORE_SHOW_CHANNELS_COMPLETE, Map.of());
        hear(
                AmiType.QUEUE_MEMBER,
                Map.of(
                        AmiField.QUEUE, "sales",
                        AmiField.NAME, "Anna",
                        AmiField.LOCATION, "PJSIP/1001",
                        AmiField.IN_CALL, "1"));
        hear(AmiType.QUEUE_STATUS_COMPLETE, Map.of());
    }

    void hear(AmiType type, String uniqueid) {
        hear(type, Map.of(AmiField.UNIQUEID, uniqueid));
    }

    void hear(AmiType type, Map<AmiField, String> headers) {
        String[] values = new String[AmiField.COUNT];
        headers.forEach((field, value) -> values[field.ordinal()] = value);
        now = now.plusMillis(10);
        told.addAll(translator.tick(now));
        told.addAll(translator.translate(new AmiEvent(type, values, List.of()), now));
    }

    void passes(Duration time) {
        Instant until = now.plus(time);
        while (now.isBefore(until)) {
            now = now.plusMillis(50);
            told.addAll(translator.tick(now));
        }
    }

    List<Kind> kinds() {
        return told.stream().map(CallEvent::kind).toList();
    }

    /** Of all events that name an agent, in order. */
    List<String> devices() {
        return told.stream()
                .filter(event -> event.kind() != Kind.QUEUED)
                .map(event -> event.agent().device())
                .toList();
    }
}
