package io.belfry.ami;

import io.belfry.core.bus.QueueMemberSeen;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Members of queues that were not told yet: a PBX names the same ones again and again. */
final class MemberNews {
    private static final int MOST = 20_000;

    private final String pbx;
    private final Set<QueueMemberSeen> told = new HashSet<>();

    MemberNews(String pbx) {
        this.pbx = pbx;
    }

    /** What this event tells of a member, when it is news. */
    Optional<QueueMemberSeen> of(AmiEvent e) {
        return switch (e.type()) {
            case QUEUE_MEMBER -> news(e, e.get(AmiField.LOCATION), e.get(AmiField.NAME));
            case QUEUE_MEMBER_ADDED ->
                    news(e, e.get(AmiField.INTERFACE), e.get(AmiField.MEMBER_NAME));
            default -> Optional.empty();
        };
    }

    private Optional<QueueMemberSeen> news(AmiEvent e, String member, String name) {
        QueueMemberSeen seen =
                new QueueMemberSeen(
                        pbx,
                        e.get(AmiField.QUEUE),
                        member,
                        AmiText.known(name),
                        AmiText.known(e.get(AmiField.STATE_INTERFACE)));
        boolean isNews = !member.isEmpty() && told.size() < MOST && told.add(seen);
        return isNews ? Optional.of(seen) : Optional.empty();
    }

    /** After a new connection everything is told once more: who listens may have changed too. */
    void restart() {
        told.clear();
    }
}
