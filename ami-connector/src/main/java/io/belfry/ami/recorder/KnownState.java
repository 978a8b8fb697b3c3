package io.belfry.ami.recorder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What events said about the PBX that is no part of any call: who is a member of a queue, and when
 * it was started. A recording that begins later says it again at its beginning.
 */
final class KnownState {
    private static final int MOST = 20_000;

    private final Map<String, String> names = new LinkedHashMap<>();
    private Instant bootSeen = Instant.MAX;
    private long uptime;

    /** Interfaces that this message names, with the member's name. */
    static Map<String, String> members(Message message) {
        Map<String, String> named = new LinkedHashMap<>();
        switch (message.type()) {
            case "QueueMemberStatus",
                    "QueueMemberAdded",
                    "QueueMemberRemoved",
                    "QueueMemberPause",
                    "AgentCalled" ->
                    named.put(message.get("Interface"), message.get("MemberName"));
            case "QueueMember" -> {
                named.put(message.get("Location"), message.get("Name"));
                named.putIfAbsent(message.get("StateInterface"), message.get("Name"));
            }
            default -> {}
        }
        named.remove("");
        return named;
    }

    void seen(Message message) {
        members(message)
                .forEach(
                        (device, name) -> {
                            if (names.size() < MOST) {
                                names.putIfAbsent(device, name);
                            }
                        });
        if (message.type().equals("FullyBooted") && message.get("Uptime").matches("\\d{1,10}")) {
            uptime = Long.parseLong(message.get("Uptime"));
            bootSeen = message.at();
        }
    }

    /** Those of the interfaces that were named. */
    List<String> devices(Predicate<String> wanted) {
        return names.keySet().stream().filter(wanted).toList();
    }

    /** The same once more, as the PBX would say it at this moment. */
    List<Message> told(Instant at, Predicate<String> devices) {
        List<Message> told = new ArrayList<>();
        booted(at).ifPresent(told::add);
        names.forEach(
                (device, name) -> {
                    if (devices.test(device)) {
                        told.add(member(at, device, name));
                    }
                });
        return told;
    }

    static Message member(Instant at, String device, String name) {
        return Message.of(
                at, "QueueMemberStatus", List.of("Interface: " + device, "MemberName: " + name));
    }

    private Optional<Message> booted(Instant at) {
        if (bootSeen.equals(Instant.MAX)) {
            return Optional.empty();
        }
        long now = uptime + Math.max(0, Duration.between(bootSeen, at).toSeconds());
        return Optional.of(Message.of(at, "FullyBooted", List.of("Uptime: " + now)));
    }
}
