package io.belfry.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.Checked;
import io.belfry.core.web.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserDocumentTest {
    private static JsonObject good() {
        return new JsonObject()
                .put("user", "Anna.B")
                .put("name", "Anna Bianchi")
                .put("role", "supervisor")
                .put("queues", new JsonArray().add("Sales").add(" Sales ").add("Support"))
                .put("password", "nine lives of a lamp");
    }

    @Test
    void aGoodOneIsRead() {
        Checked<UserDocument.Draft> checked = UserDocument.check(good(), true);

        assertThat(checked.errors()).isEmpty();
        assertThat(checked.value().user()).isEqualTo("anna.b");
        assertThat(checked.value().role()).isEqualTo(Role.SUPERVISOR);
        assertThat(checked.value().queues()).containsExactly("Sales", "Support");
        assertThat(checked.value().enabled()).isTrue();
        assertThat(checked.toString()).doesNotContain("nine lives");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "user     | \"\"                    | user",
                "user     | \"a b\"                 | user",
                "user     | \"api\"                 | user",
                "user     | 7                       | user",
                "user     | \"a\\u0000b\"           | user",
                "name     | \"two\\nlines\"         | name",
                "role     | \"agent\"               | role",
                "role     | \"ADMIN\"               | role",
                "role     | null                    | role",
                "queues   | \"Sales\"               | queues",
                "queues   | [\"Sales\", \"\"]       | queues[1]",
                "queues   | [3]                     | queues[0]",
                "enabled  | \"yes\"                 | enabled",
                "language | \"xx\"                  | language",
                "password | \"\"                    | password",
                "password | \"short\"               | password",
                "password | \"anna.banna.b1\"        | password",
                "password | [1]                     | password",
                "isAdmin  | true                    | isAdmin"
            })
    void whatIsWrongIsSaidAtItsField(String field, String json, String at) {
        JsonObject document = good();
        document.put(field, new JsonArray("[" + json + "]").getValue(0));

        Checked<UserDocument.Draft> checked = UserDocument.check(document, true);

        assertThat(checked.errors()).containsOnlyKeys(at);
    }

    @Test
    void withoutAPasswordTheOldOneStays() {
        JsonObject document = good();
        document.remove("password");

        assertThat(UserDocument.check(document, false).errors()).isEmpty();
        assertThat(UserDocument.check(document, true).errors()).containsOnlyKeys("password");
    }

    @Test
    void aSupervisorWithoutQueuesIsWorthAWarning() {
        JsonObject document = good().put("queues", new JsonArray());

        assertThat(UserDocument.check(document, true).warnings()).containsOnlyKeys("queues");
        assertThat(UserDocument.check(document.put("role", "admin"), true).warnings()).isEmpty();
    }
}
