package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.NodeId;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.SeatNews;
import io.belfry.core.bus.SeatsQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.cluster.NodeRole;
import io.belfry.launcher.ClusterConfig.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, and a third that has no business with them but reaches their ports. */
@Timeout(300)
class RogueNodeTest {
    private static final String SECRET = "what-all-nodes-of-this-cluster-share";
    private static final String GUESS = "what-nobody-of-this-cluster-shares";
    private static final int SAID = 20;

    private final List<Vertx> started = new ArrayList<>();
    private final List<String> members = new ArrayList<>();
    private final Queue<Long> heardByTwo = new ConcurrentLinkedQueue<>();
    private final Queue<Long> heardByRogue = new ConcurrentLinkedQueue<>();
    private Vertx one;
    private Vertx two;

    @TempDir private Path folder;

    @BeforeEach
    void start() {
        one = node(SECRET, Optional.empty());
        two = node(SECRET, Optional.empty());
        listen(two, heardByTwo);
        until("both are there", () -> members(one) == 2 && members(two) == 2);
    }

    @AfterEach
    void close() {
        started.forEach(vertx -> await(vertx.close()));
    }

    @Test
    void withAnotherSecretItIsNoMemberAndHearsNothing() {
        Vertx rogue = node(GUESS, Optional.empty());
        listen(rogue, heardByRogue);

        say(one, 0);

        until("the other node has heard it all", () -> heardByTwo.size() == SAID);
        assertThat(members(rogue)).isEqualTo(1);
        assertThat(members(one)).isEqualTo(2);
        assertThat(heardByRogue).isEmpty();
    }

    /** Hazelcast's port lets in whoever knows the name: that is why nothing of ours goes there. */
    @Test
    void asAMemberWithoutTheKeyItHearsNothingAndIsNotHeard() throws IOException {
        Vertx rogue = node(SECRET, Optional.of(ownKey()));
        until("it got in", () -> members(one) == 3 && members(rogue) == 3);
        listen(rogue, heardByRogue);
        for (Vertx node : List.of(two, rogue)) {
            Ask.SEATS.answerAsNode(
                    node, query -> Future.succeededFuture(new SeatNews("any", 1, List.of())));
        }
        until("they hear each other", () -> answers(one, two));

        say(rogue, 1_000);
        say(one, 0);

        // these take the same ways after what was said
        assertThat(answers(one, rogue)).as("it is asked").isFalse();
        assertThat(answers(rogue, two)).as("it asks").isFalse();
        until("the other node has heard it all", () -> heardByTwo.size() >= SAID);
        assertThat(heardByTwo).containsExactlyElementsOf(numbers(0));
        // what it tells itself is all that it gets
        assertThat(heardByRogue).containsExactlyElementsOf(numbers(1_000));
    }

    private static boolean answers(Vertx who, Vertx whom) {
        return await(
                Ask.SEATS
                        .putTo(who, NodeId.of(whom).toString(), new SeatsQuery())
                        .map(answer -> true)
                        .otherwise(false));
    }

    private void say(Vertx vertx, long first) {
        numbers(first).forEach(number -> Topic.CONFIG.publish(vertx, new ConfigAnnounced(number)));
    }

    private static List<Long> numbers(long first) {
        return LongStream.range(first, first + SAID).boxed().toList();
    }

    private static void listen(Vertx vertx, Queue<Long> heard) {
        await(
                Topic.CONFIG
                        .subscribe(vertx, announced -> heard.add(announced.version()))
                        .completion());
    }

    private Vertx node(String secret, Optional<Tls> tls) {
        int port = TestServer.freePorts();
        ClusterConfig config =
                new ClusterConfig(
                        "node" + port,
                        NodeRole.ALL,
                        "127.0.0.1",
                        port,
                        "127.0.0.1",
                        port,
                        List.copyOf(members),
                        secret,
                        tls);
        members.add("127.0.0.1:" + port);
        Vertx vertx = await(ClusteredVertx.start(config, new VertxOptions()));
        RecordCodec.register(vertx);
        started.add(vertx);
        return vertx;
    }

    /** Its own; it trusts whoever has the cluster's, so that only the others can refuse. */
    private Tls ownKey() throws IOException {
        PemKeyCertOptions shown = (PemKeyCertOptions) new ClusterIdentity(GUESS).keyCert();
        PemTrustOptions trusted = (PemTrustOptions) new ClusterIdentity(SECRET).trust();
        return new Tls(
                file("cert", shown.getCertValues()),
                file("key", shown.getKeyValues()),
                file("ca", trusted.getCertValues()));
    }

    private String file(String name, List<Buffer> content) throws IOException {
        return Files.write(folder.resolve(name + ".pem"), content.get(0).getBytes()).toString();
    }

    private static int members(Vertx vertx) {
        return ((VertxInternal) vertx).clusterManager().getNodes().size();
    }

    private static void until(String what, BooleanSupplier fact) {
        TestServer.until(what, () -> Optional.of(what).filter(any -> fact.getAsBoolean()));
    }

    private static <T> T await(Future<T> future) {
        return TestServer.await(future);
    }
}
