package io.belfry.core.account;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.TestDatabase;
import io.belfry.core.web.FakeClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes on one database; every attempt comes to the other one than the attempt before. */
@ParameterizedClass
@EnumSource
class LoginThrottleTest {
    private static final String ANNA = "staff/anna";
    private static final String EVE = "203.0.113.7";

    /** Two nodes have connections of their own. */
    private record House(Vertx vertx, Database one, Database other) {}

    private static final Map<TestDatabase, House> HOUSES = new EnumMap<>(TestDatabase.class);

    @Parameter TestDatabase kind;
    private final FakeClock clock = new FakeClock();
    private House house;
    private LoginThrottle next;
    private LoginThrottle last;

    @BeforeEach
    void start() {
        house = HOUSES.computeIfAbsent(kind, LoginThrottleTest::build);
        await(house.one().update("delete from login_attempt", Map.of()));
        next = new LoginThrottle(house.one(), clock);
        last = new LoginThrottle(house.other(), clock);
    }

    @AfterAll
    static void closeAll() {
        HOUSES.values().forEach(house -> await(house.vertx().close()));
        HOUSES.clear();
    }

    private static House build(TestDatabase kind) {
        Vertx vertx = Vertx.vertx();
        DatabaseConfig config = kind.create();
        return new House(
                vertx, await(Database.open(vertx, config)), await(Database.open(vertx, config)));
    }

    private LoginThrottle node() {
        LoginThrottle node = next;
        next = last;
        last = node;
        return node;
    }

    private Duration admit(String account, String address) {
        return await(node().admit(account, address));
    }

    /** How many of them are looked at when all come at the same moment, half to each node. */
    private long atOnce(int count, IntFunction<String> address) {
        List<Future<Duration>> all =
                IntStream.range(0, count)
                        .mapToObj(i -> node().admit(ANNA, address.apply(i)))
                        .toList();
        await(Future.all(all));
        return all.stream().filter(each -> each.result().isZero()).count();
    }

    private int rows() {
        return await(house.one().list("select id from login_attempt", Map.of(), row -> row)).size();
    }

    @Test
    void afterFiveWrongOnesEachNextTakesTwiceAsLongUpToAMinute() {
        List<Long> waits = new ArrayList<>();

        for (int i = 0; i < 13; i++) {
            Duration wait = admit(ANNA, EVE);
            waits.add(wait.toSeconds());
            clock.pass(wait);
            if (!wait.isZero()) {
                admit(ANNA, EVE);
            }
        }

        assertThat(waits).containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void ofAThousandGuessesInTenMinutesAtMostTwentyAreLookedAt() {
        int lookedAt = 0;

        for (int i = 0; i < 1000; i++) {
            lookedAt += admit(ANNA, EVE).isZero() ? 1 : 0;
            clock.pass(Duration.ofMillis(600));
        }

        assertThat(lookedAt).isBetween(10, 20);
    }

    @Test
    void aThousandGuessesAtOneMomentAreNoWayAround() {
        assertThat(atOnce(1000, i -> EVE)).isEqualTo(5);
        assertThat(admit(ANNA, EVE)).isPositive();
        assertThat(admit(ANNA, EVE)).isPositive();
    }

    @Test
    void noMoreAreLookedAtWhenTheyComeFromEverywhereAtOneMoment() {
        // the sixth is the one newcomer of this minute
        assertThat(atOnce(60, i -> "198.51.100." + i)).isEqualTo(6);
    }

    @Test
    void anAttackFromEverywhereIsSlowToo() {
        int lookedAt = 0;

        for (int i = 0; i < 1000; i++) {
            lookedAt += admit(ANNA, "198.51.100." + i).isZero() ? 1 : 0;
            clock.pass(Duration.ofMillis(600));
        }

        assertThat(lookedAt).isLessThanOrEqualTo(30);
    }

    @Test
    void theOwnerGetsInFromElsewhereDuringAnAttack() {
        for (int i = 0; i < 300; i++) {
            admit(ANNA, EVE);
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(admit(ANNA, EVE)).isPositive();

        assertThat(admit(ANNA, "10.0.0.1")).isZero();
    }

    @Test
    void whoeverIsRightIsNeverMadeToWait() {
        for (int i = 0; i < 100; i++) {
            assertThat(admit("agent/a" + i, "10.0.0.1")).isZero();
            await(node().succeeded("agent/a" + i, "10.0.0.1"));
        }

        assertThat(rows()).isZero();
    }

    @Test
    void whoComesBehindTwentyOthersWaitsNoLongerThanUntilTheyAreIn() {
        IntStream.range(0, 20).forEach(i -> assertThat(admit("agent/a" + i, EVE)).isZero());
        assertThat(admit("agent/late", EVE)).isPositive();
        assertThat(admit("agent/late", EVE)).isPositive();
        IntStream.range(0, 20).forEach(i -> await(last.succeeded("agent/a" + i, EVE)));

        // where they came in at once, at the other node after a moment
        assertThat(await(last.admit("agent/late", EVE))).isZero();
        clock.pass(Duration.ofSeconds(1));
        assertThat(await(next.admit("agent/late", EVE))).isZero();
    }

    @Test
    void ofAFloodOneASecondReachesTheDatabase() {
        Duration told = await(next.admit(ANNA, EVE));
        while (told.toSeconds() < 4) {
            clock.pass(told);
            told = await(next.admit(ANNA, EVE));
        }
        Promise<Void> held = Promise.promise();
        Promise<Void> release = Promise.promise();
        Future<Void> holder =
                house.other()
                        .transaction(
                                here ->
                                        here.update(
                                                        "update login_attempt set used_at = 0",
                                                        Map.of())
                                                .onSuccess(done -> held.complete())
                                                .compose(done -> release.future()));
        await(held.future());

        List<Future<Duration>> soon = flood();
        clock.pass(Duration.ofSeconds(1));
        List<Future<Duration>> later = flood();
        long asks = later.stream().filter(each -> !each.isComplete()).count();
        release.complete();
        await(holder);
        await(Future.all(later));

        assertThat(soon).extracting(Future::result).containsOnly(told);
        assertThat(asks).isEqualTo(1);
        assertThat(later).extracting(Future::result).containsOnly(told.minusSeconds(1));
    }

    private List<Future<Duration>> flood() {
        return IntStream.range(0, 100).mapToObj(i -> next.admit(ANNA, EVE)).toList();
    }

    @Test
    void nodesWhoseClocksDisagreeMakeNobodyWaitForLongerThanAMinute() {
        FakeClock fast = new FakeClock();
        fast.pass(Duration.ofMinutes(10));
        LoginThrottle ahead = new LoginThrottle(house.other(), fast);
        for (int i = 0; i < 30; i++) {
            fast.pass(await(ahead.admit(ANNA, EVE)));
        }
        for (int i = 0; i < 30; i++) {
            await(ahead.admit("staff/u" + i, "10.0.0.1"));
        }

        assertThat(await(next.admit(ANNA, "10.0.0.2"))).isZero();
        Duration ofAccount = await(next.admit(ANNA, "10.0.0.2"));
        Duration ofPlace = await(next.admit("staff/other", "10.0.0.1"));
        assertThat(ofAccount).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(ofPlace).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
        clock.pass(Duration.ofMinutes(1));
        assertThat(await(next.admit(ANNA, "10.0.0.2"))).isZero();
        assertThat(await(next.admit("staff/other", "10.0.0.1"))).isZero();
    }

    @Test
    void whoNeverGetsHisTurnIsToldToWaitAMoment() {
        // both rows of an attempt are of one time, so that none can be written
        await(house.one().update("create unique index crowd on login_attempt (used_at)", Map.of()));
        try {
            assertThat(admit(ANNA, EVE)).isEqualTo(Duration.ofSeconds(1));
        } finally {
            await(house.one().update("drop index crowd", Map.of()));
        }
        clock.pass(Duration.ofSeconds(1));
        assertThat(admit(ANNA, EVE)).isZero();
        assertThat(admit(ANNA, EVE)).isZero();
    }

    @Test
    void anAddressMayBeWrongTwentyTimesAMinuteWhateverItTries() {
        long first =
                IntStream.range(0, 10_000).filter(i -> admit("staff/u" + i, EVE).isZero()).count();
        clock.pass(Duration.ofSeconds(59));
        Duration wait = admit("staff/other", EVE);
        clock.pass(wait);

        assertThat(first).isEqualTo(20);
        assertThat(wait).isEqualTo(Duration.ofSeconds(1));
        assertThat(admit("staff/other", EVE)).isZero();
    }

    @Test
    void aNetworkOfIpv6CountsAsOneAddress() {
        long admitted =
                IntStream.range(0, 100)
                        .filter(i -> admit("staff/u" + i, "2001:db8:1:2::" + i).isZero())
                        .count();

        assertThat(admitted).isEqualTo(20);
        assertThat(admit("staff/other", "2001:db8:1:3::1")).isZero();
    }

    @Test
    void whatCouldNotBeCheckedDoesNotCount() {
        for (int i = 0; i < 50; i++) {
            assertThat(admit(ANNA, EVE)).isZero();
            await(node().withdrawn(ANNA, EVE));
        }
    }

    @Test
    void anAccountIsForgivenAfterAQuarterOfAnHour() {
        for (int i = 0; i < 10; i++) {
            admit(ANNA, EVE);
        }
        clock.pass(Duration.ofMinutes(15));

        long lookedAt = IntStream.range(0, 10).filter(i -> admit(ANNA, EVE).isZero()).count();

        assertThat(lookedAt).isEqualTo(5);
    }

    @Test
    void strangersCanNotFillTableOrMemory() {
        LoginThrottle small = new LoginThrottle(house.one(), clock, 20);
        for (int i = 0; i < 100; i++) {
            String somewhere = "2001:db8:" + Integer.toHexString(i) + "::1";
            await(small.admit("staff/" + "x".repeat(5000) + i, somewhere));
            await(small.admit(ANNA, somewhere));
            clock.pass(Duration.ofMillis(1));
        }

        await(small.sweep());
        assertThat(rows()).isLessThanOrEqualTo(20);
        assertThat(small.remembered()).isLessThanOrEqualTo(20);
        clock.pass(Duration.ofMinutes(15));
        await(small.sweep());
        assertThat(rows()).isZero();
    }

    @Test
    void agentsAndAdministratorsOfOneNameAreTwo() {
        for (int i = 0; i < 10; i++) {
            admit(ANNA, EVE);
        }

        assertThat(admit("agent/anna", EVE)).isZero();
        assertThat(admit("STAFF/ANNA", EVE)).isPositive();
    }
}
