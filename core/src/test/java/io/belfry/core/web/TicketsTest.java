package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.Database;
import io.belfry.core.store.DatabaseConfig;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TicketsTest {
    private static final Principal ANNA = Principal.agent("anna", "Anna", "a1");
    private static final Principal BRUNO = Principal.agent("bruno", "Bruno", "a2");

    /** Two nodes have connections of their own. */
    private record House(Vertx vertx, Database one, Database other) {}

    private static final Map<TestDatabase, House> HOUSES = new EnumMap<>(TestDatabase.class);

    private final FakeClock clock = new FakeClock();
    private Tickets here;
    private Tickets there;

    @AfterAll
    static void closeAll() {
        HOUSES.values().forEach(house -> await(house.vertx().close()));
        HOUSES.clear();
    }

    private House nodes(TestDatabase kind) {
        House house = HOUSES.computeIfAbsent(kind, TicketsTest::build);
        await(house.one().update("delete from agent_ticket", Map.of()));
        here = new Tickets(house.one(), clock);
        there = new Tickets(house.other(), clock);
        return house;
    }

    private static House build(TestDatabase kind) {
        Vertx vertx = Vertx.vertx();
        DatabaseConfig config = kind.create();
        return new House(
                vertx, await(Database.open(vertx, config)), await(Database.open(vertx, config)));
    }

    private static List<String> kept(House house) {
        return await(
                house.one()
                        .list("select id from agent_ticket", Map.of(), row -> row.getString("id")));
    }

    @ParameterizedTest
    @EnumSource
    void aTicketIsGoodOnceAtWhateverNode(TestDatabase kind) {
        nodes(kind);
        String ticket = await(here.issue(ANNA));

        assertThat(await(there.take(ticket))).contains(ANNA);
        assertThat(await(there.take(ticket))).isEmpty();
        assertThat(await(here.take(ticket))).isEmpty();
        assertThat(await(here.take(""))).isEmpty();
        assertThat(await(here.take("x".repeat(ticket.length())))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofManyThatShowItAtTheSameMomentOneIsLetIn(TestDatabase kind) {
        nodes(kind);

        for (int round = 0; round < 20; round++) {
            String ticket = await(here.issue(ANNA));
            List<Future<Optional<Principal>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(here.take(ticket));
                all.add(there.take(ticket));
            }
            assertThat(await(Future.all(all)).<Optional<Principal>>list())
                    .filteredOn(Optional::isPresent)
                    .containsExactly(Optional.of(ANNA));
        }
    }

    @ParameterizedTest
    @EnumSource
    void itRemembersWhoseLeaveItWasAndNotWhatHeMay(TestDatabase kind) {
        nodes(kind);
        Grant everything = Grant.configured();

        String byToken = await(here.issue(ANNA.by(everything)));
        String bySession = await(here.issue(ANNA.in("f".repeat(64))));

        Principal holder = await(there.take(byToken)).orElseThrow();
        assertThat(holder.grant().token()).isEqualTo(everything.token());
        assertThat(holder.grant().scopes()).isEmpty();
        assertThat(await(there.take(bySession))).contains(ANNA.in("f".repeat(64)));
    }

    @ParameterizedTest
    @EnumSource
    void afterAMinuteItIsWorthNothingAndSwept(TestDatabase kind) {
        House house = nodes(kind);
        String late = await(here.issue(ANNA));
        await(here.issue(ANNA));

        clock.pass(Tickets.GOOD_FOR);
        String fresh = await(here.issue(BRUNO));

        assertThat(await(there.take(late))).isEmpty();
        await(there.sweep());
        assertThat(kept(house)).containsExactly(Tokens.hash(fresh));
        assertThat(here.dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksForTooManyLosesTheOldestAndNobodyElseDoes(TestDatabase kind) {
        House house = nodes(kind);
        String brunos = await(here.issue(BRUNO));
        List<String> annas = new ArrayList<>();
        for (int i = 0; i < Tickets.MOST_OF_ONE + 2; i++) {
            annas.add(await(here.issue(ANNA)));
            clock.pass(Duration.ofMillis(1));
        }

        assertThat(kept(house)).hasSize(Tickets.MOST_OF_ONE + 1);
        assertThat(here.dropped()).isEqualTo(2);
        assertThat(await(there.take(annas.get(1)))).isEmpty();
        assertThat(await(there.take(annas.get(2)))).contains(ANNA);
        assertThat(await(there.take(brunos))).contains(BRUNO);
    }
}
