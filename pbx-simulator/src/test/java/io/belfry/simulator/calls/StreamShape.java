package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.ami.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A stream of events without what differs from day to day, taken apart into sequences that Asterisk
 * keeps in order.
 *
 * <p>Differences that are allowed, and why:
 *
 * <ul>
 *   <li>Ids, times, counters of earlier calls: another day. Ids become roles, the others a star;
 *       the names and the order of the lines stay.
 *   <li>RTCP reports and RTPAUDIOQOS variables: there is no audio.
 *   <li>How often BRIDGEPEER and BRIDGEPVTCALLID are told again with the same values: depends on
 *       when the audio path changes.
 *   <li>Events of different channels, bridges, devices and members among each other: Asterisk sends
 *       them from parallel parts, their order differs between two recordings of one scenario. Each
 *       of them has its own sequence here. The backbone, the events that tell the story of the
 *       call, is one sequence. What happens behind a Local channel has a backbone of its own.
 *   <li>The place of AgentComplete and DialState in it, and the lines in which they show how far
 *       others had come: they come early or late in the recordings.
 *   <li>OriginateResponse: it belongs to the action, not to the call.
 * </ul>
 */
final class StreamShape {
    private static final Set<String> BACKBONE =
            Set.of(
                    "Newchannel",
                    "QueueCallerJoin",
                    "QueueCallerAbandon",
                    "QueueCallerLeave",
                    "AgentCalled",
                    "AgentConnect",
                    "AgentRingNoAnswer",
                    "DialBegin",
                    "DialEnd",
                    "BlindTransfer",
                    "AttendedTransfer",
                    "Hold",
                    "LocalBridge",
                    "LocalOptimizationBegin",
                    "LocalOptimizationEnd",
                    "MusicOnHoldStart",
                    "MusicOnHoldStop");
    private static final Set<String> LOOSE = Set.of("AgentComplete", "DialState");
    private static final Set<String> OWN_SEQUENCE_TOO = Set.of("HangupRequest", "Unhold");
    private static final Set<String> MASKED =
            Set.of(
                    "HoldTime",
                    "RingTime",
                    "TalkTime",
                    "CallsTaken",
                    "LastCall",
                    "LastPause",
                    "LoginTime",
                    "InCall",
                    "Id",
                    "ActionID");
    private static final String MASKED_VARIABLES =
            "(ANSWEREDTIME|DIALEDTIME|RINGTIME|PROGRESSTIME|QUEUEWAIT)(_MS)?|QUEUE(HOLDTIME|TALKTIME|COMPLETED|ABANDONED"
                    + "|SRVLEVELPERF|WAIT)|MEMBER(CALLS|LASTCALL)|QEHOLDTIME|BRIDGEPVTCALLID";

    /**
     * Lines that show a race: whether the telephone's ringing was known already, how far the
     * dialplan had come.
     */
    private static final Map<String, Set<String>> RACY =
            Map.of(
                    "DialState", Set.of("DestChannelState", "DestChannelStateDesc"),
                    "AgentComplete", Set.of("Context", "Exten", "Priority"));

    private final Set<String> calledByLocal = new HashSet<>();
    private final Map<String, List<String>> sequences = new TreeMap<>();
    private final Map<String, Integer> seenOfBase = new LinkedHashMap<>();
    private final Map<String, String> channelRoles = new LinkedHashMap<>();
    private final Map<String, String> idRoles = new LinkedHashMap<>();
    private final Map<String, String> bridgeRoles = new LinkedHashMap<>();

    static Map<String, List<String>> of(List<AmiEvent> events) {
        StreamShape shape = new StreamShape();
        events.stream().filter(StreamShape::compared).forEach(shape::learn);
        events.stream().filter(StreamShape::compared).forEach(shape::add);
        shape.sequences.values().forEach(StreamShape::withoutRepeatedIntroductions);
        return shape.sequences;
    }

    private static boolean compared(AmiEvent event) {
        boolean audio =
                event.type().startsWith("RTCP") || event.get("Variable").startsWith("RTPAUDIOQOS");
        boolean recorder =
                Set.of("", "FullyBooted", "SuccessfulAuth", "QueueMemberPause", "OriginateResponse")
                        .contains(event.type());
        return !audio && !recorder && !event.get("Device").contains("_pause_");
    }

    /** Roles in the order of appearance. */
    private void learn(AmiEvent event) {
        if (event.type().equals("Newchannel")) {
            String name = event.get("Channel");
            String base = name.replaceFirst("-[0-9a-f]{8}(;\\d)?$", "$1");
            String role = base + "#" + seenOfBase.merge(base, 1, Integer::sum);
            channelRoles.put(name, role);
            idRoles.put(event.get("Uniqueid"), "<" + role + ">");
        } else if (event.type().equals("DialBegin") && event.get("Channel").endsWith(";2")) {
            calledByLocal.add(event.get("DestChannel"));
        } else if (event.type().equals("BridgeCreate")) {
            bridgeRoles.put(
                    event.get("BridgeUniqueid"), "<bridge " + (bridgeRoles.size() + 1) + ">");
        }
    }

    private void add(AmiEvent event) {
        String text = text(event);
        String type = event.type();
        if (LOOSE.contains(type)) {
            sequence("loose " + type, text);
            sequences.get("loose " + type).sort(String::compareTo);
            return;
        }
        String channel = event.get("Channel");
        if (BACKBONE.contains(type)) {
            boolean behindLocal =
                    channel.endsWith(";2") && type.startsWith("Dial")
                            || calledByLocal.contains(channel);
            sequence(behindLocal ? "backbone behind " + localOf(event) : "backbone", text);
        }
        if (!channel.isEmpty() && (!BACKBONE.contains(type) || OWN_SEQUENCE_TOO.contains(type))) {
            sequence("channel " + channelRoles.getOrDefault(channel, channel), text);
        }
        if (type.startsWith("Bridge")) {
            sequence("bridge " + bridgeRoles.get(event.get("BridgeUniqueid")), text);
        } else if (type.equals("DeviceStateChange")) {
            sequence("device " + event.get("Device"), text);
        } else if (type.equals("ExtensionStatus")) {
            sequence("hint " + event.get("Exten"), text);
        } else if (type.equals("QueueMemberStatus")) {
            sequence("member " + event.get("Queue") + " " + event.get("Interface"), text);
        }
    }

    private String localOf(AmiEvent event) {
        String dest = event.get("DestChannel");
        return channelRoles.get(dest.isEmpty() ? event.get("Channel") : dest);
    }

    private void sequence(String name, String text) {
        sequences.computeIfAbsent(name, key -> new ArrayList<>()).add(text);
    }

    private static void withoutRepeatedIntroductions(List<String> texts) {
        List<String> kept = new ArrayList<>();
        String peer = "";
        for (String text : texts) {
            boolean introduction =
                    text.contains("Variable=BRIDGEPEER,")
                            || text.contains("Variable=BRIDGEPVTCALLID,");
            boolean farewell = text.endsWith("Value=") || text.endsWith("Value=none");
            if (introduction && !farewell) {
                if (peer.contains(text)) {
                    continue;
                }
                peer += text;
            } else if (introduction) {
                peer = "";
            }
            kept.add(text);
        }
        texts.clear();
        texts.addAll(kept);
    }

    private String text(AmiEvent event) {
        StringBuilder text = new StringBuilder();
        for (Header line : event.headers().all()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(line.name())
                    .append('=')
                    .append(value(event, line));
        }
        return text.toString();
    }

    private String value(AmiEvent event, Header line) {
        String value = line.value();
        boolean variable =
                line.name().equals("Value") && event.get("Variable").matches(MASKED_VARIABLES);
        boolean racy = RACY.getOrDefault(event.type(), Set.of()).contains(line.name());
        if (MASKED.contains(line.name()) || variable || racy) {
            return value.isEmpty() ? "none" : "*";
        }
        if (channelRoles.containsKey(value)) {
            return channelRoles.get(value);
        }
        if (idRoles.containsKey(value)) {
            return idRoles.get(value);
        }
        return bridgeRoles.getOrDefault(value, value);
    }
}
