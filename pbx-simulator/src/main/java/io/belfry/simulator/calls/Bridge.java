package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where two channels hear each other. Two telephones talk directly (native_rtp); with a Local
 * channel they cannot.
 */
final class Bridge {
    private final String id;
    private final Wire wire;
    private final List<Channel> channels = new ArrayList<>();
    private boolean direct;

    Bridge(String id, Wire wire) {
        this.id = id;
        this.wire = wire;
        wire.bridge("BridgeCreate", this);
    }

    String id() {
        return id;
    }

    List<Channel> channels() {
        return List.copyOf(channels);
    }

    void lines(AmiEvent.Builder event, String prefix) {
        linesAsBefore(event, prefix, channels.size());
    }

    /** Some events show a bridge as it was before somebody left. */
    void linesAsBefore(AmiEvent.Builder event, String prefix, int count) {
        event.with(prefix + "BridgeUniqueid", id)
                .with(prefix + "BridgeType", "basic")
                .with(prefix + "BridgeTechnology", direct ? "native_rtp" : "simple_bridge")
                .with(prefix + "BridgeCreator", "<unknown>")
                .with(prefix + "BridgeName", "<unknown>")
                .with(prefix + "BridgeNumChannels", count)
                .with(prefix + "BridgeVideoSourceMode", "none");
    }

    void enter(Channel channel) {
        channels.add(channel);
        channel.bridge = Optional.of(this);
        wire.bridge("BridgeEnter", this, channel);
        if (channels.size() == 2) {
            direct = channels.stream().noneMatch(c -> c.callId.isEmpty());
            forgetTransfer(channel);
            introduce(direct ? 3 : 1);
        }
    }

    private void forgetTransfer(Channel channel) {
        if (channel.transferred) {
            channel.transferred = false;
            wire.varset(channel, "BLINDTRANSFER", "");
        }
    }

    /** Takes the place of another, which has just left. */
    void enterInsteadOf(Channel channel, Channel other) {
        channels.add(0, channel);
        channel.bridge = Optional.of(this);
        wire.bridge("BridgeEnter", this, channel, "SwapUniqueid", other.uniqueid);
        direct = channels.stream().noneMatch(c -> c.callId.isEmpty());
        introduce(1);
    }

    /**
     * Each channel is told who is at the other end; telephones again each time the audio path
     * changes.
     */
    void introduce(int times) {
        List<Channel> order = new ArrayList<>(channels);
        if (direct) {
            Collections.reverse(order);
        }
        for (int i = 0; i < times && order.size() == 2; i++) {
            tell(order.get(0), order.get(1));
            tell(order.get(1), order.get(0));
        }
    }

    private void tell(Channel channel, Channel peer) {
        wire.varset(channel, "BRIDGEPEER", peer.name);
        channel.knowsPeersCallId = !peer.callId.isEmpty();
        if (channel.knowsPeersCallId) {
            wire.varset(channel, "BRIDGEPVTCALLID", peer.callId);
        }
    }

    /** The farewell comes before the leaving, that of the other one too. */
    void part(Channel first) {
        forget(first);
        channels.stream().filter(c -> c != first).findFirst().ifPresent(this::forget);
    }

    void forget(Channel channel) {
        wire.varset(channel, "BRIDGEPEER", "");
        if (channel.knowsPeersCallId) {
            wire.varset(channel, "BRIDGEPVTCALLID", "");
        }
    }

    void leave(Channel channel) {
        channels.remove(channel);
        channel.bridge = Optional.empty();
        wire.bridge("BridgeLeave", this, channel);
    }

    /** After a transfer the audio goes through the PBX again. */
    void noLongerDirect() {
        direct = false;
    }

    void destroy() {
        wire.bridge("BridgeDestroy", this);
    }
}
