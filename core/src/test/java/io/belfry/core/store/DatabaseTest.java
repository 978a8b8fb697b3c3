package io.belfry.core.store;

import static io.belfry.core.store.Wait.forIt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
class DatabaseTest {
    @Parameter TestDatabase kind;
    private Vertx vertx;
    private Database database;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        database = forIt(Database.open(vertx, kind.create()));
    }

    @AfterEach
    void close() {
        forIt(database.close());
        forIt(vertx.close());
    }

    private static Map<String, Object> checkpoint(String uniqueid, String state) {
        return Map.of("pbx", "main", "uniqueid", uniqueid, "state", state, "updated_at", 7L);
    }

    private List<String> states() {
        return forIt(
                database.list(
                        "select uniqueid, state from call_checkpoint order by uniqueid",
                        Map.of(),
                        row -> row.getString("uniqueid") + "=" + row.getString("state")));
    }

    @Test
    void upsertAddsWhatIsNewAndReplacesWhatIsThere() {
        forIt(upsert(List.of(checkpoint("1", "a"), checkpoint("2", "a"))));

        forIt(upsert(List.of(checkpoint("2", "b"), checkpoint("3", "b"))));

        assertThat(states()).containsExactly("1=a", "2=b", "3=b");
    }

    @Test
    void upsertOfAKeyAloneKeepsWhatIsThere() {
        Map<String, Object> tag =
                Map.of("call_id", "main:1", "kind", "queue", "name", "", "text", "Sales");
        List<String> key = List.of("call_id", "kind", "name", "text");

        forIt(database.transaction(here -> here.upsert("call_tag", key, List.of(tag))));
        forIt(database.transaction(here -> here.upsert("call_tag", key, List.of(tag))));

        assertThat(forIt(database.list("select * from call_tag", Map.of(), row -> 1))).hasSize(1);
    }

    private Future<Void> upsert(List<Map<String, Object>> rows) {
        return database.transaction(
                here -> here.upsert("call_checkpoint", List.of("pbx", "uniqueid"), rows));
    }

    /** A pooled connection that came out of a transaction must commit each statement again. */
    @Test
    void whatIsWrittenAfterATransactionIsThereForOthersAtOnce() {
        DatabaseConfig config = kind.create();
        Database writer = forIt(Database.open(vertx, config));
        Database reader = forIt(Database.open(vertx, config));
        for (int i = 0; i < 8; i++) {
            int round = i;
            forIt(
                    writer.transaction(
                            here ->
                                    here.upsert(
                                            "call_checkpoint",
                                            List.of("pbx", "uniqueid"),
                                            List.of(checkpoint("1", "tx" + round)))));
            forIt(
                    writer.update(
                            "update call_checkpoint set state = #{state} where uniqueid = '1'",
                            Map.of("state", "alone" + round)));

            assertThat(
                            forIt(
                                    reader.list(
                                            "select state from call_checkpoint",
                                            Map.of(),
                                            row -> row.getString("state"))))
                    .containsExactly("alone" + round);
        }
        forIt(reader.close());
        forIt(writer.close());
    }

    @Test
    void aTransactionThatFailsLeavesNothing() {
        Future<Void> failing =
                database.transaction(
                        here ->
                                here.upsert(
                                                "call_checkpoint",
                                                List.of("pbx", "uniqueid"),
                                                List.of(checkpoint("1", "a")))
                                        .compose(done -> Future.failedFuture("no")));

        assertThatThrownBy(() -> forIt(failing)).hasMessageContaining("no");

        assertThat(states()).isEmpty();
    }

    /** Who asked was told that it failed, and says it again. */
    @Test
    void whatIsReadyTooLateIsNotWritten() {
        Database hasty = forIt(Database.open(vertx, kind.create().patient(1)));
        String insert =
                "insert into call_checkpoint (pbx, uniqueid, state, updated_at)"
                        + " values (#{pbx}, #{uniqueid}, #{state}, #{updated_at})";
        Promise<Void> late = Promise.promise();
        Future<Void> givenUp =
                hasty.transaction(
                        here ->
                                here.update(insert, checkpoint("1", "late"))
                                        .compose(done -> late.future()));
        assertThatThrownBy(() -> forIt(givenUp)).isInstanceOf(DatabaseAway.class);

        late.complete();

        // waits for the end of the other one; the key would be taken
        assertThat(forIt(hasty.update(insert, checkpoint("1", "again")))).isEqualTo(1);
        forIt(hasty.close());
    }

    @Test
    void aConnectionGoesBackWhateverItsUserThrows() {
        for (int i = 0; i < 10; i++) {
            Future<Void> failing =
                    database.transaction(
                            here -> {
                                throw new AssertionError("a mistake");
                            });
            assertThatThrownBy(() -> forIt(failing)).hasMessageContaining("a mistake");
        }

        forIt(upsert(List.of(checkpoint("1", "a"))));

        assertThat(states()).containsExactly("1=a");
    }

    @Test
    void updateTellsHowManyRowsItChanged() {
        forIt(upsert(List.of(checkpoint("1", "a"), checkpoint("2", "a"))));

        int changed =
                forIt(
                        database.update(
                                "update call_checkpoint set state = #{state}",
                                Map.of("state", "b")));

        assertThat(changed).isEqualTo(2);
    }

    @Test
    void aTextCanNotBecomeSql() {
        String hostile = "'; drop table call_checkpoint; -- #{state} $1 ?";

        forIt(upsert(List.of(checkpoint("1", hostile))));

        assertThat(states()).containsExactly("1=" + hostile);
    }

    @Test
    void itAnswersUntilItIsClosed() {
        boolean before = forIt(database.answers());

        forIt(database.close());

        assertThat(before).isTrue();
        assertThat(forIt(database.answers())).isFalse();
    }
}
