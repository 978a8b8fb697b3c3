package io.belfry.simulator.calls;

import io.belfry.simulator.ami.AmiEvent;
import io.belfry.simulator.manager.CallControl;
import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.plan.PbxPlan;
import io.belfry.simulator.state.PbxState;
import io.belfry.simulator.truth.CallNotes;
import io.belfry.simulator.truth.CallTruth;
import io.belfry.simulator.truth.TruthJournal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A contact centre at work on the simulated PBX: places calls, lets its people act, and does what
 * the manager asks. Everything happens on the {@link Timeline} it is given; it is not safe for
 * several threads.
 */
public final class CallCenter implements CallControl {
    /**
     * What an agent and a callee do when nobody says otherwise: as in the recorded click to dial.
     */
    public static final Script OBLIGING =
            Scene.answered(Duration.ofMillis(1500), Duration.ofSeconds(3), Script.Side.AGENT)
                    .withCallee(Script.Reaction.answerAfter(Duration.ofSeconds(2)));

    private final Switchboard board;
    private final Dialplan dialplan;
    private Script originated = OBLIGING;

    /**
     * What a contact centre needs.
     *
     * @param seed the same seed and the same orders give the same events
     * @param journalLimit calls that the journal of truth keeps
     */
    public record Setup(PbxPlan plan, long seed, Quirks quirks, int journalLimit) {}

    /**
     * @param sink takes each event in order and keeps the state in step
     */
    public CallCenter(Setup setup, Timeline timeline, PbxState state, Consumer<AmiEvent> sink) {
        this.board =
                new Switchboard(
                        timeline,
                        setup.plan(),
                        state,
                        sink,
                        new TruthJournal(setup.journalLimit(), timeline::now),
                        new Random(setup.seed()),
                        setup.quirks());
        this.dialplan = new Dialplan(board);
    }

    /**
     * Places a call now.
     *
     * @return its number in the journal
     * @throws IllegalArgumentException if it is to be made by an agent who has no telephone, or to
     *     a number that leads nowhere
     */
    public long place(CallOrder order) {
        check(order);
        boolean direct =
                order.dialled().startsWith("5")
                        || order.byAgent() && !order.dialled().startsWith("9");
        CallTruth.Type inbound = direct ? CallTruth.Type.DIRECT : CallTruth.Type.INBOUND;
        CallTruth.Type type = order.byAgent() && !direct ? CallTruth.Type.OUTBOUND : inbound;
        CallNotes notes = open(type, order.scenario(), order);
        CallStory story = new CallStory(order, notes);
        if (order.byAgent()) {
            dialplan.dial(story);
        } else {
            dialplan.inbound(story);
        }
        return notes.subject().id();
    }

    private void check(CallOrder order) {
        String number = order.dialled();
        boolean known =
                order.byAgent()
                        ? board.plan.agentAt(order.from()).isPresent()
                                && (number.startsWith("9")
                                        || board.plan.agentByNumber(number).isPresent())
                        : dialplan.lineAt(number).isPresent()
                                || number.startsWith("5")
                                        && board.plan
                                                .agentByNumber(number.substring(1))
                                                .isPresent();
        if (!known) {
            throw new IllegalArgumentException(
                    "nobody can call " + number + " from " + order.from());
        }
    }

    private CallNotes open(CallTruth.Type type, String scenario, CallOrder order) {
        boolean outbound = type == CallTruth.Type.OUTBOUND;
        String agent = order.byAgent() ? order.from() : "";
        String number = outbound ? order.dialled().substring(1) : order.from();
        return board.truth.open(
                new CallNotes.Subject(
                        0, type, scenario, number, order.name(), order.dialled(), agent),
                order.variables());
    }

    /** How people behave in calls that the manager originates. */
    public void originatedCallsGo(Script script) {
        originated = script;
    }

    public TruthJournal journal() {
        return board.truth;
    }

    public Timeline timeline() {
        return board.timeline;
    }

    public int liveChannels() {
        return board.liveChannels();
    }

    /** Agents whose telephones have nothing to do. */
    public List<String> idlePhones() {
        return board.plan.agents().stream()
                .map(agent -> board.plan.technology() + "/" + agent.device())
                .filter(board.devices::idle)
                .toList();
    }

    /**
     * The PBX dies: all calls end, told to the journal only. The state has to be emptied by its
     * owner.
     */
    public void restart() {
        board.truth.endAll(CallTruth.Outcome.RESTART);
        board.restart();
    }

    /** The state is that of a PBX which has just started. */
    public void booted() {
        board.devices.restart();
    }

    @Override
    public void variableSet(String channel, String name, String value) {
        if (name.startsWith("__")) {
            board.find(channel).ifPresent(c -> c.bequeath(name, value));
        }
    }

    /** Members were added, removed or paused. */
    @Override
    public void membersChanged() {
        board.devices.membersChanged();
    }

    @Override
    public boolean hangup(String channel, int cause) {
        Optional<Channel> found = board.find(channel);
        found.ifPresent(
                c -> c.occupation.hangUp(c, Occupation.HangUp.manager(cause == 0 ? 16 : cause)));
        return found.isPresent();
    }

    @Override
    public boolean redirect(String channel, String context, String extension) {
        return board.find(channel)
                .map(c -> c.occupation.redirect(c, context, extension))
                .orElse(false);
    }

    @Override
    public boolean originate(Dial dial, Consumer<Originated> whenKnown) {
        Optional<AgentPlan> agent = board.plan.agentAt(dial.channel());
        if (agent.isEmpty()) {
            return false;
        }
        CallOrder order =
                new CallOrder(
                        "originate",
                        dial.channel(),
                        "",
                        dial.extension(),
                        dial.variables(),
                        originated);
        boolean outside = dial.extension().startsWith("9") && dial.extension().length() > 1;
        CallNotes notes =
                open(outside ? CallTruth.Type.OUTBOUND : CallTruth.Type.DIRECT, "originate", order);
        new OriginatedCall(dialplan, new CallStory(order, notes), dial, agent.get(), whenKnown)
                .begin();
        return true;
    }

    @Override
    public boolean withdraw(String queue, String channel, String info) {
        Optional<QueuedCall> caller = board.queue(queue).flatMap(line -> line.caller(channel));
        caller.ifPresent(c -> board.timeline.in(Duration.ZERO, () -> c.withdraw(info)));
        return caller.isPresent();
    }
}
