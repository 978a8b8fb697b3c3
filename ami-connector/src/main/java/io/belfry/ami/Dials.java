package io.belfry.ami;

import static io.belfry.ami.AmiField.DEST_CHANNEL;
import static io.belfry.ami.AmiField.DEST_UNIQUEID;
import static io.belfry.ami.AmiField.DIAL_STATUS;
import static io.belfry.ami.AmiField.DIAL_STRING;
import static io.belfry.ami.AmiField.FORWARD;
import static io.belfry.ami.AmiField.NEWNAME;
import static io.belfry.ami.AmiField.UNIQUEID;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.OutboundTracker;
import io.belfry.core.call.QueueCallTracker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What it means that a channel dials another one: a queue rings a member, a Local channel finds the
 * telephone behind it, a telephone sends a call elsewhere, a colleague picks one up, or an agent
 * calls somebody.
 */
final class Dials {
    private final Channels channels;
    private final Members members;
    private final QueueCallTracker queueCalls;
    private final OutboundTracker outboundCalls;
    private final AgentDials agents;

    Dials(
            Channels channels,
            Members members,
            QueueCallTracker queueCalls,
            OutboundTracker outboundCalls,
            AgentDials agents) {
        this.channels = channels;
        this.members = members;
        this.queueCalls = queueCalls;
        this.outboundCalls = outboundCalls;
        this.agents = agents;
    }

    /**
     * @param e DialBegin
     */
    List<CallEvent> began(AmiEvent e, Instant at) {
        String from = e.get(UNIQUEID);
        if (from.isEmpty()) {
            return List.of();
        }
        String dialled = e.get(DEST_UNIQUEID);
        String device = Channels.device(e.get(DEST_CHANNEL));
        Optional<String> pickedUp = channels.pickedUp(from, dialled, e.get(DIAL_STRING));
        channels.dials(from, dialled, e.get(DIAL_STRING));
        // first: a caller can come through a Local channel himself
        String queue = queueCalls.queueOf(from);
        if (!queue.isEmpty()) {
            // a ring that a colleague picks up goes on at his telephone, as a forwarded one does
            pickedUp.ifPresent(leg -> queueCalls.forwarded(from, leg));
            List<CallEvent> told =
                    queueCalls.dialled(
                            from,
                            members.leg(members.at(queue, device), "", dialled),
                            channels.variablesOf(from),
                            at);
            pickedUp.ifPresent(leg -> answeredAt(dialled, device, at));
            return told;
        }
        String local = channels.otherHalf(from);
        if (!local.isEmpty()) {
            // it may be that of a queue's member: this is the device that really rings
            hasDevice(channels.behind(dialled, device, local));
        }
        List<CallEvent> told = new ArrayList<>(queueCalls.goesOn(from));
        told.addAll(agents.dialled(e, device, at));
        return told;
    }

    private void answeredAt(String leg, String device, Instant at) {
        channels.isAt(leg, device);
        hasDevice(leg);
        queueCalls.pickedUp(leg, at);
    }

    /**
     * @param e DialEnd
     */
    List<CallEvent> ended(AmiEvent e, Instant at) {
        String dialled = e.get(DEST_UNIQUEID);
        String status = e.get(DIAL_STATUS);
        String leg = channels.leg(dialled);
        channels.dialEnded(dialled);
        if (!leg.equals(dialled)) {
            channels.phones(leg).ifPresent(phones -> phones.ended(dialled, status));
            hasDevice(leg);
        }
        if (!e.get(FORWARD).isEmpty()) {
            queueCalls.forwarded(e.get(UNIQUEID), dialled);
        } else if (status.equals("CANCEL")) {
            channels.calledOff(e.get(UNIQUEID), dialled);
        }
        queueCalls.dialEnded(e.get(UNIQUEID), dialled, resultOf(dialled, status), at);
        return outboundCalls.dialEnded(dialled, status, at);
    }

    /**
     * @param e Rename: where it gives a telephone's channel the name of another one's, somebody
     *     picks up there
     */
    List<CallEvent> renamed(AmiEvent e, Instant at) {
        String uniqueid = e.get(UNIQUEID);
        if (channels.renamed(uniqueid, e.get(NEWNAME))) {
            hasDevice(channels.leg(uniqueid));
            queueCalls.pickedUp(uniqueid, at);
        }
        return List.of();
    }

    /** The device behind a leg became known, or it is not clear any more which one it is. */
    private void hasDevice(String leg) {
        channels.deviceOf(leg)
                .ifPresent(
                        device -> queueCalls.deviceOf(leg, called -> members.on(called, device)));
    }

    /**
     * A Local channel whose dialplan came to its end has no answer for the queue; whether the agent
     * did not want the call, only the telephones behind it can say.
     */
    private String resultOf(String leg, String status) {
        boolean timeWasOver =
                status.equals("NOANSWER")
                        && channels.phones(leg).filter(phones -> !phones.areRefused()).isPresent();
        return timeWasOver ? "CANCEL" : status;
    }
}
