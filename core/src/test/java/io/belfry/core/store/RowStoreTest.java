package io.belfry.core.store;

import static io.belfry.core.store.Calls.TEN;
import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.integration.RealtimeRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class RowStoreTest {
    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;
    private RowStore rows;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
        rows = new RowStore(vertx, database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private static RealtimeRow row(String id, int second, String queue, String reference) {
        return row(id, second, queue, reference, "1.1", "anna");
    }

    private static RealtimeRow row(
            String id, int second, String queue, String reference, String uniqueid, String agent) {
        JsonObject channel =
                new JsonObject()
                        .put("event", "up")
                        .put("pbx", "main")
                        .put("uniqueid", uniqueid)
                        .put("queue", queue)
                        .put("peer", "PJSIP/" + agent)
                        .put("agentname", agent.toUpperCase(java.util.Locale.ROOT) + " X")
                        .put("callername", "Müller")
                        .put("up", true);
        return new RealtimeRow(
                id, TEN.plusSeconds(second), "CRM", channel, reference, "https://crm/" + id, "");
    }

    private RealtimeRow put(RealtimeRow row) {
        return forIt(rows.put(row));
    }

    private List<RealtimeRow> mark(String call, String word, int at) {
        return forIt(rows.mark(outcome(call, word, at)));
    }

    private static PopOutcome outcome(String call, String word, int at) {
        return new PopOutcome("CRM", call, "PJSIP/anna", word, TEN.plusSeconds(at));
    }

    private List<String> found(RowSearch search) {
        return found(search, QueueScope.ALL);
    }

    private List<String> found(RowSearch search, QueueScope scope) {
        return forIt(rows.search(search, scope)).items().stream().map(RealtimeRow::id).toList();
    }

    @Test
    void aRowIsFoundAsItWasPut() {
        RealtimeRow row = row("r1", 0, "Sales", "A-1");

        RealtimeRow answer = put(row);

        assertThat(answer).isEqualTo(row);
        assertThat(forIt(rows.find("r1"))).contains(row);
        assertThat(forIt(rows.find("r2"))).isEmpty();
    }

    @Test
    void theSameReferenceOfTheSameCallReplacesTheRow() {
        put(row("r1", 0, "Sales", "A-1"));

        RealtimeRow second = put(row("r2", 9, "Support", "A-1"));

        assertThat(second.id()).isEqualTo("r1");
        assertThat(second.time()).isEqualTo(TEN);
        assertThat(second.queue()).isEqualTo("Support");
        assertThat(second.url()).isEqualTo("https://crm/r2");
        assertThat(found(RowSearch.NEWEST)).containsExactly("r1");
    }

    @Test
    void anotherCallOrReferenceOrIntegrationIsAnotherRow() {
        put(row("r1", 0, "Sales", "A-1"));
        put(row("r2", 1, "Sales", "A-1", "1.2", "anna"));
        put(row("r3", 2, "Sales", "A-2"));
        RealtimeRow other = row("r4", 3, "Sales", "A-1");
        put(new RealtimeRow("r4", other.time(), "Other", other.channel(), "A-1", other.url(), ""));

        assertThat(found(RowSearch.NEWEST)).containsExactly("r4", "r3", "r2", "r1");
    }

    @Test
    void withoutReferenceEachIsARowOfItsOwn() {
        put(row("r1", 0, "Sales", ""));
        put(row("r2", 1, "Sales", ""));

        assertThat(found(RowSearch.NEWEST)).containsExactly("r2", "r1");
    }

    @Test
    void aRepetitionWithTheSameIdIsNoSecondRow() {
        put(row("r1", 0, "Sales", ""));

        RealtimeRow again = put(row("r1", 5, "Sales", ""));

        assertThat(again.time()).isEqualTo(TEN);
        assertThat(found(RowSearch.NEWEST)).containsExactly("r1");
    }

    @Test
    void manyAtOnceReplaceEachOtherAsIfTheyCameOneByOne() {
        List<Future<RealtimeRow>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(rows.put(row("r" + i, i, "Sales", "reference " + i % 10)));
        }

        List<String> ids = answers.stream().map(answer -> forIt(answer).id()).distinct().toList();

        assertThat(ids).hasSize(10).contains("r0", "r9");
        assertThat(found(RowSearch.NEWEST)).hasSize(10);
        assertThat(forIt(rows.find("r0")).orElseThrow().url()).isEqualTo("https://crm/r490");
    }

    @Test
    void rowsShowWhatBecameOfThePageOfTheirCallAndAgent() {
        put(row("r1", 0, "Sales", "A-1"));
        put(row("r2", 1, "Sales", "A-2", "1.1", "bruno"));
        put(row("r3", 2, "Sales", "A-3", "1.2", "anna"));

        List<RealtimeRow> changed = mark("main:1.1", "opened", 3);

        assertThat(changed).extracting(RealtimeRow::id).containsExactly("r1");
        assertThat(changed).extracting(RealtimeRow::outcome).containsExactly("opened");
        assertThat(found(RowSearch.NEWEST.withOutcome("opened"))).containsExactly("r1");
    }

    @Test
    void outcomesThatComeTogetherReachEachItsRows() {
        IntStream.range(0, 300)
                .mapToObj(i -> rows.put(row("r" + i, i, "Sales", "", "1." + i, "anna")))
                .toList()
                .forEach(Wait::forIt);

        List<Future<List<RealtimeRow>>> answers =
                IntStream.range(0, 300)
                        .mapToObj(i -> rows.mark(outcome("main:1." + i, "opened", i)))
                        .toList();
        Future<List<RealtimeRow>> later = rows.mark(outcome("main:1.7", "card", 400));

        for (int i = 0; i < 300; i++) {
            if (i != 7) {
                assertThat(forIt(answers.get(i)))
                        .extracting(RealtimeRow::id)
                        .containsExactly("r" + i);
            }
        }
        assertThat(forIt(later)).extracting(RealtimeRow::outcome).containsExactly("card");
        assertThat(found(RowSearch.NEWEST.withOutcome("card"))).containsExactly("r7");
    }

    @Test
    void anOlderOutcomeDoesNotReplaceANewerOne() {
        put(row("r1", 0, "Sales", ""));
        mark("main:1.1", "opened", 9);

        List<RealtimeRow> changed = mark("main:1.1", "card", 8);

        assertThat(changed).isEmpty();
        assertThat(forIt(rows.find("r1")).orElseThrow().outcome()).isEqualTo("opened");
    }

    @Test
    void aRowThatIsReplacedKeepsItsOutcome() {
        put(row("r1", 0, "Sales", "A-1"));
        mark("main:1.1", "opened", 1);

        RealtimeRow second = put(row("r2", 9, "Sales", "A-1"));
        RealtimeRow third = put(row("r3", 9, "Sales", "A-1").withOutcome("card"));

        assertThat(second.outcome()).isEqualTo("opened");
        assertThat(third.outcome()).isEqualTo("card");
    }

    @Test
    void rowsAreFoundByIntegrationQueueAgentAndText() {
        put(row("r1", 0, "Sales", "A-1"));
        put(row("r2", 1, "Support", "100%", "1.2", "bruno"));

        assertThat(found(RowSearch.NEWEST.ofIntegration("CRM"))).hasSize(2);
        assertThat(found(RowSearch.NEWEST.ofIntegration("crm"))).isEmpty();
        assertThat(found(RowSearch.NEWEST.inQueues(List.of("Support")))).containsExactly("r2");
        assertThat(found(RowSearch.NEWEST.ofAgent("BRUNO"))).containsExactly("r2");
        assertThat(found(RowSearch.NEWEST.ofAgent("pjsip/bruno"))).containsExactly("r2");
        assertThat(found(RowSearch.NEWEST.ofAgent("Bruno x"))).containsExactly("r2");
        assertThat(found(RowSearch.NEWEST.ofAgent("brun"))).isEmpty();
        assertThat(found(RowSearch.NEWEST.withText("a-1"))).containsExactly("r1");
        assertThat(found(RowSearch.NEWEST.withText("0%"))).containsExactly("r2");
        assertThat(found(RowSearch.NEWEST.withText("MÜLL"))).hasSize(2);
    }

    @Test
    void aSupervisorSeesOnlyRowsOfHisQueues() {
        put(row("r1", 0, "Sales", ""));
        put(row("r2", 1, "Support", ""));
        put(row("r3", 2, "", ""));

        assertThat(found(RowSearch.NEWEST, QueueScope.only(List.of("Sales"))))
                .containsExactly("r1");
        assertThat(found(RowSearch.NEWEST, QueueScope.only(List.of()))).isEmpty();
        assertThat(
                        found(
                                RowSearch.NEWEST.inQueues(List.of("Support")),
                                QueueScope.only(List.of("Sales"))))
                .isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastEnded() {
        for (int i = 0; i < 7; i++) {
            put(row("r" + i, i / 3, "Sales", ""));
        }

        Page<RealtimeRow> first = forIt(rows.search(RowSearch.NEWEST.page("", 4), QueueScope.ALL));
        put(row("newer", 60, "Sales", ""));
        Page<RealtimeRow> second =
                forIt(rows.search(RowSearch.NEWEST.page(first.next(), 4), QueueScope.ALL));

        assertThat(first.items())
                .extracting(RealtimeRow::id)
                .containsExactly("r6", "r5", "r4", "r3");
        assertThat(second.items()).extracting(RealtimeRow::id).containsExactly("r2", "r1", "r0");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void whateverSomebodyPushesIsWritten() {
        JsonObject channel =
                new JsonObject()
                        .put("queue", "\0" + "q\uD83D\uDE00".repeat(1_000))
                        .put("uniqueid", 17)
                        .put("peer", new JsonObject().put("x", 1))
                        .put("agentname", (Object) null);
        RealtimeRow odd =
                new RealtimeRow("r1", TEN, "CRM", channel, "\0" + "r".repeat(900), "u", "");

        put(odd);

        assertThat(forIt(rows.find("r1")).orElseThrow().channel()).isEqualTo(channel);
        assertThat(rows.counters().refused()).isZero();
    }

    @Test
    void aCallObjectBeyondTheLimitIsRefused() {
        RealtimeRow large =
                new RealtimeRow(
                        "r1",
                        TEN,
                        "CRM",
                        new JsonObject().put("x", "y".repeat(300_000)),
                        "",
                        "",
                        "");

        assertThatThrownBy(() -> put(large)).hasMessageContaining("too large");
    }

    @Test
    void whoPutsARowIsToldWhenTheDatabaseIsAwayAndTheRowWaits() {
        forIt(database.close());

        Future<RealtimeRow> answer = rows.put(row("r1", 0, "Sales", ""));

        assertThatThrownBy(() -> forIt(answer)).isNotNull();
        assertThat(rows.counters()).isEqualTo(new WriteCounters(1, 0, 0, 0));
    }
}
