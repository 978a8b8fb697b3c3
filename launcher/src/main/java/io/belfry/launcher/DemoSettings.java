package io.belfry.launcher;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demo starts with: agents of the simulated PBX, two variables, and integrations that show
 * what is possible.
 */
final class DemoSettings {
    private static final List<String[]> AGENTS =
            List.of(
                    new String[] {"Andrea Bianco", "2001", "andrea.bianco"},
                    new String[] {"Maria Rossi", "2002", "maria.rossi"},
                    new String[] {"Luca Verdi", "2003", "luca.verdi"},
                    new String[] {"John Doe", "2004", "john.doe"},
                    new String[] {"Giulia Neri", "2005", "giulia.neri"},
                    new String[] {"Paolo Conti", "2006", "paolo.conti"});

    static final String SUPERVISOR = "sara.supervisor";

    private final Vertx vertx;
    private final String crm;
    private final String agentPassword;

    DemoSettings(Vertx vertx, String crm, String agentPassword) {
        this.vertx = vertx;
        this.crm = crm;
        this.agentPassword = agentPassword;
    }

    Future<Void> save() {
        List<ConfigChange> changes = new ArrayList<>();
        changes.add(
                create(
                        Thing.VARIABLE,
                        variable("ordernumber", "Order that the caller typed in", "A-1001")));
        changes.add(
                create(
                        Thing.VARIABLE,
                        variable("customerid", "Customer found by the dialplan", "C-77")));
        AGENTS.forEach(agent -> changes.add(create(Thing.AGENT, agent(agent))));
        changes.add(create(Thing.AGENT, localAgent("Franco Neri", "1001")));
        changes.add(create(Thing.AGENT, localAgent("Elena Gallo", "1002")));
        changes.add(create(Thing.INTEGRATION, orders()));
        changes.add(create(Thing.INTEGRATION, tickets()));
        changes.add(create(Thing.INTEGRATION, callBack()));
        Future<Void> saved = Future.succeededFuture();
        for (ConfigChange change : changes) {
            saved = saved.compose(before -> save(change));
        }
        return saved;
    }

    /** Sees two queues of many: what the others do is not there for her. */
    static JsonObject supervisor(String password) {
        return new JsonObject()
                .put("user", SUPERVISOR)
                .put("name", "Sara Supervisor")
                .put("role", "supervisor")
                .put("queues", new JsonArray().add("sales").add("support"))
                .put("password", password);
    }

    private Future<Void> save(ConfigChange change) {
        return Ask.CHANGE
                .put(vertx, change)
                .compose(
                        answer ->
                                answer instanceof ConfigAnswer.Saved
                                        ? Future.succeededFuture()
                                        : Future.failedFuture(
                                                "the demo's settings are refused: " + answer));
    }

    private static ConfigChange create(Thing thing, JsonObject document) {
        return new ConfigChange(Op.CREATE, thing, "", -1, document, "demo", false);
    }

    private static JsonObject variable(String name, String description, String sample) {
        return new JsonObject()
                .put("name", name)
                .put("description", description)
                .put("sample", sample);
    }

    private JsonObject agent(String[] agent) {
        JsonArray peers = new JsonArray().add("PJSIP/" + agent[2]).add("SIP/" + agent[2]);
        return new JsonObject()
                .put("name", agent[0])
                .put("number", agent[1])
                .put("user", agent[2])
                .put("password", agentPassword)
                .put("peers", peers);
    }

    private JsonObject localAgent(String name, String number) {
        JsonArray peers =
                new JsonArray()
                        .add("PJSIP/" + number)
                        .add("Local/" + number + "@from-queue/n")
                        .add("Local/" + number + "@from-queue");
        return new JsonObject()
                .put("name", name)
                .put("number", number)
                .put("user", name.toLowerCase(java.util.Locale.ROOT).replace(' ', '.'))
                .put("password", agentPassword)
                .put("peers", peers);
    }

    /** The example of the original: on answer, only one queue, with the order number. */
    private JsonObject orders() {
        JsonObject sales = condition("queue", "equals", "sales");
        String page = crm + "/orders?number={ordernumber}";
        return integration(
                "Acme orders",
                crm
                        + "/orders?phone={callernum}&order={ordernumber|default:none}&agent={agentname}",
                new JsonArray().add("ordernumber"),
                rule("Order in sight", "ringing", sales, realtime("{ordernumber}", page)),
                rule(
                        "Order page on answer",
                        "up",
                        sales,
                        open("work_window"),
                        realtime("{ordernumber}", page)));
    }

    /** Every other queue, so that whoever logs in as an agent has not long to wait for a page. */
    private JsonObject tickets() {
        JsonObject others = condition("queue", "notEquals", "sales");
        JsonObject whoIsCalling =
                new JsonObject()
                        .put("type", "notify")
                        .put("level", "info")
                        .put("title", "Call in {queue}")
                        .put(
                                "body",
                                "{callernum} {callername}, customer {customerid|default:unknown}");
        return integration(
                "Help desk",
                crm + "/tickets/new?customer={customerid}&phone={callernum|digits}",
                new JsonArray().add("customerid"),
                rule(
                        "Who is calling",
                        "ringing",
                        others,
                        whoIsCalling,
                        realtime("{customerid}", "")),
                rule(
                        "Ticket page on answer",
                        "up",
                        others,
                        open("new_frame"),
                        realtime("{customerid}", "")));
    }

    private JsonObject callBack() {
        return integration(
                "Call centre desk",
                crm + "/calls?id={uniqueid}",
                new JsonArray(),
                rule(
                        "Somebody gave up",
                        "abandon",
                        condition("holdtime", "gt", "1"),
                        realtime("call back {callernum}", crm + "/callback?phone={callernum}")));
    }

    private static JsonObject integration(
            String appname, String url, JsonArray variables, JsonObject... rules) {
        return new JsonObject()
                .put("appname", appname)
                .put("enabled", true)
                .put("url", url)
                .put("variables", variables)
                .put("rules", new JsonArray(List.of(rules)));
    }

    private static JsonObject rule(
            String name, String event, JsonObject condition, JsonObject... actions) {
        return new JsonObject()
                .put("name", name)
                .put("enabled", true)
                .put("events", new JsonArray().add(event))
                .put("all", new JsonArray().add(condition))
                .put("any", new JsonArray())
                .put("actions", new JsonArray(List.of(actions)));
    }

    /** The integration's own page. */
    private static JsonObject open(String mode) {
        return new JsonObject().put("type", "open").put("url", "").put("mode", mode);
    }

    private static JsonObject condition(String field, String op, String value) {
        return new JsonObject().put("field", field).put("op", op).put("value", value);
    }

    private static JsonObject realtime(String reference, String url) {
        return new JsonObject().put("type", "realtime").put("reference", reference).put("url", url);
    }
}
