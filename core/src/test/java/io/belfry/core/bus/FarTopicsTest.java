package io.belfry.core.bus;

import static io.belfry.core.store.Wait.forIt;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one node tells and another hears. */
class FarTopicsTest {
    private static final int MANY = 3_000;
    private static TestCluster cluster;
    private static Vertx east;
    private static Vertx west;

    @BeforeAll
    static void start() {
        cluster = new TestCluster(2);
        east = cluster.node(0);
        west = cluster.node(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void allOfItComesInOrderToEachWhoListens() throws Exception {
        BlockingQueue<Object> one = new LinkedBlockingQueue<>();
        BlockingQueue<Object> other = new LinkedBlockingQueue<>();
        listen(Topic.CONFIG, one);
        listen(Topic.CONFIG, other);
        listen(Topic.LOGGED_UP_TO, one);

        for (int i = 0; i < MANY; i++) {
            Topic.CONFIG.publish(east, new ConfigAnnounced(i));
            Topic.LOGGED_UP_TO.publish(east, new LoggedUpTo(i));
        }

        List<Object> both =
                IntStream.range(0, MANY)
                        .boxed()
                        .<Object>mapMulti(
                                (i, next) -> {
                                    next.accept(new ConfigAnnounced(i));
                                    next.accept(new LoggedUpTo(i));
                                })
                        .toList();
        assertThat(take(one, 2 * MANY)).isEqualTo(both);
        assertThat(take(other, MANY)).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void whatANodeTellsItselfComesOnce() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        forIt(Topic.TOKENS_REVOKED.subscribe(east, heard::add).completion());
        forIt(Topic.TOKENS_REVOKED.subscribe(west, heard::add).completion());

        Topic.TOKENS_REVOKED.publish(east, new TokenRevoked("t1"));
        Topic.TOKENS_REVOKED.publish(west, new TokenRevoked("t2"));

        assertThat(take(heard, 4))
                .containsExactlyInAnyOrder(
                        new TokenRevoked("t1"),
                        new TokenRevoked("t1"),
                        new TokenRevoked("t2"),
                        new TokenRevoked("t2"));
        assertThat(heard).isEmpty();
    }

    @Test
    void aVerticleThatEndedHearsNothing() throws Exception {
        BlockingQueue<Object> gone = new LinkedBlockingQueue<>();
        BlockingQueue<Object> there = new LinkedBlockingQueue<>();
        String verticle =
                forIt(
                        west.deployVerticle(
                                new VerticleBase() {
                                    @Override
                                    public Future<?> start() {
                                        return Topic.LOGGED_UP_TO
                                                .subscribeElsewhere(vertx, gone::add)
                                                .completion();
                                    }
                                }));
        listen(Topic.SEATS, there);
        forIt(west.undeploy(verticle));

        Topic.LOGGED_UP_TO.publish(east, new LoggedUpTo(1));
        Topic.SEATS.publish(east, new SeatNews("n", 1, List.of()));

        assertThat(take(there, 1)).hasSize(1);
        assertThat(gone).isEmpty();
    }

    @Test
    void whoListensNoMoreHearsNothing() throws Exception {
        BlockingQueue<Object> gone = new LinkedBlockingQueue<>();
        BlockingQueue<Object> there = new LinkedBlockingQueue<>();
        Subscription subscription = Topic.SESSIONS_ENDED.subscribeElsewhere(west, gone::add);
        forIt(subscription.completion());
        listen(Topic.SESSIONS_ENDED, there);
        forIt(subscription.unregister());

        Topic.SESSIONS_ENDED.publish(east, new SessionEnded("anna", "s1"));

        assertThat(take(there, 1)).hasSize(1);
        assertThat(gone).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodTakesNothingElseWithIt() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        listen(Topic.STORY_WANTED, heard);
        String topic = "belfry.story-wanted";
        byte[] fromTheFuture = "{\"v\":1,\"type\":\"Telepathy\",\"body\":{}}".getBytes(UTF_8);
        byte[] right = WireFormat.encode(new StoryWanted("main:1.1", true));

        east.eventBus().publish("belfry.topics/far", Buffer.buffer("nonsense"));
        east.eventBus()
                .publish(
                        "belfry.topics/far",
                        new Bundle(
                                        "stranger",
                                        1,
                                        List.of(
                                                new Bundle.Fact(topic, "", 0, fromTheFuture),
                                                new Bundle.Fact("belfry.unknown", "", 0, right),
                                                new Bundle.Fact(topic, "", 0, new byte[0]),
                                                new Bundle.Fact(topic, "", 0, right)))
                                .write());

        assertThat(take(heard, 1)).containsExactly(new StoryWanted("main:1.1", true));
    }

    /** Until the cluster has taken the old listener off its list there are two. */
    @Test
    void whoRegistersAnewHearsNothingTwice() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        listen(Topic.STORY_WANTED, heard);

        for (int i = 0; i < MANY; i++) {
            if (i % 100 == 0) {
                FarSide.of(west).registerAgain();
            }
            Topic.STORY_WANTED.publish(east, new StoryWanted("main:" + i, true));
        }
        Topic.STORY_WANTED.publish(east, new StoryWanted("last", true));

        List<Object> all = new ArrayList<>();
        while (!all.contains(new StoryWanted("last", true))) {
            all.addAll(take(heard, 1));
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(Ownership.of(east).dropped()).isZero();
    }

    @Test
    void whatComesASecondTimeIsNotToldAgain() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        listen(Topic.STORY_WANTED, heard);
        StoryWanted one = new StoryWanted("main:1.1", true);
        StoryWanted two = new StoryWanted("main:1.2", true);

        for (Buffer bundle : List.of(says(1, one), says(1, one), says(2, two), says(1, one))) {
            east.eventBus().publish("belfry.topics/far", bundle);
        }
        east.eventBus().publish("belfry.topics/far", says(3, one));

        assertThat(take(heard, 3)).containsExactly(one, two, one);
        assertThat(heard).isEmpty();
    }

    private static Buffer says(long number, StoryWanted wanted) {
        byte[] body = WireFormat.encode(wanted);
        Bundle.Fact fact = new Bundle.Fact("belfry.story-wanted", "", 0, body);
        return new Bundle("repeating", number, List.of(fact)).write();
    }

    @Test
    void halfASignTakesNothingWithIt() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        listen(Topic.ROWS, heard);
        JsonObject channel = new JsonObject().put("callerid", "Anna \ud83d");

        Topic.ROWS.publish(
                east, new RealtimeRow("r1", Instant.EPOCH, "CRM", channel, "ref", "", ""));

        RealtimeRow row = (RealtimeRow) take(heard, 1).get(0);
        assertThat(row.channel().getString("callerid")).isEqualTo("Anna ?");
    }

    /** It was still the owner when it said so, and is not any more when it gets to speak. */
    @Test
    void whatAFormerOwnerHadStillToTellIsNotTold() throws Exception {
        BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
        listen(Topic.MEMBERS, heard);
        Claim claim =
                new Claim() {
                    @Override
                    public long epoch() {
                        return 3;
                    }

                    @Override
                    public boolean isValid() {
                        return true;
                    }
                };
        Ownership.of(east).hold("lost", claim);
        long unsaid = Ownership.of(east).unsaid();

        FarTopics.of(east)
                .tell(
                        new Bundle.Fact(
                                "belfry.members", "lost", 2, WireFormat.encode(member("2"))),
                        false);
        Topic.MEMBERS.publish(east, "lost", member("3"));

        assertThat(take(heard, 1)).containsExactly(member("3"));
        assertThat(Ownership.of(east).unsaid()).isEqualTo(unsaid + 1);
    }

    private static QueueMemberSeen member(String name) {
        return new QueueMemberSeen("lost", "Sales", "PJSIP/" + name, name, "");
    }

    private static <T> void listen(Topic<T> topic, BlockingQueue<Object> heard) {
        forIt(topic.subscribeElsewhere(west, heard::add).completion());
    }

    private static List<Object> take(BlockingQueue<Object> heard, int count)
            throws InterruptedException {
        List<Object> taken = new ArrayList<>();
        while (taken.size() < count) {
            Object next = heard.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("after %d of %d", taken.size(), count).isNotNull();
            taken.add(next);
        }
        return taken;
    }
}
