package io.belfry.simulator.calls;

import io.belfry.simulator.plan.AgentPlan;
import io.belfry.simulator.truth.CallTruth.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The dialplan of the recorded PBX: what a call from outside goes through before the queue, what
 * comes after the queue, how extensions are dialled, and how a channel ends.
 */
final class Dialplan {
    private static final Duration THANK_YOU = Duration.ofMillis(600);
    private static final Duration SHORT_LIMIT = Duration.ofSeconds(8);

    /** This number leads to support like 6000, but the caller waits eight seconds only. */
    private static final String IMPATIENT_DID = "6003";

    /** Contexts with an extension for what is left to do when a channel has ended. */
    private static final Set<String> WITH_HANGUP_EXTENSION = Set.of("queues", "from-internal");

    private final Switchboard board;

    Dialplan(Switchboard board) {
        this.board = board;
    }

    Switchboard board() {
        return board;
    }

    /** A call comes in from outside. */
    Channel inbound(CallStory story) {
        CallOrder order = story.order();
        Channel caller = board.channel(board.plan.technology() + "/" + board.plan.trunk(), "");
        story.notes().hasUniqueid(caller.uniqueid);
        caller.at("from-trunk", order.dialled(), 1)
                .caller(order.from(), order.name())
                .state(Channel.RING);
        board.wire.newChannel(caller);
        board.wire.varset(caller, "SIPDOMAIN", "127.0.0.1");
        Optional<AgentPlan> direct = directAgent(order.dialled());
        if (direct.isPresent()) {
            direct(caller, story, direct.get());
        } else {
            toQueue(caller, story);
        }
        return caller;
    }

    /** An agent lifts the receiver and dials: a number outside, a colleague, a queue. */
    Channel dial(CallStory story) {
        CallOrder order = story.order();
        AgentPlan agent = board.plan.agentAt(order.from()).orElseThrow();
        Channel phone = board.channel(order.from(), "");
        story.notes().hasUniqueid(phone.uniqueid);
        phone.at("from-internal", order.dialled(), 1)
                .caller(agent.number(), agent.name())
                .state(Channel.RING);
        board.wire.newChannel(phone);
        board.wire.varset(phone, "SIPDOMAIN", "127.0.0.1");
        Optional<AgentPlan> colleague = board.plan.agentByNumber(order.dialled());
        if (colleague.isPresent()) {
            new ExtensionCall(this, phone, story, colleague.get()).begin(true);
        } else {
            new OutboundCall(this, phone, story, order.dialled()).begin();
        }
        return phone;
    }

    private Optional<AgentPlan> directAgent(String dialled) {
        return dialled.startsWith("5")
                ? board.plan.agentByNumber(dialled.substring(1))
                : Optional.empty();
    }

    private void direct(Channel caller, CallStory story, AgentPlan agent) {
        String number = caller.exten;
        String order = story.order().variables().getOrDefault("ordernumber", "A-5200");
        board.wire.exten(caller, "from-trunk", number, 1, "Set", "ordernumber=" + order);
        board.wire.varset(caller, "ordernumber", order);
        board.wire.exten(
                caller, "from-trunk", number, 2, "Goto", "ext-local," + agent.number() + ",1");
        caller.at("ext-local", agent.number(), 1);
        new ExtensionCall(this, caller, story, agent).begin(true);
    }

    private void toQueue(Channel caller, CallStory story) {
        String did = caller.exten;
        variables(caller, story.order().variables());
        board.wire.exten(caller, "from-trunk", did, 6, "Goto", "queues," + did + ",1");
        queue(caller, story, did, 1);
    }

    private void variables(Channel caller, Map<String, String> wanted) {
        String did = caller.exten;
        String order = wanted.getOrDefault("ordernumber", "A-0000");
        String customer = wanted.getOrDefault("customerid", "");
        board.wire.exten(
                caller, "from-trunk", did, 1, "NoOp", "inbound " + caller.number + " to " + did);
        board.wire.exten(caller, "from-trunk", did, 2, "Set", "XO=" + order);
        board.wire.varset(caller, "XO", order);
        board.wire.exten(caller, "from-trunk", did, 3, "Set", "ordernumber=" + order);
        board.wire.varset(caller, "ordernumber", order);
        board.wire.exten(caller, "from-trunk", did, 4, "Set", "XC=" + customer);
        board.wire.varset(caller, "XC", customer);
        String inherited = customer.isEmpty() ? "C-77" : customer;
        board.wire.exten(caller, "from-trunk", did, 5, "Set", "__customerid=" + inherited);
        board.wire.varset(caller, "__customerid", inherited);
        wanted.forEach(
                (name, value) -> {
                    if (!name.equals("ordernumber") && !name.equals("customerid")) {
                        board.wire.varset(caller, name, value);
                    }
                });
    }

    /** The context queues: answer, unless the caller is to hear ringing, and wait. */
    private void queue(Channel caller, CallStory story, String did, int firstPriority) {
        QueueLine line = lineAt(did).orElseThrow();
        int priority = firstPriority;
        if (line.plan().answered() && priority == 1) {
            board.wire.exten(caller, "queues", did, priority++, "Answer", "");
            board.up(caller);
        }
        if (line.name().equals("600")) {
            board.wire.exten(caller, "queues", did, priority++, "Set", "__FROMQ=true");
            board.wire.varset(caller, "__FROMQ", "true");
        }
        Duration limit = limit(did, line);
        String data = line.name() + ",tT,,," + limit.toSeconds();
        board.wire.exten(caller, "queues", did, priority, "Queue", data);
        new QueuedCall(this, line, caller, story).begin(limit);
    }

    Optional<QueueLine> lineAt(String did) {
        return did.equals(IMPATIENT_DID) ? board.queue("support") : board.queueAt(did);
    }

    private static Duration limit(String did, QueueLine line) {
        return did.equals(IMPATIENT_DID) ? SHORT_LIMIT : line.plan().timeout();
    }

    /** What comes after the queue when nobody answered. */
    void queueResult(Channel caller, CallStory story, String result) {
        String did = caller.exten;
        board.wire.exten(
                caller, caller.context, did, caller.priority + 1, "NoOp", "queue result " + result);
        if (!result.equals("TIMEOUT")) {
            dismiss(caller, story, result, Outcome.WITHDRAWN);
            return;
        }
        board.wire.exten(
                caller, caller.context, did, caller.priority + 1, "Playback", "queue-thankyou");
        caller.occupation = new Farewell(story);
        board.timeline.in(
                THANK_YOU,
                () -> {
                    if (!caller.gone) {
                        board.wire.varset(caller, "PLAYBACKSTATUS", "SUCCESS");
                        dismiss(caller, story, result, Outcome.TIMEOUT);
                    }
                });
    }

    private void dismiss(Channel caller, CallStory story, String result, Outcome outcome) {
        story.notes().ends(outcome, "pbx");
        board.wire.exten(caller, caller.context, caller.exten, caller.priority + 1, "Hangup", "");
        end(caller, 16, Wire.NO_CAUSE, result);
    }

    /** While the caller hears the last message. */
    private final class Farewell implements Occupation {
        private final CallStory story;

        private Farewell(CallStory story) {
            this.story = story;
        }

        @Override
        public void hangUp(Channel channel, HangUp how) {
            story.notes().ends(Outcome.TIMEOUT, how.byPhone() ? "caller" : "manager");
            if (how.byPhone()) {
                board.wire.hangupRequest(channel, Wire.NO_CAUSE, Wire.NO_CAUSE);
            }
            end(channel, how.byPhone() ? 16 : how.cause(), Wire.NO_CAUSE, "TIMEOUT");
        }

        @Override
        public boolean redirect(Channel channel, String context, String extension) {
            jump(channel, story, context, extension);
            return true;
        }
    }

    /**
     * The end of a channel that ran the dialplan.
     *
     * @param result how the queue ended, if it told
     */
    void end(Channel channel, int cause, int techCause, String result) {
        prepareEnd(channel, cause, techCause, result);
        board.hangup(channel, cause, techCause);
    }

    /** Up to its Hangup event; others may end before it. */
    void prepareEnd(Channel channel, int cause, int techCause, String result) {
        board.wire.softHangup(channel, techCause);
        if (WITH_HANGUP_EXTENSION.contains(channel.context)) {
            board.wire.exten(
                    channel, channel.context, "h", 1, "NoOp", "hangup " + cause + " " + result);
            channel.priority = 2;
        }
    }

    /**
     * A channel is sent elsewhere: to a queue or to somebody's extension. What leads nowhere ends.
     */
    void jump(Channel channel, CallStory story, String context, String extension) {
        land(channel, context, extension);
        arrive(channel, story);
    }

    /** The event of the jump shows the new place with the application that was running. */
    void land(Channel channel, String context, String extension) {
        board.wire.exten(
                channel, context, extension, 1, channel.application, channel.applicationData);
    }

    void arrive(Channel channel, CallStory story) {
        Optional<QueueLine> line = lineAt(channel.exten);
        Optional<AgentPlan> agent = board.plan.agentByNumber(channel.exten);
        if (line.isPresent() && channel.context.equals("queues")) {
            queue(channel, story, channel.exten, channel.isUp() ? 2 : 1);
        } else if (line.isPresent()) {
            new QueuedCall(this, line.get(), channel, story)
                    .begin(limit(channel.exten, line.get()));
        } else if (agent.isPresent()) {
            new ExtensionCall(this, channel, story, agent.get()).begin(false);
        } else {
            story.notes().ends(Outcome.CANCELLED, "pbx");
            end(channel, 1, Wire.NO_CAUSE, "");
        }
    }
}
