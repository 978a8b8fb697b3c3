package io.belfry.ami;

import static io.belfry.ami.AmiField.CHANNEL;
import static io.belfry.ami.AmiField.DEST_CHANNEL;
import static io.belfry.ami.AmiField.DEST_UNIQUEID;
import static io.belfry.ami.AmiField.DIAL_STRING;
import static io.belfry.ami.AmiField.UNIQUEID;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.OutboundTracker;
import io.belfry.core.call.QueueCallTracker;
import java.time.Instant;
import java.util.List;

/**
 * Which channels that dial are agents' who call somebody outside: their own ones, and those that
 * dial on their behalf behind Local channels.
 */
final class AgentDials {
    private final Channels channels;
    private final Members members;
    private final QueueCallTracker queueCalls;
    private final OutboundTracker outboundCalls;
    private final AgentChannels agents;

    AgentDials(
            Channels channels,
            Members members,
            QueueCallTracker queueCalls,
            OutboundTracker outboundCalls,
            AgentChannels agents) {
        this.channels = channels;
        this.members = members;
        this.queueCalls = queueCalls;
        this.outboundCalls = outboundCalls;
        this.agents = agents;
    }

    /**
     * @param e DialBegin of a channel that waits in no queue
     * @param device that is dialled
     */
    List<CallEvent> dialled(AmiEvent e, String device, Instant at) {
        String from = e.get(UNIQUEID);
        if (queueCalls.knows(from) || findsColleague(from)) {
            return List.of();
        }
        String agent = channels.dialler(from, queueCalls::knows);
        boolean itself = agent.equals(from);
        // an agent who has a caller of a queue consults somebody, by a feature code
        if (!itself && queueCalls.isLeg(channels.leg(agent))) {
            return List.of();
        }
        String name =
                itself
                        ? e.get(CHANNEL)
                        : channels.find(agent).map(Channels.Channel::name).orElse("");
        return agents.isOutbound(Channels.device(name), device)
                ? outboundCalls.dialled(
                        agents.call(e, agent, name),
                        members.leg(Channels.device(name), "", agent),
                        AgentChannels.number(e.get(DEST_CHANNEL), e.get(DIAL_STRING)),
                        e.get(DEST_CHANNEL),
                        e.get(DEST_UNIQUEID),
                        at)
                : List.of();
    }

    /** A dialplan that rings a colleague and, beside his telephone, his number outside. */
    private boolean findsColleague(String from) {
        String local = channels.otherHalf(from);
        return !local.isEmpty()
                && channels.phones(channels.leg(local))
                        .filter(phones -> phones.devices().stream().anyMatch(members::isAgent))
                        .isPresent();
    }
}
