package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.Delivery;
import io.belfry.core.agent.Delivery.Outcome;
import io.belfry.core.agent.OpenMode;
import io.belfry.core.bus.NodeGone;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An agent's page goes from node to node, cut off at any moment, while all nodes ask for pops, and
 * in the middle one of the nodes dies. Each pop opens exactly once or is listed as missed, and in
 * the end everybody tells the same of it.
 */
class HoppingAgentTest {
    private static final int ROUNDS = 40;
    private static final int POPS_A_ROUND = 5;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final TestCluster cluster = new TestCluster(3);
    private final List<TestGateway> gateways = new ArrayList<>();
    private final List<TestGateway> living = new ArrayList<>();

    /** Who asked for which pop. */
    private final Map<String, TestGateway> asked = new LinkedHashMap<>();

    /** What the browser has opened, as its tabs remember it. */
    private final Set<String> opened = new HashSet<>();

    /** Those of them that this page has answered. */
    private final Set<String> answered = new HashSet<>();

    /** Those of them whose answer has reached a node that lives. */
    private final Set<String> settled = new HashSet<>();

    private final Set<String> sentAgain = new TreeSet<>();

    /** What the page shows in its lists. */
    private final Map<String, String> listed = new HashMap<>();

    /** What became of it, as the first node has heard it. */
    private final Map<String, Outcome> told = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        String database = "hopping" + UUID.randomUUID();
        IntStream.range(0, 3)
                .mapToObj(
                        node ->
                                new TestGateway(
                                        cluster.node(node), database, GatewayLimits.DEFAULT))
                .forEach(gateways::add);
        living.addAll(gateways);
        Topic.DELIVERIES.subscribe(first().vertx, this::told);
    }

    @AfterEach
    void stop() {
        gateways.forEach(TestGateway::close);
        cluster.close();
    }

    @Test
    void eachPopOpensExactlyOnceOrIsListedAsMissed() {
        String cookie = AgentClient.logIn(first(), "anna");

        for (int round = 0; round < ROUNDS; round++) {
            oneStop(round, cookie);
        }
        AgentClient last = AgentClient.connect(first(), cookie);
        last.hello("b", true);

        first().until(() -> isAtRest(last));
        assertThat(sentAgain).as("answered and sent again, seed %d", seed).isEmpty();
        assertThat(opened).as("opened at all, seed %d", seed).hasSizeGreaterThan(asked.size() / 2);
        first().until(() -> anyNode(GatewayFigures.Between::forwarded));
        first().until(() -> anyNode(GatewayFigures.Between::handedOver));
    }

    private void oneStop(int round, String cookie) {
        TestGateway at = anyOf(living);
        AgentClient page = AgentClient.connect(at, cookie);
        page.hello("b", true);
        answered.clear();
        for (int i = 0; i < POPS_A_ROUND; i++) {
            String id = "p" + round + "." + i;
            ask(id, anyOf(living));
            if (random.nextBoolean()) {
                read(page, page.untilNow());
            }
        }
        if (round == ROUNDS / 2) {
            // most often with the page at it; the first one listens till the end
            dies(at == first() ? gateways.get(1) : at);
        }
        if (!at.isDead()) {
            if (random.nextBoolean()) {
                read(page, page.untilNow());
                Set<String> before = Set.copyOf(answered);
                read(page, page.untilNow());
                settled.addAll(before);
            }
            page.cut();
        }
    }

    private void ask(String id, TestGateway asker) {
        asked.put(id, asker);
        asker.show(
                Samples.pop(
                        id,
                        "https://crm.example/" + id,
                        OpenMode.NEW_TAB,
                        "",
                        asker.clock.instant()));
    }

    /** What it has asked for is asked for again by another, as the next owner of a PBX does. */
    private void dies(TestGateway node) {
        living.remove(node);
        node.die();
        settled.clear();
        NodeGone gone = new NodeGone(NodeId.of(node.vertx).toString());
        living.forEach(each -> Topic.NODE_GONE.publishHere(each.vertx, gone));
        asked.entrySet().stream()
                .filter(each -> each.getValue() == node)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(id -> ask(id, anyOf(living)));
    }

    /** As the page does: it opens nothing twice, and says again what it knows better. */
    private void read(AgentClient page, List<JsonObject> messages) {
        for (JsonObject message : messages) {
            String id = message.getString("id");
            if (message.getString("type").equals("open")) {
                if (settled.contains(id)) {
                    sentAgain.add(id);
                }
                opened.add(id);
                answered.add(id);
                page.ack(id, "opened", "");
            } else if (message.getString("type").equals("pop")) {
                listed.put(id, message.getString("outcome"));
                if (message.getString("outcome").equals("missed") && opened.contains(id)) {
                    page.ack(id, "opened", "");
                }
            }
        }
    }

    private boolean isAtRest(AgentClient page) {
        read(page, page.heard());
        return asked.keySet().stream()
                .allMatch(
                        id ->
                                opened.contains(id)
                                        ? told.get(id) == Outcome.OPENED
                                        : told.get(id) == Outcome.MISSED
                                                && "missed".equals(listed.get(id)));
    }

    private void told(Delivery delivery) {
        told.put(delivery.popId(), delivery.outcome());
    }

    /** The figures of a node are a moment old, and what a page has left follows it later. */
    private boolean anyNode(ToLongFunction<GatewayFigures.Between> figure) {
        return gateways.stream()
                .map(node -> node.gateway.figures().between())
                .anyMatch(between -> figure.applyAsLong(between) > 0);
    }

    private TestGateway anyOf(List<TestGateway> nodes) {
        return nodes.get(random.nextInt(nodes.size()));
    }

    private TestGateway first() {
        return gateways.get(0);
    }
}
