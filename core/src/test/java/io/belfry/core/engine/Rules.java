package io.belfry.core.engine;

import io.belfry.core.agent.Notice;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Action;
import io.belfry.core.integration.Condition;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Operator;
import io.belfry.core.integration.Rule;
import java.util.List;
import java.util.Set;

/** Integrations as customers make them. */
final class Rules {
    static final String URL = "http://crm.example/calls?phone={callernum}&order={ordernumber}";
    static final Action OPEN = new Action.Open("", OpenMode.WORK_WINDOW);
    static final Action ROW = new Action.Realtime("{ordernumber}", "");
    static final Action TELL =
            new Action.Notify(Notice.Level.WARNING, "Call of {callername}", "in {queue}");

    static Rule rule(String name, Set<Kind> events, Condition condition, Action... actions) {
        return new Rule(name, true, events, List.of(condition), List.of(), List.of(actions));
    }

    static Rule on(Kind kind, Action... actions) {
        return new Rule(
                "on " + kind.word(), true, Set.of(kind), List.of(), List.of(), List.of(actions));
    }

    static Condition queueIs(String name) {
        return new Condition("queue", Operator.EQUALS, false, name);
    }

    static Integration acme(Rule... rules) {
        return integration("acme", "Acme CRM", URL, rules);
    }

    static Integration integration(String id, String name, String url, Rule... rules) {
        return new Integration(id, name, true, url, List.of(), List.of(rules), 1);
    }

    static Rule popOnAnswer() {
        return rule("Pop on answer", Set.of(Kind.UP), queueIs("sales"), OPEN);
    }

    private Rules() {}
}
