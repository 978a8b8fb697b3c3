package io.belfry.core.integration;

import io.belfry.core.agent.Agent;
import io.belfry.core.call.AgentLeg;
import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Head;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.call.Seconds;
import io.belfry.core.wire.CallEventJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One event of each sort that a rule may meet, with this installation's variables in it. */
public final class SampleCalls {
    private static final AgentLeg JOHN =
            new AgentLeg("John Doe", "1007", "PJSIP/john.doe", "", "1437069266.915");
    private static final Caller CALLER = new Caller("+390255512345", "Rossi & Figli");
    private static final Seconds HELD = Seconds.of(9);
    private static final Seconds RANG = Seconds.of(2);
    private static final Seconds TALKED = Seconds.of(65);

    private final AgentLeg agent;
    private final Map<String, String> variables = new TreeMap<>();
    private final String pbx;
    private final String queue;
    private final Instant at;

    private SampleCalls(Configuration configuration, String queue, Instant at) {
        this.agent = agent(configuration.agents());
        this.pbx = configuration.pbxs().stream().findFirst().map(PbxConfig::name).orElse("pbx1");
        this.queue = queue.isBlank() ? queueOf(configuration) : queue;
        this.at = at;
        configuration.variables().forEach(each -> variables.put(each.name(), each.sample()));
    }

    /**
     * Ringing first. The agent, the PBX and the queue are the first of the settings, so that a
     * preview shows what the administrator knows.
     *
     * @param at when they shall have happened
     */
    public static List<SampleCall> of(Configuration configuration, Instant at) {
        return of(configuration, "", at);
    }

    /**
     * @param queue a queue that there is; empty for one that a rule names
     */
    public static List<SampleCall> of(Configuration configuration, String queue, Instant at) {
        return new SampleCalls(configuration, queue, at).all();
    }

    /** How a queue is written matters to rules: ours should be written as the PBX has it. */
    private static String queueOf(Configuration configuration) {
        return configuration.integrations().stream()
                .flatMap(integration -> integration.rules().stream())
                .flatMap(rule -> Stream.concat(rule.all().stream(), rule.any().stream()))
                .filter(condition -> condition.field().equals("queue") && !condition.negated())
                .filter(condition -> condition.operator() == Operator.EQUALS)
                .map(Condition::value)
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse("Sales");
    }

    private List<SampleCall> all() {
        Call call = call(CALLER, variables);
        Call anonymous = call(Caller.UNKNOWN, new TreeMap<>(blank()));
        return List.of(
                sample("ringing", "A call rings", new CallEvent.Ringing(head(), call, agent, 1)),
                sample(
                        "up",
                        "A call is answered",
                        new CallEvent.Up(head(), call, agent, HELD, RANG)),
                sample(
                        "hangup",
                        "An answered call ends",
                        new CallEvent.Hangup(head(), call, agent, HELD, RANG, TALKED, "caller")),
                sample(
                        "abandon",
                        "A caller gives up waiting",
                        new CallEvent.Abandon(head(), call, HELD, "caller")),
                sample("outbound", "An agent dials out", outbound()),
                sample(
                        "anonymous",
                        "A caller without number rings",
                        new CallEvent.Ringing(head(), anonymous, agent, 1)));
    }

    private static SampleCall sample(String key, String title, CallEvent event) {
        return new SampleCall(key, title, CallEventJson.of(event));
    }

    private Head head() {
        return new Head("sample", at, false);
    }

    /** Who hides his number mostly comes without any data of the dialplan, too. */
    private Map<String, String> blank() {
        Map<String, String> none = new TreeMap<>();
        variables.keySet().forEach(name -> none.put(name, ""));
        return none;
    }

    private Call call(Caller caller, Map<String, String> values) {
        return new Call(
                new CallId(pbx, "1437069264.914"),
                "1437069264.914",
                queue,
                "PJSIP/trunk-acme-00000392",
                "from-trunk",
                "9999",
                caller,
                values);
    }

    private CallEvent outbound() {
        Call call =
                new Call(
                        new CallId(pbx, agent.uniqueid()),
                        agent.uniqueid(),
                        "",
                        agent.peer() + "-00000394",
                        "from-agents",
                        "90288990011",
                        new Caller(agent.number(), agent.name()),
                        variables);
        return new CallEvent.Outbound(
                head(), call, agent, "0288990011", "PJSIP/trunk-acme-00000395");
    }

    private static AgentLeg agent(List<Agent> agents) {
        return agents.stream()
                .filter(each -> !each.peers().isEmpty())
                .findFirst()
                .map(
                        each ->
                                new AgentLeg(
                                        each.name(),
                                        each.number(),
                                        each.peers().get(0),
                                        "",
                                        JOHN.uniqueid()))
                .orElse(JOHN);
    }
}
