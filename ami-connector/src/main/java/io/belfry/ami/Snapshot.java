package io.belfry.ami;

import static io.belfry.ami.AmiField.CALLER_ID_NAME;
import static io.belfry.ami.AmiField.CALLER_ID_NUM;
import static io.belfry.ami.AmiField.CHANNEL;
import static io.belfry.ami.AmiField.CONTEXT;
import static io.belfry.ami.AmiField.EXTEN;
import static io.belfry.ami.AmiField.LINKEDID;
import static io.belfry.ami.AmiField.LIST_ITEMS;
import static io.belfry.ami.AmiField.QUEUE;
import static io.belfry.ami.AmiField.UNIQUEID;
import static io.belfry.ami.AmiText.known;
import static io.belfry.ami.AmiText.unescaped;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.Caller;
import io.belfry.core.call.PbxSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Collects the lists of CoreShowChannels and QueueStatus, line by line among the events, until both
 * are whole; what they mean is for {@link ListedCalls}.
 */
final class Snapshot {
    private static final int MAX_ENTRIES = 200_000;

    private final String pbx;
    private final Channels channels;
    private final AgentChannels outgoing;
    private final LongSupplier facts;
    private final LongSupplier factsOutbound;
    private final Map<String, AmiEvent> listed = new LinkedHashMap<>();

    /** Names of the queues; to Asterisk capital letters in them make no difference. */
    private final Map<String, String> queues = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private final List<AmiEvent> members = new ArrayList<>();
    private final List<AmiEvent> entries = new ArrayList<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, String> entered = new HashMap<>();
    private AgentDirectory agents = AgentDirectory.EMPTY;
    private OptionalLong begun = OptionalLong.empty();
    private boolean channelsEnded;
    private boolean queuesEnded;
    private int queueItems;
    private boolean torn;
    private long begunOutbound;

    /**
     * @param facts how many the tracker of queue calls has been told
     * @param factsOutbound the same of calls that agents make
     */
    Snapshot(
            String pbx,
            Channels channels,
            AgentChannels outgoing,
            LongSupplier facts,
            LongSupplier factsOutbound) {
        this.pbx = pbx;
        this.channels = channels;
        this.outgoing = outgoing;
        this.facts = facts;
        this.factsOutbound = factsOutbound;
    }

    void configure(AgentDirectory directory) {
        agents = directory;
    }

    void restart() {
        begun = OptionalLong.empty();
        channelsEnded = false;
        queuesEnded = false;
        queueItems = 0;
        torn = false;
        listed.clear();
        queues.clear();
        members.clear();
        entries.clear();
        gone.clear();
        entered.clear();
    }

    /** A channel hung up: what a list said of it before is over. */
    void hungUp(String uniqueid) {
        if (isBegun() && gone.size() < MAX_ENTRIES) {
            gone.add(uniqueid);
        }
    }

    /** A channel came into a bridge, of which its line may not know yet. */
    void bridged(String uniqueid, String bridge) {
        if (isBegun()) {
            entered.put(uniqueid, bridge);
        }
    }

    void unbridged(String uniqueid, String bridge) {
        entered.remove(uniqueid, bridge);
    }

    void add(AmiEvent e) {
        begin();
        begun(e.type() != AmiType.CORE_SHOW_CHANNEL);
        if (listed.size() + members.size() + entries.size() >= MAX_ENTRIES) {
            return;
        }
        if (e.type() != AmiType.CORE_SHOW_CHANNEL) {
            queueItems++;
            queues.putIfAbsent(e.get(QUEUE), e.get(QUEUE));
        }
        switch (e.type()) {
            case QUEUE_PARAMS -> {}
            case QUEUE_MEMBER -> members.add(e);
            case QUEUE_ENTRY -> entries.add(e);
            default -> {
                listed.put(e.get(UNIQUEID), e);
                // at once: what happens to it from now on may come before the lists have ended
                announce(e);
            }
        }
    }

    /** Lines of the lists have come, and more will. */
    boolean isBegun() {
        return begun.isPresent();
    }

    /** A list since the last {@link #restart} ended early. */
    boolean isTorn() {
        return torn;
    }

    /**
     * @return the whole picture when this was the end of the second list and nothing is missing
     */
    Optional<PbxSnapshot> ended(AmiEvent e) {
        begin();
        boolean ofQueues = e.type() == AmiType.QUEUE_STATUS_COMPLETE;
        int items = ofQueues ? queueItems : listed.size();
        // a list that ended early proves nothing
        torn |= AmiText.number(e.get(LIST_ITEMS), items) != items;
        channelsEnded |= !ofQueues;
        queuesEnded |= ofQueues;
        if (torn || !channelsEnded || !queuesEnded) {
            return Optional.empty();
        }
        listed.keySet().removeAll(gone);
        PbxSnapshot whole =
                new ListedCalls(pbx, channels, agents, listed.values(), queues, members, entered)
                        .picture(begun.orElseThrow(), begunOutbound, entries, outgoing);
        restart();
        return Optional.of(whole);
    }

    /** Whoever asks for the same list again wants what it says now. */
    private void begun(boolean ofQueues) {
        if (ofQueues && queuesEnded) {
            queuesEnded = false;
            queueItems = 0;
            queues.clear();
            members.clear();
            entries.clear();
        } else if (!ofQueues && channelsEnded) {
            channelsEnded = false;
            listed.clear();
        }
    }

    private void begin() {
        if (begun.isEmpty()) {
            begunOutbound = factsOutbound.getAsLong();
            begun = OptionalLong.of(facts.getAsLong());
        }
    }

    private void announce(AmiEvent e) {
        Channels.Channel channel = channels.listed(e.get(UNIQUEID));
        if (channel.name().isEmpty()) {
            channel.born(e.get(LINKEDID), e.get(CONTEXT), e.get(EXTEN), caller(e));
        }
        channel.named(e.get(CHANNEL));
    }

    private static Caller caller(AmiEvent e) {
        return new Caller(known(e.get(CALLER_ID_NUM)), unescaped(known(e.get(CALLER_ID_NAME))));
    }
}
