package io.belfry.simulator.state;

import io.belfry.simulator.ami.AmiEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The live channels by Uniqueid. A channel is born with the first event that shows it and dies with
 * its Hangup; events about a channel that has died (Asterisk sends some late) do not bring it back.
 */
final class ChannelTable {
    private static final int REMEMBERED_DEAD = 10_000;
    private static final List<ShownChannel> SHOWN =
            Stream.of(
                            "",
                            "Dest",
                            "LocalOne",
                            "LocalTwo",
                            "Source",
                            "Transferer",
                            "Transferee",
                            "OrigTransferer",
                            "SecondTransferer",
                            "TransferTarget")
                    .map(ShownChannel::new)
                    .toList();

    private final Map<String, ChannelState> live = new LinkedHashMap<>();
    private final Set<String> dead = new LinkedHashSet<>();
    private long callsSeen;

    void apply(AmiEvent event, Instant at) {
        if (event.type().equals("Newchannel")) {
            dead.remove(event.get("Uniqueid"));
        }
        SHOWN.forEach(shown -> see(event, shown, at));
        String uniqueid = event.get("Uniqueid");
        switch (event.type()) {
            case "Hangup" -> bury(uniqueid);
            case "Rename" -> channel(uniqueid).ifPresent(c -> c.rename(event.get("Newname")));
            case "Newexten" ->
                    channel(uniqueid)
                            .ifPresent(c -> c.runs(event.get("Application"), event.get("AppData")));
            case "QueueCallerJoin" -> channel(uniqueid).ifPresent(c -> c.joins(event.get("Queue")));
            case "VarSet" ->
                    channel(uniqueid)
                            .ifPresent(
                                    c ->
                                            c.set(
                                                    event.get("Variable"),
                                                    CEscapes.unescape(event.get("Value"))));
            case "BridgeEnter" ->
                    channel(uniqueid).ifPresent(c -> c.enter(event.get("BridgeUniqueid")));
            case "BridgeLeave" -> left(uniqueid, event.get("BridgeUniqueid"));
            default -> {}
        }
    }

    /** A channel that leaves one bridge for another (a merge) may have entered the other before. */
    private void left(String uniqueid, String bridge) {
        channel(uniqueid).filter(c -> c.bridge().equals(bridge)).ifPresent(c -> c.enter(""));
    }

    private void see(AmiEvent event, ShownChannel shown, Instant at) {
        if (!shown.isIn(event)) {
            return;
        }
        String uniqueid = shown.value(event, "Uniqueid");
        if (dead.contains(uniqueid)) {
            return;
        }
        ChannelState known = live.get(uniqueid);
        if (known == null) {
            born(new ChannelState(event, shown, at));
        } else {
            known.update(event, shown);
        }
    }

    void born(ChannelState channel) {
        live.put(channel.uniqueid(), channel);
        if (channel.uniqueid().equals(channel.get("Linkedid"))) {
            callsSeen++;
        }
    }

    private void bury(String uniqueid) {
        live.remove(uniqueid);
        dead.add(uniqueid);
        if (dead.size() > REMEMBERED_DEAD) {
            dead.remove(dead.iterator().next());
        }
    }

    Optional<ChannelState> channel(String uniqueid) {
        return Optional.ofNullable(live.get(uniqueid));
    }

    /** By channel name or Uniqueid: actions take both. */
    Optional<ChannelState> find(String nameOrId) {
        return live.values().stream()
                .filter(c -> c.name().equalsIgnoreCase(nameOrId) || c.uniqueid().equals(nameOrId))
                .findFirst();
    }

    /** Youngest first. */
    List<ChannelState> all() {
        List<ChannelState> channels = new ArrayList<>(live.values());
        Collections.reverse(channels);
        return channels;
    }

    /** Calls that came into being; the other channels are legs of theirs. */
    long callsSeen() {
        return callsSeen;
    }

    void clear() {
        live.clear();
        dead.clear();
        callsSeen = 0;
    }
}
