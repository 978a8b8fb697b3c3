package io.belfry.core.store;

import static io.belfry.core.store.Calls.ANNA;
import static io.belfry.core.store.Calls.BRUNO;
import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Calls.abandon;
import static io.belfry.core.store.Calls.call;
import static io.belfry.core.store.Calls.hangup;
import static io.belfry.core.store.Calls.outbound;
import static io.belfry.core.store.Calls.ringing;
import static io.belfry.core.store.Calls.up;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.call.Call;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallId;
import io.belfry.core.call.Caller;
import io.belfry.core.store.CallRecord.State;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class CallStoreTest {
    private static final Call SALES = call("1.1", "Sales", "+39 02 9999-1111", Map.of());
    private static final Call SUPPORT =
            call("1.2", "Support", "0612345678", Map.of("ordernumber", "A-1001"));

    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private CallStore calls;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
        calls = new CallStore(vertx, database);
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private void record(CallEvent... events) {
        for (CallEvent event : events) {
            calls.record(event);
        }
        forIt(calls.flushed());
    }

    private void recordThreeCalls() {
        record(
                ringing(SALES, ANNA, 0),
                up(SALES, ANNA, 4),
                hangup(SALES, ANNA, 64),
                ringing(SUPPORT, BRUNO, 10),
                abandon(SUPPORT, 20),
                outbound(call("1.3", ""), ANNA, 30));
    }

    private List<String> found(CallSearch search) {
        return found(search, QueueScope.ALL);
    }

    private List<String> found(CallSearch search, QueueScope scope) {
        return forIt(calls.search(search, scope)).items().stream()
                .map(record -> record.id().uniqueid())
                .toList();
    }

    @Test
    void aCallIsFoundAsItsEventsLeftIt() {
        recordThreeCalls();

        CallRecord record = forIt(calls.find("main:1.1")).orElseThrow();

        assertThat(record.state()).isEqualTo(State.ENDED);
        assertThat(record.outcome()).isEqualTo("answered");
        assertThat(record.caller()).isEqualTo(new Caller("+39 02 9999-1111", "Müller & Söhne"));
        assertThat(record.started()).isEqualTo(TEN);
        assertThat(forIt(calls.find("main:9.9"))).isEmpty();
    }

    /** More calls than are remembered; reading the forgotten one makes the eldest go. */
    @Test
    void theEldestCallIsNotBegunAnewWhileAForgottenOneIsRead() {
        for (int i = 0; i <= CallStore.REMEMBERED; i++) {
            calls.record(ringing(call("2." + i, "Sales"), ANNA, 0));
        }
        forIt(calls.flushed());

        record(up(call("2.1", "Sales"), ANNA, 4), up(call("2.0", "Sales"), ANNA, 4));

        for (String id : List.of("main:2.0", "main:2.1")) {
            assertThat(forIt(calls.find(id)).orElseThrow().started()).as(id).isEqualTo(TEN);
        }
    }

    @Test
    void aRestartedServerGoesOnWithTheSameCall() {
        record(ringing(SALES, ANNA, 0));
        calls = new CallStore(vertx, database);

        record(up(SALES, ANNA, 4));

        CallRecord record = forIt(calls.find("main:1.1")).orElseThrow();
        assertThat(record.started()).isEqualTo(TEN);
        assertThat(record.answered()).isEqualTo(TEN.plusSeconds(4));
    }

    @Test
    void theNewestCallComesFirst() {
        recordThreeCalls();

        assertThat(found(CallSearch.NEWEST)).containsExactly("1.3", "1.2", "1.1");
    }

    @Test
    void pagesFollowEachOtherWithoutGapAndWithoutRepeating() {
        for (int i = 0; i < 25; i++) {
            // several begin in the same second
            calls.record(ringing(call("2." + i, "Sales"), ANNA, i / 4));
        }
        forIt(calls.flushed());

        List<String> all = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            Page<CallRecord> page =
                    forIt(calls.search(CallSearch.NEWEST.page(cursor, 10), QueueScope.ALL));
            page.items().forEach(record -> all.add(record.id().uniqueid()));
            sizes.add(page.items().size());
            cursor = page.next();
        } while (!cursor.isEmpty());

        assertThat(sizes).containsExactly(10, 10, 5);
        assertThat(all).doesNotHaveDuplicates().hasSize(25);
    }

    @Test
    void aCursorOfSomebodyElseIsRefused() {
        CallSearch search = CallSearch.NEWEST.page("bm9uc2Vuc2U", 10);

        assertThatThrownBy(() -> forIt(calls.search(search, QueueScope.ALL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cursor");
    }

    @Test
    void callsAreFoundByTimeQueueAgentNumberVariableAndText() {
        recordThreeCalls();

        assertThat(found(CallSearch.NEWEST.between(TEN.plusSeconds(10), TEN.plusSeconds(30))))
                .containsExactly("1.2");
        assertThat(found(CallSearch.NEWEST.between(Instant.EPOCH, TEN.plusSeconds(10))))
                .containsExactly("1.1");
        assertThat(found(CallSearch.NEWEST.inQueues(List.of("Sales")))).containsExactly("1.1");
        assertThat(found(CallSearch.NEWEST.inQueues(List.of("Sales", "Support"))))
                .containsExactly("1.2", "1.1");
        assertThat(found(CallSearch.NEWEST.ofAgent("pjsip/ANNA"))).containsExactly("1.3", "1.1");
        assertThat(found(CallSearch.NEWEST.ofAgent("1002"))).containsExactly("1.2");
        assertThat(found(CallSearch.NEWEST.ofAgent("PJSIP/1002"))).containsExactly("1.2");
        assertThat(found(CallSearch.NEWEST.withNumber("02/99991111")))
                .containsExactly("1.3", "1.1");
        assertThat(found(CallSearch.NEWEST.withNumber("0288990011"))).containsExactly("1.3");
        assertThat(found(CallSearch.NEWEST.withVariable("ordernumber", "A-1001")))
                .containsExactly("1.2");
        assertThat(found(CallSearch.NEWEST.withVariable("ordernumber", "A-1"))).isEmpty();
        assertThat(found(CallSearch.NEWEST.withVariable("other", "A-1001"))).isEmpty();
        assertThat(found(CallSearch.NEWEST.withText("söHNE"))).hasSize(3);
        assertThat(found(CallSearch.NEWEST.withText("bru"))).containsExactly("1.2");
    }

    @Test
    void allThatIsAskedForMustHold() {
        recordThreeCalls();

        assertThat(found(CallSearch.NEWEST.ofAgent("anna").inQueues(List.of("Sales"))))
                .containsExactly("1.1");
        assertThat(found(CallSearch.NEWEST.ofAgent("anna").inQueues(List.of("Support")))).isEmpty();
    }

    @Test
    void signsOfPatternsAreOrdinaryLetters() {
        record(ringing(call("1.1", "100%_!"), ANNA, 0), ringing(call("1.2", "1000"), ANNA, 1));

        assertThat(found(CallSearch.NEWEST.withText("0%_!"))).containsExactly("1.1");
        assertThat(found(CallSearch.NEWEST.withText("%"))).containsExactly("1.1");
        assertThat(found(CallSearch.NEWEST.withText("' or 1=1 --"))).isEmpty();
    }

    @Test
    void aSupervisorSeesOnlyCallsOfHisQueues() {
        recordThreeCalls();
        record(ringing(call("1.2", "Sales"), ANNA, 25));

        assertThat(found(CallSearch.NEWEST, QueueScope.only(List.of("Sales"))))
                .containsExactly("1.2", "1.1");
        assertThat(found(CallSearch.NEWEST, QueueScope.only(List.of("Support"))))
                .containsExactly("1.2");
        assertThat(found(CallSearch.NEWEST, QueueScope.only(List.of()))).isEmpty();
        assertThat(
                        found(
                                CallSearch.NEWEST.inQueues(List.of("Sales")),
                                QueueScope.only(List.of("Billing"))))
                .isEmpty();
    }

    @Test
    void whateverACallerSendsIsWritten() {
        String hostile = "\0'\"<script>\u2028" + "\uD83D\uDE00".repeat(3_000);
        Call call =
                new Call(
                        new CallId("main", "6.6"),
                        "",
                        hostile,
                        hostile,
                        hostile,
                        hostile,
                        new Caller(hostile, hostile),
                        Map.of("ordernumber", hostile));

        record(ringing(call, ANNA, 0), ringing(SALES, ANNA, 1));

        assertThat(calls.counters()).isEqualTo(new WriteCounters(0, 2, 0, 0));
        assertThat(forIt(calls.find("main:6.6")).orElseThrow().caller().name()).isEqualTo(hostile);
    }

    @Test
    void manyCallsAtOnceAreAllWritten() {
        for (int i = 0; i < 700; i++) {
            Call call = call("3." + i, "Sales");
            calls.record(ringing(call, ANNA, i));
            calls.record(up(call, ANNA, i + 2));
        }

        forIt(calls.flushed());

        long talking =
                forIt(
                                database.one(
                                        "select count(*) as n from call_record where state = 'talking'",
                                        Map.of(),
                                        row -> row.getLong("n")))
                        .orElseThrow();
        assertThat(talking).isEqualTo(700);
        assertThat(calls.counters()).isEqualTo(new WriteCounters(0, 1_400, 0, 0));
    }

    @Test
    void nobodyWaitsForADatabaseThatIsAway() {
        forIt(database.close());

        for (int i = 0; i < 10_100; i++) {
            calls.record(ringing(call("3." + i, "Sales"), ANNA, i));
        }

        WriteCounters counters = calls.counters();
        assertThat(counters.written()).isZero();
        assertThat(counters.waiting() + counters.dropped()).isEqualTo(10_100);
        assertThat(counters.waiting()).isBetween(10_000, 10_500);
    }
}
