package io.belfry.realtimepush.programs;

import io.belfry.core.agent.Agent;
import io.belfry.core.bus.QueueMemberSeen;
import io.belfry.core.call.CallEvent;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who is a member of which queue, as PBXs tell it. Bounded: the oldest leaves. */
final class QueueMembers {
    private static final int MOST = 20_000;

    private final Set<Member> members = new LinkedHashSet<>();

    private record Member(String pbx, String queue, String peer) {}

    void seen(QueueMemberSeen seen) {
        members.add(new Member(seen.pbx(), seen.queue(), seen.member()));
        if (members.size() > MOST) {
            Iterator<Member> oldest = members.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Only a log-out ends a membership. */
    void happened(CallEvent event) {
        if (event.kind() == CallEvent.Kind.LOGOUT) {
            members.remove(
                    new Member(event.callId().pbx(), event.call().queue(), event.agent().peer()));
        }
    }

    boolean isMemberOf(Agent agent, Collection<String> queues) {
        return members.stream()
                .anyMatch(
                        each ->
                                queues.contains(each.queue())
                                        && agent.peers().contains(each.peer()));
    }
}
