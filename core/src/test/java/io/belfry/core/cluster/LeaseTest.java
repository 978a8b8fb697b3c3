package io.belfry.core.cluster;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ownership;
import io.belfry.core.store.Database;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row that decides who owns a PBX, and how long a node believes its own claim. */
class LeaseTest {
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        forIt(vertx.close());
    }

    @ParameterizedTest
    @EnumSource
    void ofManyWhoWantItOneGetsItAndTheEpochGrowsByOne(TestDatabase kind) {
        Database database = forIt(Database.open(vertx, kind.create()));
        ClusterStore store = new ClusterStore(database, database);

        List<Future<Boolean>> takers =
                IntStream.range(0, 8)
                        .mapToObj(i -> store.take(LeaseRow.none("milano"), "node" + i))
                        .toList();
        forIt(Future.join(takers));

        assertThat(takers.stream().filter(Future::result)).hasSize(1);
        LeaseRow lease = forIt(store.view()).lease("milano");
        assertThat(lease.epoch()).isEqualTo(1);
        assertThat(forIt(store.take(lease, "late"))).as("while it is owned").isFalse();
        assertThat(forIt(store.renew(lease.owner(), List.of(claim(1))))).isEqualTo(1);
        assertThat(forIt(store.renew("somebody", List.of(claim(1))))).isZero();
        forIt(database.close());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGivenUpIsTheNextOnesWithAHigherEpoch(TestDatabase kind) {
        Database database = forIt(Database.open(vertx, kind.create()));
        ClusterStore store = new ClusterStore(database, database);
        forIt(store.take(LeaseRow.none("milano"), "a"));

        forIt(store.giveUp("milano", "a", 1, "b"));
        LeaseRow left = forIt(store.view()).lease("milano");
        assertThat(left.isOwned(forIt(store.view()).now())).isFalse();
        assertThat(left.wanted()).isEqualTo("b");
        assertThat(forIt(store.take(left, "b"))).isTrue();

        LeaseRow lease = forIt(store.view()).lease("milano");
        assertThat(lease.owner()).isEqualTo("b");
        assertThat(lease.epoch()).isEqualTo(2);
        assertThat(forIt(store.renew("a", List.of(claim(1)))))
                .as("renewals of the former owner")
                .isZero();
        forIt(database.close());
    }

    @Test
    void aClaimIsBelievedForLessThanTheLeaseLasts() {
        AtomicLong nanos = new AtomicLong();
        Lease lease = new Lease("milano", 3, 0, nanos::get);

        nanos.set(Lease.TRUSTED.toNanos() - 1);
        assertThat(lease.isValid()).isTrue();
        nanos.set(Lease.TRUSTED.toNanos());
        assertThat(lease.isValid()).isFalse();
        assertThat(Lease.TRUSTED).isLessThan(ClusterStore.TTL.minus(Duration.ofMillis(500)));

        lease.renewed(nanos.get());
        assertThat(lease.isValid()).as("after its end was seen").isFalse();
    }

    @Test
    void aRenewalInTimeKeepsAClaim() {
        AtomicLong nanos = new AtomicLong();
        Lease lease = new Lease("milano", 3, 0, nanos::get);

        nanos.set(Lease.TRUSTED.toNanos() - 1);
        lease.renewed(Duration.ofMillis(1_500).toNanos());
        nanos.set(Duration.ofMillis(3_600).toNanos());
        assertThat(lease.isValid()).isTrue();

        lease.end();
        assertThat(lease.isValid()).isFalse();
    }

    private static Lease claim(long epoch) {
        return new Lease("milano", epoch, 0, System::nanoTime);
    }

    @Test
    void aServerOfItsOwnSpeaksForEveryPbx() {
        assertThat(Ownership.of(vertx).holds("milano")).isTrue();
    }
}
