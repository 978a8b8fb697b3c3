package io.belfry.ami.recorder;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One call's part of a recording: what its channels did and what the queues said of them, and of
 * everything else only what is needed to understand that: who is an agent, where the connection was
 * lost, and the call's lines of the PBX's lists. Replayed, it makes the same events of this call as
 * the whole recording.
 */
final class CallCut {
    /** A recording of a call that goes round in circles must end somewhere. */
    private static final int MOST_MESSAGES = 100_000;

    private static final int MOST_ROUNDS = 5;

    /** Can be read as often as need be. */
    interface Source {
        void read(Consumer<Message> reader) throws IOException;
    }

    private final String pbx;
    private final Kinship kinship;
    private final KnownState known = new KnownState();
    private final List<Message> part = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final Set<List<String>> talks = new HashSet<>();
    private final ListCut lists;
    private boolean begun;
    private Instant lastHeard = Instant.EPOCH;

    CallCut(String uniqueid, String pbx) {
        this.pbx = pbx;
        this.kinship = new Kinship(uniqueid);
        this.lists = new ListCut(kinship, part);
    }

    /**
     * @return empty when nothing of the call is there
     */
    List<Message> of(Source source) throws IOException {
        for (int round = 0; round < MOST_ROUNDS && kinship.grows(); round++) {
            kinship.begin();
            source.read(kinship::seen);
        }
        if (!kinship.isFound()) {
            return List.of();
        }
        source.read(this::take);
        return part;
    }

    private void take(Message message) {
        if (part.size() >= MOST_MESSAGES) {
            return;
        }
        if (!begun && message.at().isBefore(kinship.since())) {
            known.seen(message);
            lastHeard = message.at();
            return;
        }
        begin(message.at());
        if (!message.note().isEmpty()) {
            alive(message.at());
            lists.restart();
            part.add(message);
        } else if (ListCut.isListed(message)) {
            lists.take(message);
        } else if (message.type().equals("FullyBooted")) {
            alive(message.at());
            part.add(message);
        } else if (kinship.holds(message) || isEndOfOurTalk(message)) {
            talks(message);
            part.add(message);
        } else {
            members(message);
        }
        lastHeard = message.at();
    }

    private void begin(Instant at) {
        if (!begun) {
            begun = true;
            part.add(Message.note(at, "call " + kinship.uniqueid(), pbx));
            part.addAll(known.told(at, kinship::isOurs));
            known.devices(kinship::isOurs).forEach(told::add);
        }
    }

    /**
     * How long the PBX was heard tells whether it was started anew: an event that says nothing
     * stands for all that are left out.
     */
    private void alive(Instant at) {
        if (lastHeard.isAfter(Instant.EPOCH) && !lastHeard.isAfter(at)) {
            part.add(Message.of(lastHeard, "Newstate", List.of()));
        }
    }

    /** Events of a queue's members make events of ours that are not of this call. */
    private void members(Message message) {
        for (Map.Entry<String, String> each : KnownState.members(message).entrySet()) {
            if (kinship.isOurs(each.getKey()) && told.add(each.getKey())) {
                part.add(KnownState.member(message.at(), each.getKey(), each.getValue()));
            }
        }
    }

    private void talks(Message message) {
        if (message.type().equals("AgentConnect")) {
            talks.add(talk(message));
        } else if (message.type().equals("AgentComplete")) {
            talks.remove(talk(message));
        }
    }

    /** Of channels that are gone already Asterisk tells nothing: queue and interface are left. */
    private boolean isEndOfOurTalk(Message message) {
        return message.type().equals("AgentComplete")
                && message.get("Uniqueid").isEmpty()
                && message.get("DestUniqueid").isEmpty()
                && talks.contains(talk(message));
    }

    private static List<String> talk(Message message) {
        return List.of(message.get("Queue"), message.get("Interface"));
    }
}
