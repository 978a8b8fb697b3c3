package io.belfry.ami;

import static io.belfry.ami.AmiField.DEST_TYPE;
import static io.belfry.ami.AmiField.EXTENSION;
import static io.belfry.ami.AmiField.ORIG_TRANSFERER_CHANNEL;
import static io.belfry.ami.AmiField.ORIG_TRANSFERER_UNIQUEID;
import static io.belfry.ami.AmiField.RESULT;
import static io.belfry.ami.AmiField.SECOND_TRANSFERER_CHANNEL;
import static io.belfry.ami.AmiField.SECOND_TRANSFERER_UNIQUEID;
import static io.belfry.ami.AmiField.TRANSFEREE_CHANNEL;
import static io.belfry.ami.AmiField.TRANSFEREE_UNIQUEID;
import static io.belfry.ami.AmiField.TRANSFERER_CHANNEL;
import static io.belfry.ami.AmiField.TRANSFERER_UNIQUEID;
import static io.belfry.ami.AmiField.TRANSFER_TARGET_CHANNEL;
import static io.belfry.ami.AmiField.TRANSFER_TARGET_UNIQUEID;

import io.belfry.core.call.CallEvent;
import io.belfry.core.call.QueueCallTracker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An agent passes his caller on: who got him, and whether that is an agent, too. */
final class Transfers {
    private final Channels channels;
    private final Members members;
    private final QueueCallTracker queueCalls;

    Transfers(Channels channels, Members members, QueueCallTracker queueCalls) {
        this.channels = channels;
        this.members = members;
        this.queueCalls = queueCalls;
    }

    /**
     * @param e BlindTransfer
     */
    List<CallEvent> blind(AmiEvent e, Instant at) {
        return succeeded(e)
                ? transferred(
                        e.get(TRANSFERER_UNIQUEID),
                        e.get(TRANSFERER_CHANNEL),
                        "blind",
                        new Target(e.get(EXTENSION), ""),
                        at)
                : List.of();
    }

    /**
     * The agent has two calls. Most telephones ask for the transfer in the one with the caller,
     * some in the one with the colleague: then the PBX names them the other way round. Both can be
     * callers of a queue.
     *
     * @param e AttendedTransfer
     */
    List<CallEvent> attended(AmiEvent e, Instant at) {
        // joined to the other two, the agent goes on talking with them
        if (!succeeded(e) || e.get(DEST_TYPE).equals("Threeway")) {
            return List.of();
        }
        String first = e.get(ORIG_TRANSFERER_UNIQUEID);
        String second = e.get(SECOND_TRANSFERER_UNIQUEID);
        Target target =
                target(e.get(TRANSFER_TARGET_CHANNEL), e.get(TRANSFER_TARGET_UNIQUEID), second);
        List<CallEvent> told =
                new ArrayList<>(
                        transferred(first, e.get(ORIG_TRANSFERER_CHANNEL), "attended", target, at));
        // by feature code he has both calls on one channel
        if (!first.equals(second)) {
            Target other = target(e.get(TRANSFEREE_CHANNEL), e.get(TRANSFEREE_UNIQUEID), first);
            told.addAll(
                    transferred(second, e.get(SECOND_TRANSFERER_CHANNEL), "attended", other, at));
        }
        return told;
    }

    private List<CallEvent> transferred(
            String transferer, String channel, String mode, Target target, Instant at) {
        String technology = channel.split("/", 2)[0];
        return queueCalls.transferred(
                channels.leg(transferer),
                mode,
                target.address(),
                members.receiver(target.address(), technology, target.uniqueid()),
                at);
    }

    /**
     * Whom the agent spoke to. Nobody yet, when he passes his caller on while it still rings there,
     * or while he waits in a queue himself: then whom he rings, else what he dialled.
     *
     * @param consulting the agent's channel of that call
     */
    private Target target(String channel, String uniqueid, String consulting) {
        return channel.isEmpty() ? dialledAt(consulting) : Target.of(channel, uniqueid);
    }

    private Target dialledAt(String consulting) {
        List<Channels.Dialled> rung = channels.dialledFrom(consulting);
        // of several, as a queue rings them too, nobody knows yet who will have the caller
        if (rung.size() == 1 && queueCalls.queueOf(consulting).isEmpty()) {
            return Target.of(rung.get(0).name(), rung.get(0).uniqueid());
        }
        return new Target(
                channels.find(consulting).map(Channels.Channel::extension).orElse(""), "");
    }

    private static boolean succeeded(AmiEvent e) {
        return e.get(RESULT).equals("Success");
    }

    /**
     * @param address extension or device
     * @param uniqueid of his channel; empty when it is not known
     */
    private record Target(String address, String uniqueid) {
        /** A Local channel is on the way to him: its name holds what was dialled. */
        static Target of(String channel, String uniqueid) {
            String device = Channels.device(channel);
            return device.startsWith("Local/")
                    ? new Target(Legs.userPart(device), "")
                    : new Target(device, uniqueid);
        }
    }
}
