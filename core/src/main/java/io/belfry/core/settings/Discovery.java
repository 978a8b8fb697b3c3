package io.belfry.core.settings;

import io.belfry.core.agent.Agent;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.store.AgentEntry;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Members of queues that nobody entered. They are collected for a moment, because a snapshot of a
 * PBX names hundreds at once and every save makes a new version.
 */
final class Discovery {
    static final int MOST = 2_000;
    private static final int LONGEST = 200;

    /** By device of an agent: the name he is known by, and whether that was entered. */
    private final Map<String, Agent> known = new HashMap<>();

    private final Map<String, QueueMemberSeen> found = new LinkedHashMap<>();
    private int discovered;

    /** What is known from now on. */
    void use(Settings settings) {
        known.clear();
        discovered = 0;
        for (Kept<AgentEntry> kept : settings.agents()) {
            Agent agent = kept.value().agent();
            agent.peers().forEach(peer -> known.putIfAbsent(peer, agent));
            discovered += agent.discovered() ? 1 : 0;
        }
    }

    /**
     * @return whether it is the first news, with which the collecting begins
     */
    boolean seen(QueueMemberSeen member) {
        boolean fits = !member.member().isBlank() && member.member().length() <= LONGEST;
        boolean room = discovered + found.size() < MOST || known.containsKey(member.member());
        if (!fits || !room || !isNews(member)) {
            return false;
        }
        found.put(member.member(), member);
        return found.size() == 1;
    }

    private boolean isNews(QueueMemberSeen member) {
        Agent agent = known.getOrDefault(member.member(), known.get(member.stateInterface()));
        return agent == null || agent.discovered() && !agent.name().equals(nameOf(member));
    }

    /** What must be saved for those that are still news; afterwards {@link #forget} them. */
    List<Edit> edits(Supplier<String> ids, Instant at) {
        List<Edit> edits = new ArrayList<>();
        for (QueueMemberSeen member : found.values()) {
            if (isNews(member)) {
                Agent before = known.get(member.member());
                String id = before == null ? ids.get() : before.id();
                edits.add(new Edit.PutAgent(kept(agent(id, member), member.pbx(), at)));
            }
        }
        return edits;
    }

    /** They are saved. */
    void forget() {
        found.clear();
    }

    private static Kept<AgentEntry> kept(Agent agent, String pbx, Instant at) {
        return new Kept<>(new AgentEntry(agent, ""), 1, pbx, at);
    }

    private static Agent agent(String id, QueueMemberSeen member) {
        Set<String> peers = new LinkedHashSet<>();
        peers.add(member.member());
        if (!member.stateInterface().isBlank() && member.stateInterface().length() <= LONGEST) {
            peers.add(member.stateInterface());
        }
        String number = clean(numberOf(member), 80);
        return new Agent(id, nameOf(member), number, "", List.copyOf(peers), "", true);
    }

    /** Without a name of its own a member goes by its interface, as in Asterisk. */
    private static String nameOf(QueueMemberSeen member) {
        String name = clean(member.name(), LONGEST);
        return name.isEmpty() || name.equals(member.member()) ? numberOf(member) : name;
    }

    /** {@code 1001} of {@code Local/1001@agents/n}, {@code anna} of {@code PJSIP/anna}. */
    private static String numberOf(QueueMemberSeen member) {
        String bare = member.member().substring(member.member().indexOf('/') + 1);
        int end = bare.indexOf('@') < 0 ? bare.indexOf('/') : bare.indexOf('@');
        return end < 0 ? bare : bare.substring(0, end);
    }

    private static String clean(String text, int longest) {
        String plain = text.replaceAll("\\p{Cntrl}", " ").strip();
        return plain.length() <= longest ? plain : plain.substring(0, longest);
    }
}
