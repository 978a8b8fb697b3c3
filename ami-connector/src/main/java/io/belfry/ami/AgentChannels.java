package io.belfry.ami;

import static io.belfry.ami.AmiField.APPLICATION;
import static io.belfry.ami.AmiField.APPLICATION_DATA;
import static io.belfry.ami.AmiField.BRIDGE_ID;
import static io.belfry.ami.AmiField.CHANNEL;
import static io.belfry.ami.AmiField.CHANNEL_STATE;
import static io.belfry.ami.AmiField.CONTEXT;
import static io.belfry.ami.AmiField.EXTEN;
import static io.belfry.ami.AmiField.LINKEDID;
import static io.belfry.ami.AmiField.UNIQUEID;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.PbxSnapshot.Outgoing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Calls that agents' channels make: as an event tells them and as a list shows them. In a list the
 * calling channel runs Dial, and the called one of the same Linkedid runs AppDial, which is what
 * Asterisk writes there for the outgoing line.
 */
final class AgentChannels {
    private static final String UP = "6";

    private final String pbx;
    private final Channels channels;
    private final Predicate<String> isAgent;
    private final Function<AmiEvent, AgentLeg> legs;
    private AgentDirectory agents = AgentDirectory.EMPTY;

    /**
     * @param isAgent is this device an agent's?
     * @param legs the agent of a channel
     */
    AgentChannels(
            String pbx,
            Channels channels,
            Predicate<String> isAgent,
            Function<AmiEvent, AgentLeg> legs) {
        this.pbx = pbx;
        this.channels = channels;
        this.isAgent = isAgent;
        this.legs = legs;
    }

    void configure(AgentDirectory directory) {
        agents = directory;
    }

    /** A channel from the one device to the other: an agent calls somebody who is none. */
    boolean isOutbound(String from, String to) {
        return isAgent.test(from) && !isAgent.test(to) && !to.startsWith("Local/");
    }

    /**
     * The number that was sent out: {@code 0288990011@trunk} of chan_pjsip, {@code
     * trunk/0288990011} of most others, with a host or options after it, and {@code
     * user:secret@peer/0288990011@context} of chan_iax2. A password is never told.
     *
     * @param channel that was dialled
     */
    static String number(String channel, String dialString) {
        String[] parts = dialString.split("/", 3);
        boolean peerFirst = isOf("IAX2", channel) || !parts[0].contains("@");
        if (peerFirst && parts.length > 1 && !parts[1].isEmpty()) {
            return userPart(parts[1]);
        }
        return isOf("IAX2", channel)
                ? parts[0].substring(parts[0].lastIndexOf('@') + 1)
                : userPart(parts[0]);
    }

    /** Of an address, without its scheme and without a password. */
    private static String userPart(String address) {
        return address.replaceFirst("^sips?:", "").split("[@:]", 2)[0];
    }

    private static boolean isOf(String technology, String channel) {
        return channel.startsWith(technology + "/");
    }

    /**
     * Of what Dial was given, which can be several destinations: the one that is this channel's.
     */
    private static String listedNumber(String data, String channel) {
        String[] destinations = data.split(",", 2)[0].split("&");
        String technology = channel.split("/", 2)[0];
        String own =
                Arrays.stream(destinations)
                        .filter(each -> isOf(technology, each))
                        .findFirst()
                        .orElse(destinations[0]);
        return number(own, own.substring(own.indexOf('/') + 1));
    }

    /**
     * @param e an event or a list's entry about the agent's channel
     */
    Call call(AmiEvent e) {
        return call(e, e.get(UNIQUEID), e.get(CHANNEL));
    }

    /**
     * @param e where the call goes out, which may be behind a Local channel
     * @param uniqueid of the agent's channel
     * @param name of the agent's channel
     */
    Call call(AmiEvent e, String uniqueid, String name) {
        Optional<Channels.Channel> channel = channels.find(uniqueid);
        // inside a subroutine the dialplan says "s"; what the agent dialled is where the channel
        // began
        Optional<Channels.Channel> birth =
                channel.filter(
                        each -> !each.extension().isEmpty() && !each.extension().equals("s"));
        Optional<Agent> agent = agents.ofDevice(Channels.device(name));
        Caller born = channel.map(Channels.Channel::caller).orElse(Caller.UNKNOWN);
        String own =
                agent.map(Agent::number).filter(number -> !number.isEmpty()).orElse(born.number());
        String who = agent.map(Agent::name).orElse(born.name());
        return new Call(
                new CallId(pbx, uniqueid),
                e.get(LINKEDID),
                "",
                name,
                birth.map(Channels.Channel::context).orElse(e.get(CONTEXT)),
                birth.map(Channels.Channel::extension).orElse(e.get(EXTEN)),
                new Caller(own, who),
                channels.variables(uniqueid));
    }

    /** The outbound calls among these channels. */
    List<Outgoing> listed(Collection<AmiEvent> list) {
        List<Outgoing> calls = new ArrayList<>();
        for (AmiEvent from : list) {
            if (!from.get(APPLICATION).equals("Dial")) {
                continue;
            }
            for (AmiEvent to : list) {
                if (isCalledBy(from, to)) {
                    calls.add(outgoing(from, to));
                    break;
                }
            }
        }
        return calls;
    }

    private boolean isCalledBy(AmiEvent from, AmiEvent to) {
        return to.get(APPLICATION).equals("AppDial")
                && to.get(LINKEDID).equals(from.get(LINKEDID))
                && to.get(BRIDGE_ID).equals(from.get(BRIDGE_ID))
                && isOutbound(Channels.device(from.get(CHANNEL)), Channels.device(to.get(CHANNEL)));
    }

    private Outgoing outgoing(AmiEvent from, AmiEvent to) {
        return new Outgoing(
                call(from),
                legs.apply(from),
                listedNumber(from.get(APPLICATION_DATA), to.get(CHANNEL)),
                to.get(CHANNEL),
                to.get(UNIQUEID),
                to.get(CHANNEL_STATE).equals(UP));
    }
}
