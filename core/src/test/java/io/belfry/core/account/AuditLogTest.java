package io.belfry.core.account;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AuditLogTest {
    private static final Actor ANNA = new Actor("anna", "10.0.0.1");

    @AfterAll
    static void closeAll() {
        Office.closeAll();
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfManyAtOnceStandOneAfterTheOther(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            await(
                    Future.all(
                            IntStream.range(0, 30)
                                    .mapToObj(i -> office.audit.add(ANNA, "test", "thing/" + i))
                                    .toList()));

            List<AuditEntry> all = await(office.audit.list(0, 100));

            assertThat(all)
                    .extracting(AuditEntry::id)
                    .containsExactlyElementsOf(
                            LongStream.iterate(30, id -> id - 1).limit(30).boxed().toList());
            assertThat(await(office.audit.list(11, 5)))
                    .extracting(AuditEntry::id)
                    .containsExactly(10L, 9L, 8L, 7L, 6L);
            assertThat(await(office.audit.verify())).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "H2,       update audit set who = 'eve' where id = 4,        4",
        "POSTGRES, update audit set who = 'eve' where id = 4,        4",
        "H2,       delete from audit where id = 5,                   5",
        "POSTGRES, delete from audit where id = 5,                   5",
        "H2,       delete from audit where id = 1,                   1",
        "H2,       delete from audit where id > 7,                   8",
        "POSTGRES, delete from audit where id > 7,                   8",
        "H2,       update audit set before_json = '' where id = 2,   2",
        "H2,       update audit set done_at = done_at + 1 where id=9, 9"
    })
    void whatIsChangedOrRemovedShows(TestDatabase kind, String tampering, long first) {
        try (Office office = new Office(kind)) {
            JsonObject document = new JsonObject().put("name", "x");
            for (int i = 0; i < 10; i++) {
                await(office.audit.add(ANNA, "test", "thing/" + i, document, document));
            }
            assertThat(await(office.audit.verify())).isEmpty();

            await(office.database.update(tampering, Map.of()));

            assertThat(await(office.audit.verify())).contains(first);
        }
    }

    @Test
    void secretsAreTakenOutHoweverDeepTheyAre() {
        JsonObject document =
                new JsonObject()
                        .put("name", "pbx1")
                        .put("secret", "canary")
                        .put("apiToken", "canary")
                        .put("password", "")
                        .put("port", 5038)
                        .put("inner", new JsonObject().put("newPassword", "canary"))
                        .put("list", new JsonArray().add(new JsonObject().put("secret", "canary")))
                        .put("tokens", new JsonArray().add("canary"));

        String clean = AuditLog.withoutSecrets(document).encode();

        assertThat(clean).doesNotContain("canary").contains("pbx1").contains("5038");
        assertThat(clean).contains("\"password\":\"\"");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLongIsCutAndDoesNotFail(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            JsonObject huge = new JsonObject().put("script", "x".repeat(200_000));
            Actor actor = new Actor("u".repeat(500), "a".repeat(500));

            await(office.audit.add(actor, "test", "o".repeat(1000), huge, huge));

            AuditEntry entry = await(office.audit.list(0, 1)).get(0);
            assertThat(entry.who()).hasSize(64);
            assertThat(entry.object()).hasSize(300);
            assertThat(entry.after()).contains("tooLong");
            assertThat(await(office.audit.verify())).isEmpty();
        }
    }
}
