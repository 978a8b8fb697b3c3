package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.plan.QueuePlan;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.truth.TruthJournal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What all parts of the simulated PBX share: its clock, its wire, its numbers, its devices and
 * queues.
 */
final class Switchboard {
    /** From the invitation to the first ringing, and between the two ends of a Local channel. */
    static final Duration SIGNALLING = Duration.ofMillis(4);

    final Timeline timeline;
    final PbxPlan plan;
    final PbxState state;
    final Wire wire;
    final Numbers numbers;
    final Devices devices;
    final TruthJournal truth;
    final Random random;
    final Quirks quirks;
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, QueueLine> queues = new LinkedHashMap<>();

    Switchboard(
            Timeline timeline,
            PbxPlan plan,
            PbxState state,
            Consumer<AmiEvent> sink,
            TruthJournal truth,
            Random random,
            Quirks quirks) {
        this.timeline = timeline;
        this.plan = plan;
        this.state = state;
        this.wire = new Wire(sink);
        this.numbers = new Numbers(random);
        this.devices = new Devices(plan, state, wire);
        this.truth = truth;
        this.random = random;
        this.quirks = quirks;
        plan.queues().forEach(queue -> queues.put(queue.name(), new QueueLine(this, queue)));
    }

    /**
     * A channel of a telephone or the trunk comes into being; it is told about by who asked for it.
     */
    Channel channel(String device, String linkedid) {
        String uniqueid = numbers.uniqueid(timeline.now());
        String linked = linkedid.isEmpty() ? uniqueid : linkedid;
        Channel channel =
                new Channel(
                        numbers.channel(device),
                        device,
                        uniqueid,
                        linked,
                        numbers.uuid(),
                        timeline.now());
        channels.put(channel.name, channel);
        devices.add(channel);
        return channel;
    }

    /** One end of a Local channel. */
    Channel localEnd(String name, String linkedid) {
        Channel channel =
                new Channel(
                        name, "", numbers.uniqueid(timeline.now()), linkedid, "", timeline.now());
        channels.put(channel.name, channel);
        return channel;
    }

    Bridge bridge() {
        return new Bridge(numbers.uuid(), wire);
    }

    /** The end of a channel, told to everybody; what waited for it happens first. */
    void hangup(Channel channel, int cause, int techCause) {
        if (channel.gone) {
            return;
        }
        channel.takeLastWishes().forEach(Runnable::run);
        channel.gone = true;
        channels.remove(channel.name);
        wire.hangup(channel, cause, techCause);
        if (!channel.device.isEmpty()) {
            devices.remove(channel);
        }
    }

    void up(Channel channel) {
        wire.newState(channel, Channel.UP);
        changed(channel);
    }

    void ringing(Channel channel) {
        wire.newState(channel, Channel.RINGING);
        changed(channel);
    }

    /** Who called is told that the other side rings. */
    void alert(Channel channel) {
        if (!channel.device.isEmpty() && !channel.alerted) {
            channel.alerted = true;
            devices.changed(channel.device);
        }
    }

    private void changed(Channel channel) {
        if (!channel.device.isEmpty()) {
            devices.changed(channel.device);
        }
    }

    Optional<Channel> find(String nameOrUniqueid) {
        Channel named = channels.get(nameOrUniqueid);
        if (named != null) {
            return Optional.of(named);
        }
        return channels.values().stream()
                .filter(c -> c.uniqueid.equals(nameOrUniqueid))
                .findFirst();
    }

    int liveChannels() {
        return channels.size();
    }

    Optional<QueueLine> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }

    Optional<QueueLine> queueAt(String did) {
        return queues.values().stream().filter(queue -> queue.plan().did().equals(did)).findFirst();
    }

    Optional<QueuePlan> planAt(String did) {
        return queueAt(did).map(QueueLine::plan);
    }

    long millisSince(Channel channel) {
        return Duration.between(channel.since, timeline.now()).toMillis();
    }

    long now() {
        return timeline.now().getEpochSecond();
    }

    /** The PBX dies: everything is forgotten, nothing is told. */
    void restart() {
        timeline.clear();
        channels.clear();
        numbers.restart();
        queues.values().forEach(QueueLine::restart);
    }
}
