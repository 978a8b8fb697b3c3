package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.RecordCodec;
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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

        say(rogue, 1_000);
        say(one, 0);

        until("the other node has heard it all", () -> heardByTwo.size() >= SAID);
        assertThat(heardByTwo).containsExactlyElementsOf(numbers(0));
        // what it tells itself is all that it gets
        assertThat(heardByRogue).containsExactlyElementsOf(numbers(1_000));
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
        int port = freePorts();
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

    private Tls ownKey() throws IOException {
        ClusterIdentity own = new ClusterIdentity(GUESS);
        PemKeyCertOptions shown = (PemKeyCertOptions) own.keyCert();
        PemTrustOptions trusted = (PemTrustOptions) own.trust();
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

    private static int freePorts() {
        for (int attempt = 0; attempt < 50; attempt++) {
            try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    ServerSocket next =
                            new ServerSocket(
                                    first.getLocalPort() + 1,
                                    1,
                                    InetAddress.getLoopbackAddress())) {
                return Math.min(first.getLocalPort(), next.getLocalPort());
            } catch (IOException | IllegalArgumentException e) {
                // somebody has the second one; another pair
            }
        }
        throw new IllegalStateException("no two neighbouring ports are free");
    }

    private static void until(String what, BooleanSupplier fact) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
