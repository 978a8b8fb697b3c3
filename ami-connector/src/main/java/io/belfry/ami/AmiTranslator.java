package io.belfry.ami;

import static io.belfry.ami.AmiField.BRIDGE_UNIQUEID;
import static io.belfry.ami.AmiField.CALLER_ID_NAME;
import static io.belfry.ami.AmiField.CALLER_ID_NUM;
import static io.belfry.ami.AmiField.CAUSE;
import static io.belfry.ami.AmiField.CHANNEL;
import static io.belfry.ami.AmiField.CONTEXT;
import static io.belfry.ami.AmiField.DEST_UNIQUEID;
import static io.belfry.ami.AmiField.EXTEN;
import static io.belfry.ami.AmiField.HOLD_TIME;
import static io.belfry.ami.AmiField.INTERFACE;
import static io.belfry.ami.AmiField.LINKEDID;
import static io.belfry.ami.AmiField.LOCAL_ONE_UNIQUEID;
import static io.belfry.ami.AmiField.LOCAL_TWO_UNIQUEID;
import static io.belfry.ami.AmiField.LOCATION;
import static io.belfry.ami.AmiField.MEMBER_NAME;
import static io.belfry.ami.AmiField.NAME;
import static io.belfry.ami.AmiField.PAUSED;
import static io.belfry.ami.AmiField.PAUSED_REASON;
import static io.belfry.ami.AmiField.POSITION;
import static io.belfry.ami.AmiField.QUEUE;
import static io.belfry.ami.AmiField.REASON;
import static io.belfry.ami.AmiField.RING_TIME;
import static io.belfry.ami.AmiField.SOURCE_UNIQUEID;
import static io.belfry.ami.AmiField.STATE_INTERFACE;
import static io.belfry.ami.AmiField.TALK_TIME;
import static io.belfry.ami.AmiField.UNIQUEID;
import static io.belfry.ami.AmiField.UPTIME;
import static io.belfry.ami.AmiField.VALUE;
import static io.belfry.ami.AmiField.VARIABLE;
import static io.belfry.ami.AmiText.known;
import static io.belfry.ami.AmiText.seconds;
import static io.belfry.ami.AmiText.unescaped;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.call.CallEvent.Membership;
import io.belfry.core.call.CallId;
import io.belfry.core.call.CallMemory;
import io.belfry.core.call.Caller;
import io.belfry.core.call.KeptCall;
import io.belfry.core.call.OutboundMemory;
import io.belfry.core.call.OutboundTracker;
import io.belfry.core.call.PbxSnapshot;
import io.belfry.core.call.QueueCallTracker;
import io.belfry.core.call.QueueCallTracker.Completion;
import io.belfry.core.call.Seconds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each manager event means: a table from events to the trackers' verbs. Facts of the protocol
 * only; no queue, context, number or file decides anything. Not safe for threads.
 */
final class AmiTranslator implements Derivation {
    private final String pbx;
    private final OutboundTracker outboundCalls = new OutboundTracker();
    private final Channels channels = new Channels();
    private final QueueCallTracker queueCalls = new QueueCallTracker(channels::variablesOf);
    private final AgentChannels outgoing;
    private final Members members = new Members();
    private final Dials dials;
    private final Transfers transfers;
    private final Snapshot snapshot;
    private final BootClock boot = new BootClock();
    private AgentDirectory agents = AgentDirectory.EMPTY;

    private final EarlyEvents early = new EarlyEvents();
    private long impossible;

    AmiTranslator(String pbx) {
        this.pbx = pbx;
        this.outgoing =
                new AgentChannels(
                        pbx,
                        channels,
                        members::isAgent,
                        e -> members.leg(Channels.device(e.get(CHANNEL)), "", e.get(UNIQUEID)));
        this.dials =
                new Dials(
                        channels,
                        members,
                        queueCalls,
                        outboundCalls,
                        new AgentDials(channels, members, queueCalls, outboundCalls, outgoing));
        this.transfers = new Transfers(channels, members, queueCalls);
        this.snapshot =
                new Snapshot(pbx, channels, outgoing, queueCalls::facts, outboundCalls::facts);
    }

    /** Who is an agent and which variables events carry, from now on. */
    @Override
    public void configure(AgentDirectory directory, Collection<String> variableNames) {
        agents = directory;
        members.configure(directory);
        channels.configure(variableNames);
        snapshot.configure(directory);
        outgoing.configure(directory);
    }

    /** The call events that this manager event makes, usually none. */
    @Override
    public List<CallEvent> translate(AmiEvent e, Instant at) {
        boot.heard(at);
        queueCalls.heard(at);
        if (!isPossible(e) || !announces(e) && early.isAbout(e)) {
            if (!snapshot.isBegun() || !early.add(e)) {
                impossible++;
            }
            return List.of();
        }
        return happened(e, at);
    }

    private List<CallEvent> happened(AmiEvent e, Instant at) {
        believe(e);
        channelVariables(e);
        return switch (e.type()) {
            case NEWCHANNEL -> born(e);
            case RENAME -> dials.renamed(e, at);
            case VAR_SET -> variable(e);
            case LOCAL_BRIDGE -> localBridge(e);
            case LOCAL_OPTIMIZATION_BEGIN -> localVanishes(e);
            case DIAL_BEGIN -> dials.began(e, at);
            case DIAL_END -> dials.ended(e, at);
            case HANGUP_REQUEST -> hangupRequest(e);
            case HANGUP -> hungUp(e, at);
            case QUEUE_CALLER_JOIN ->
                    queueCalls.joined(call(e), AmiText.number(e.get(POSITION), 0), at);
            case QUEUE_CALLER_LEAVE -> queueCalls.left(call(e), at);
            case QUEUE_CALLER_ABANDON ->
                    queueCalls.abandoned(call(e), seconds(e.get(HOLD_TIME)), at);
            case AGENT_CALLED -> agentCalled(e, at);
            case AGENT_CONNECT ->
                    queueCalls.answered(
                            call(e),
                            leg(e),
                            seconds(e.get(HOLD_TIME)),
                            seconds(e.get(RING_TIME)),
                            at);
            case AGENT_COMPLETE -> complete(e, at);
            case AGENT_RING_NO_ANSWER -> notAnswered(e, at);
            case QUEUE_MEMBER_STATUS -> member(e);
            case QUEUE_MEMBER_ADDED -> membership(e, Kind.LOGIN, at);
            case QUEUE_MEMBER_REMOVED -> membership(e, Kind.LOGOUT, at);
            case QUEUE_MEMBER_PAUSE ->
                    membership(e, e.get(PAUSED).equals("1") ? Kind.PAUSE : Kind.UNPAUSE, at);
            case HOLD -> queueCalls.held(channels.leg(e.get(UNIQUEID)), true, at);
            case UNHOLD -> queueCalls.held(channels.leg(e.get(UNIQUEID)), false, at);
            case BRIDGE_ENTER -> bridged(e, at);
            case BRIDGE_LEAVE -> unbridged(e);
            case BLIND_TRANSFER -> transfers.blind(e, at);
            case ATTENDED_TRANSFER -> transfers.attended(e, at);
            case CORE_SHOW_CHANNEL, QUEUE_PARAMS, QUEUE_MEMBER, QUEUE_ENTRY -> listed(e, at);
            case CORE_SHOW_CHANNELS_COMPLETE, QUEUE_STATUS_COMPLETE -> listEnded(e, at);
            case FULLY_BOOTED -> booted(e, at);
            case NEWSTATE,
                    SOFT_HANGUP_REQUEST,
                    BRIDGE_DESTROY,
                    LOCAL_OPTIMIZATION_END,
                    AGENT_DUMP,
                    SHUTDOWN ->
                    List.of();
        };
    }

    /** Lets what waited for its time come out; call it at least every 50 ms. */
    @Override
    public List<CallEvent> tick(Instant now) {
        channels.tick(now);
        outboundCalls.tick(now);
        return queueCalls.tick(now);
    }

    @Override
    public int liveCalls() {
        return queueCalls.liveCalls() + outboundCalls.liveCalls();
    }

    /** Events that fit no call we know. */
    @Override
    public long ignored() {
        return queueCalls.ignored() + impossible;
    }

    @Override
    public void lost() {
        boot.lost();
        channels.lost();
        queueCalls.lost();
        outboundCalls.lost();
    }

    /**
     * The connection was made anew: lists that were cut off are worth nothing, and so is our idea
     * of the channels.
     */
    @Override
    public void connected() {
        impossible += early.clear();
        snapshot.restart();
        channels.listsBegin();
    }

    @Override
    public boolean isListTorn() {
        return snapshot.isTorn();
    }

    /** Live calls whose memory changed since this was last asked, by {@link KeptCall#key}. */
    @Override
    public Map<String, Optional<KeptCall>> changes() {
        Map<String, Optional<KeptCall>> changes = new LinkedHashMap<>(outboundCalls.changes());
        queueCalls.changes().forEach((key, memory) -> changes.put(key, memory.map(each -> each)));
        return changes;
    }

    /** A live call from before a restart of ours. */
    @Override
    public void restore(KeptCall call) {
        if (call instanceof CallMemory memory) {
            queueCalls.restore(memory);
        } else if (call instanceof OutboundMemory memory) {
            outboundCalls.restore(memory);
        }
    }

    /**
     * Agent events of a channel that was never announced are somebody's text in an unescaped field.
     */
    private boolean isPossible(AmiEvent e) {
        return switch (e.type()) {
            case QUEUE_CALLER_JOIN, QUEUE_CALLER_ABANDON, AGENT_CALLED, AGENT_CONNECT ->
                    !e.get(UNIQUEID).isEmpty() && channels.isPossible(e.get(UNIQUEID));
            case NEWCHANNEL, CORE_SHOW_CHANNEL, QUEUE_ENTRY -> !e.get(UNIQUEID).isEmpty();
            default -> true;
        };
    }

    /** What was once taken for a channel stays one, whatever is announced later. */
    private void believe(AmiEvent e) {
        switch (e.type()) {
            case QUEUE_CALLER_JOIN, QUEUE_CALLER_ABANDON, AGENT_CALLED, AGENT_CONNECT ->
                    channels.believed(e.get(UNIQUEID));
            default -> {}
        }
    }

    /** The PBX itself says that there is, or was, this channel. */
    private static boolean announces(AmiEvent e) {
        return switch (e.type()) {
            case NEWCHANNEL, CORE_SHOW_CHANNEL, QUEUE_ENTRY -> true;
            default -> false;
        };
    }

    private List<CallEvent> listed(AmiEvent e, Instant at) {
        if (e.type() == AmiType.QUEUE_MEMBER) {
            members.remember(e.get(LOCATION), e.get(NAME));
            members.remember(e.get(STATE_INTERFACE), e.get(NAME));
            members.rememberDevice(e.get(QUEUE), e.get(LOCATION));
        }
        snapshot.add(e);
        return e.type() == AmiType.CORE_SHOW_CHANNEL ? early(e.get(UNIQUEID), at) : List.of();
    }

    /** What is told of a channel while the lists come is newer than its line. */
    private List<CallEvent> early(String uniqueid, Instant at) {
        List<CallEvent> told = new ArrayList<>();
        early.take(uniqueid).forEach(e -> told.addAll(happened(e, at)));
        return told;
    }

    /** Who is in no list was invented by somebody. */
    private List<CallEvent> listEnded(AmiEvent e, Instant at) {
        Optional<PbxSnapshot> whole = snapshot.ended(e);
        if (whole.isEmpty()) {
            return List.of();
        }
        impossible += early.clear();
        return resync(whole.get(), at);
    }

    private List<CallEvent> booted(AmiEvent e, Instant at) {
        boolean restarted = boot.booted(seconds(e.get(UPTIME)), at);
        return restarted ? restarted(at) : List.of();
    }

    private List<CallEvent> restarted(Instant at) {
        List<CallEvent> told = new ArrayList<>(queueCalls.restarted(at));
        told.addAll(outboundCalls.resync(PbxSnapshot.empty(queueCalls.facts()), at));
        channels.keep(Set.of(), at);
        return told;
    }

    private List<CallEvent> resync(PbxSnapshot whole, Instant at) {
        List<CallEvent> told = new ArrayList<>(queueCalls.resync(whole, at));
        told.addAll(outboundCalls.resync(whole, at));
        channels.keep(whole.channels(), at);
        return told;
    }

    private List<CallEvent> born(AmiEvent e) {
        // nothing is true of a channel before it is born
        impossible += early.take(e.get(UNIQUEID)).size();
        Channels.Channel channel = channels.announced(e.get(UNIQUEID));
        channel.named(e.get(CHANNEL));
        channel.born(e.get(LINKEDID), e.get(CONTEXT), e.get(EXTEN), caller(e));
        return List.of();
    }

    private List<CallEvent> variable(AmiEvent e) {
        String uniqueid = e.get(UNIQUEID);
        if (uniqueid.isEmpty()) {
            return List.of();
        }
        queueCalls.heardVariable();
        if (e.get(VARIABLE).equals("QUEUESTATUS")) {
            return queueCalls.queueStatus(uniqueid, e.get(VALUE));
        }
        channels.set(uniqueid, e.get(VARIABLE), unescaped(e.get(VALUE)));
        return List.of();
    }

    private void channelVariables(AmiEvent e) {
        for (String variable : e.channelVariables()) {
            int equals = variable.indexOf('=');
            if (equals > 0 && !e.get(UNIQUEID).isEmpty()) {
                channels.set(
                        e.get(UNIQUEID),
                        variable.substring(0, equals),
                        unescaped(variable.substring(equals + 1)));
            }
        }
    }

    private List<CallEvent> localBridge(AmiEvent e) {
        channels.halves(e.get(LOCAL_ONE_UNIQUEID), e.get(LOCAL_TWO_UNIQUEID));
        return List.of();
    }

    /**
     * The two halves are about to be taken out of the call, and who stood before the first one
     * takes the place of the second. Its end says {@code Success: No} even when that was done.
     */
    private List<CallEvent> localVanishes(AmiEvent e) {
        queueCalls.moves(e.get(LOCAL_TWO_UNIQUEID), e.get(SOURCE_UNIQUEID));
        return List.of();
    }

    private List<CallEvent> agentCalled(AmiEvent e, Instant at) {
        member(e);
        return queueCalls.rang(call(e), leg(e), at);
    }

    private List<CallEvent> notAnswered(AmiEvent e, Instant at) {
        return queueCalls.notAnswered(
                e.get(UNIQUEID),
                e.get(QUEUE),
                e.get(DEST_UNIQUEID),
                wholeSeconds(e.get(RING_TIME)),
                at);
    }

    /** AgentRingNoAnswer alone counts in milliseconds. */
    private static Seconds wholeSeconds(String millis) {
        Seconds figure = seconds(millis);
        return figure.isKnown() ? Seconds.of(figure.value() / 1000) : figure;
    }

    private List<CallEvent> complete(AmiEvent e, Instant at) {
        String uniqueid = e.get(UNIQUEID);
        return queueCalls.completed(
                new Completion(
                        e.get(QUEUE),
                        leg(e),
                        uniqueid,
                        seconds(e.get(HOLD_TIME)),
                        seconds(e.get(TALK_TIME)),
                        e.get(REASON)),
                channels.variablesOf(uniqueid),
                at);
    }

    private List<CallEvent> bridged(AmiEvent e, Instant at) {
        queueCalls.bridged(e.get(UNIQUEID), e.get(BRIDGE_UNIQUEID), at);
        snapshot.bridged(e.get(UNIQUEID), e.get(BRIDGE_UNIQUEID));
        return List.of();
    }

    private List<CallEvent> unbridged(AmiEvent e) {
        queueCalls.unbridged(e.get(UNIQUEID), e.get(BRIDGE_UNIQUEID));
        snapshot.unbridged(e.get(UNIQUEID), e.get(BRIDGE_UNIQUEID));
        return List.of();
    }

    private List<CallEvent> hangupRequest(AmiEvent e) {
        outboundCalls.hangupRequested(e.get(UNIQUEID));
        return queueCalls.hangupRequested(e.get(UNIQUEID), channels.leg(e.get(UNIQUEID)));
    }

    private List<CallEvent> hungUp(AmiEvent e, Instant at) {
        String uniqueid = e.get(UNIQUEID);
        List<CallEvent> events = new ArrayList<>(queueCalls.callerGone(uniqueid, at));
        events.addAll(outboundCalls.gone(uniqueid, at));
        channels.hungUp(uniqueid, at);
        snapshot.hungUp(uniqueid);
        queueCalls.stoppedRinging(uniqueid);
        String leg = channels.leg(uniqueid);
        if (QueueCallTracker.isRefusal(e.get(CAUSE))) {
            channels.phones(leg).ifPresent(Phones::refused);
        }
        if (channels.isOver(leg)) {
            queueCalls.legGone(leg, e.get(CAUSE), at);
        }
        return events;
    }

    private List<CallEvent> member(AmiEvent e) {
        members.remember(e.get(INTERFACE), e.get(MEMBER_NAME));
        members.remember(e.get(STATE_INTERFACE), e.get(MEMBER_NAME));
        members.rememberDevice(e.get(QUEUE), e.get(INTERFACE));
        return List.of();
    }

    private List<CallEvent> membership(AmiEvent e, Kind kind, Instant at) {
        member(e);
        AgentLeg agent = members.leg(e.get(INTERFACE), e.get(MEMBER_NAME), "");
        String id =
                pbx
                        + ":-:"
                        + kind.word()
                        + ":"
                        + e.get(QUEUE)
                        + ":"
                        + agent.sipname()
                        + ":"
                        + at.toEpochMilli();
        Head head = new Head(id.replace('/', '_'), at, false);
        return List.of(
                new Membership(
                        head, Call.none(pbx, e.get(QUEUE)), agent, kind, e.get(PAUSED_REASON)));
    }

    /** Of a queue: the caller's channel is the first channel of the event. */
    private Call call(AmiEvent e) {
        String uniqueid = e.get(UNIQUEID);
        return new Call(
                new CallId(pbx, uniqueid),
                e.get(LINKEDID),
                e.get(QUEUE),
                e.get(CHANNEL),
                e.get(CONTEXT),
                e.get(EXTEN),
                caller(e),
                channels.variables(uniqueid));
    }

    private static Caller caller(AmiEvent e) {
        return new Caller(known(e.get(CALLER_ID_NUM)), unescaped(known(e.get(CALLER_ID_NAME))));
    }

    private AgentLeg leg(AmiEvent e) {
        String uniqueid = e.get(DEST_UNIQUEID);
        AgentLeg leg = members.leg(e.get(INTERFACE), e.get(MEMBER_NAME), uniqueid);
        return channels.deviceOf(uniqueid).map(device -> members.on(leg, device)).orElse(leg);
    }
}
