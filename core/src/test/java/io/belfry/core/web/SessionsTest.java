package io.belfry.core.web;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.RecordCodec;
import io.belfry.core.bus.SessionEnded;
import io.belfry.core.bus.Topic;
import io.belfry.core.store.Database;
import io.belfry.core.store.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionsTest {
    private static final Principal ANNA =
            Principal.staff("anna", "Anna", Role.SUPERVISOR, List.of("Sales", "Support"));
    private static final Principal JOHN = Principal.agent("john", "John", "a1");

    private record House(Vertx vertx, Database database) {}

    private static final Map<TestDatabase, House> HOUSES = new EnumMap<>(TestDatabase.class);

    private final FakeClock clock = new FakeClock();
    private final BlockingQueue<SessionEnded> ended = new LinkedBlockingQueue<>();
    private final List<Runnable> after = new ArrayList<>();
    private House house;

    @AfterAll
    static void closeAll() {
        HOUSES.values().forEach(each -> await(each.database().close()));
        HOUSES.values().forEach(each -> await(each.vertx().close()));
        HOUSES.clear();
    }

    @AfterEach
    void stopAll() {
        after.forEach(Runnable::run);
    }

    private Sessions node(TestDatabase kind) {
        house = HOUSES.computeIfAbsent(kind, SessionsTest::build);
        await(house.database().update("delete from session", Map.of()));
        var listening = Topic.SESSIONS_ENDED.subscribe(house.vertx(), ended::add);
        after.add(() -> await(listening.unregister()));
        return another();
    }

    /** Another server on the same database, or the same one after a restart. */
    private Sessions another() {
        Sessions sessions =
                new Sessions(
                        house.vertx(),
                        house.database(),
                        SiteConfig.defaults(),
                        clock,
                        clock::nanoTime);
        await(sessions.start());
        after.add(() -> await(sessions.stop()));
        return sessions;
    }

    private static House build(TestDatabase kind) {
        Vertx vertx = Vertx.vertx();
        RecordCodec.register(vertx);
        return new House(vertx, await(Database.open(vertx, kind.create())));
    }

    private static boolean lives(Sessions sessions, Sessions.Opened opened) {
        return await(sessions.find(opened.session().kind(), opened.token())).isPresent();
    }

    private static boolean peeks(Sessions sessions, Sessions.Opened opened) {
        return await(sessions.peek(opened.session().kind(), opened.token())).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aSessionOutlivesARestartAndItsTokenIsNowhere(TestDatabase kind) {
        Sessions before = node(kind);
        Sessions.Opened opened = await(before.create(ANNA, "10.0.0.1"));
        await(before.stop());

        Session found = await(another().find(Sessions.Kind.STAFF, opened.token())).orElseThrow();

        assertThat(found.principal()).isEqualTo(ANNA.in(Tokens.hash(opened.token())));
        assertThat(found.created()).isEqualTo(clock.instant());
        String row =
                await(
                                house.database()
                                        .one(
                                                "select * from session",
                                                Map.of(),
                                                each -> each.deepToString()))
                        .orElseThrow();
        assertThat(row).contains(opened.session().key()).doesNotContain(opened.token());
        assertThat(opened.token()).hasSize(43);
    }

    @ParameterizedTest
    @CsvSource({"H2, STAFF, 30", "POSTGRES, STAFF, 30", "H2, AGENT, 720", "POSTGRES, AGENT, 720"})
    void silenceEndsASessionAndASignOfLifeKeepsIt(
            TestDatabase kind, Sessions.Kind who, int minutes) {
        Sessions sessions = node(kind);
        Sessions.Opened opened =
                await(sessions.create(who == Sessions.Kind.AGENT ? JOHN : ANNA, ""));

        clock.pass(Duration.ofMinutes(minutes).minusSeconds(1));
        assertThat(await(sessions.touch(opened.session().key()))).isTrue();
        clock.pass(Duration.ofMinutes(60 % minutes == 0 ? minutes : 239));
        assertThat(lives(another(), opened)).isEqualTo(who == Sessions.Kind.AGENT);
    }

    @ParameterizedTest
    @EnumSource
    void whatAPageAsksByItselfIsNoSignOfLife(TestDatabase kind) {
        Sessions sessions = node(kind);
        Sessions.Opened opened = await(sessions.create(ANNA, ""));

        for (int minute = 0; minute < 29; minute++) {
            clock.pass(Duration.ofMinutes(1));
            assertThat(peeks(sessions, opened)).isTrue();
        }
        assertThat(peeks(another(), opened)).isTrue();
        clock.pass(Duration.ofMinutes(1));

        assertThat(peeks(sessions, opened)).isFalse();
        assertThat(lives(another(), opened)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatAPageAsksInBetweenHidesNoSignOfLife(TestDatabase kind) {
        Sessions sessions = node(kind);
        Sessions.Opened opened = await(sessions.create(ANNA, ""));
        for (int minute = 0; minute < 20; minute++) {
            clock.pass(Duration.ofMinutes(1));
            assertThat(peeks(sessions, opened)).isTrue();
        }

        assertThat(lives(sessions, opened)).isTrue();
        clock.pass(Duration.ofMinutes(1));
        assertThat(peeks(sessions, opened)).isTrue();
        clock.pass(Duration.ofMinutes(20));

        assertThat(lives(another(), opened)).as("the row knows of it").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void afterSixteenHoursEverybodyLogsInAgain(TestDatabase kind) {
        Sessions sessions = node(kind);
        Sessions.Opened opened = await(sessions.create(ANNA, ""));

        for (int i = 0; i < 16 * 4 - 1; i++) {
            clock.pass(Duration.ofMinutes(15));
            assertThat(lives(sessions, opened)).isTrue();
        }
        clock.pass(Duration.ofMinutes(15));

        assertThat(lives(sessions, opened)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whatEndsByItselfIsToldSoThatSocketsClose(TestDatabase kind) throws InterruptedException {
        Sessions sessions = node(kind);
        Sessions.Opened opened = await(sessions.create(ANNA, ""));

        clock.pass(Duration.ofMinutes(31));

        SessionEnded told = ended.poll(10, TimeUnit.SECONDS);
        assertThat(told).isEqualTo(new SessionEnded("anna", opened.session().key()));
        assertThat(lives(sessions, opened)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatNoNodeRemembersAreSweptToo(TestDatabase kind) {
        Sessions before = node(kind);
        await(before.create(ANNA, ""));
        await(before.stop());
        clock.pass(Duration.ofMinutes(32));

        await(another().sweep());

        assertThat(await(house.database().list("select id from session", Map.of(), r -> 1)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void logOutHoldsOnEveryNode(TestDatabase kind) throws InterruptedException {
        Sessions one = node(kind);
        Sessions two = another();
        Sessions.Opened opened = await(one.create(ANNA, ""));
        assertThat(lives(two, opened)).isTrue();

        await(one.end(opened.session().key()));

        assertThat(lives(one, opened)).isFalse();
        assertThat(ended.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new SessionEnded("anna", opened.session().key()));
        // the other node has heard it no later than we did, for we listen longer than it does
        assertThat(lives(two, opened)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aNodeThatHearsNothingIsWrongForAMinuteAtMost(TestDatabase kind) {
        Sessions one = node(kind);
        Sessions deaf =
                new Sessions(
                        house.vertx(),
                        house.database(),
                        SiteConfig.defaults(),
                        clock,
                        clock::nanoTime);
        Sessions.Opened opened = await(one.create(ANNA, ""));
        assertThat(lives(deaf, opened)).isTrue();

        await(one.end(opened.session().key()));
        clock.pass(Duration.ofMinutes(1));

        assertThat(lives(deaf, opened)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"H2, 1", "H2, -1", "POSTGRES, 1", "POSTGRES, -1"})
    void aClockThatIsSetByAnHourLogsNobodyOut(TestDatabase kind, int hours) {
        Sessions sessions = node(kind);
        Sessions.Opened busy = await(sessions.create(ANNA, ""));
        Sessions.Opened elsewhere = await(another().create(ANNA, ""));

        clock.jump(Duration.ofHours(hours));
        await(sessions.sweep());
        clock.pass(Duration.ofMinutes(20));
        await(sessions.sweep());

        assertThat(lives(sessions, busy)).isTrue();
        assertThat(peeks(sessions, elsewhere)).isTrue();
        assertThat(ended).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void afterTheClockWasSetSilenceEndsASessionAsBefore(TestDatabase kind) {
        Sessions sessions = node(kind);
        Sessions.Opened silent = await(sessions.create(ANNA, ""));

        clock.jump(Duration.ofHours(1));
        await(sessions.sweep());
        clock.pass(Duration.ofMinutes(29));
        boolean before = peeks(sessions, silent);
        clock.pass(Duration.ofMinutes(2));
        await(sessions.sweep());

        assertThat(before).isTrue();
        assertThat(peeks(sessions, silent)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatIsSetBackDoesNotMakeMemoryBelievedForLonger(TestDatabase kind) {
        Sessions one = node(kind);
        Sessions deaf =
                new Sessions(
                        house.vertx(),
                        house.database(),
                        SiteConfig.defaults(),
                        clock,
                        clock::nanoTime);
        Sessions.Opened opened = await(one.create(ANNA, ""));
        assertThat(lives(deaf, opened)).isTrue();

        clock.jump(Duration.ofHours(-1));
        await(one.end(opened.session().key()));
        clock.pass(Duration.ofMinutes(1));

        assertThat(lives(deaf, opened)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void allSessionsOfAUserEndAndNobodyElses(TestDatabase kind) {
        Sessions sessions = node(kind);
        Principal agentAnna = Principal.agent("anna", "Anna", "a7");
        Sessions.Opened here = await(sessions.create(ANNA, ""));
        Sessions.Opened there = await(sessions.create(ANNA, ""));
        Sessions.Opened agent = await(sessions.create(agentAnna, ""));

        await(sessions.endOthersOf(Sessions.Kind.STAFF, "anna", here.session().key()));
        assertThat(lives(sessions, here)).isTrue();
        assertThat(lives(sessions, there)).isFalse();

        await(sessions.endAllOf(Sessions.Kind.STAFF, "anna"));
        assertThat(lives(sessions, here)).isFalse();
        assertThat(lives(sessions, agent)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyCollectsSessions(TestDatabase kind) {
        Sessions sessions = node(kind);
        List<Sessions.Opened> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(await(sessions.create(ANNA, "")));
            clock.pass(Duration.ofSeconds(1));
        }

        long living = all.stream().filter(each -> lives(sessions, each)).count();

        assertThat(living).isEqualTo(20);
        assertThat(lives(sessions, all.get(24))).isTrue();
        assertThat(lives(sessions, all.get(0))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownTokenIsNobody(TestDatabase kind) {
        Sessions sessions = node(kind);
        Sessions.Opened opened = await(sessions.create(ANNA, ""));

        for (String token :
                List.of(
                        "",
                        "x",
                        Tokens.random(),
                        opened.session().key(),
                        opened.token() + "A",
                        "' or '1'='1                                 ".substring(0, 43))) {
            assertThat(await(sessions.find(Sessions.Kind.STAFF, token))).as(token).isEmpty();
        }
        assertThat(await(sessions.find(Sessions.Kind.AGENT, opened.token()))).isEmpty();
    }
}
