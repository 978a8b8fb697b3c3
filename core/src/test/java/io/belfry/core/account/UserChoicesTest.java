package io.belfry.core.account;

import static io.belfry.core.account.Office.ROOT;
import static io.belfry.core.account.Office.with;
import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.store.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UserChoicesTest {
    private static final String LONGEST = "\u00e8".repeat(UserChoices.MAX_LENGTH);

    @AfterAll
    static void closeAll() {
        Office.closeAll();
    }

    @ParameterizedTest
    @EnumSource
    void theLastChoiceIsKeptForEachUserAndPage(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            UserChoices choices = new UserChoices(office.database);

            await(choices.keep("anna", "rows", "time"));
            await(choices.keep("anna", "rows", LONGEST));
            await(choices.keep("anna", "calls", "queue"));
            await(choices.keep("bea", "rows", "agent"));
            await(choices.keep("bea", "rows", ""));

            assertThat(await(choices.find("anna", "rows"))).isEqualTo(LONGEST);
            assertThat(await(choices.find("anna", "calls"))).isEqualTo("queue");
            assertThat(await(choices.find("bea", "rows"))).isEmpty();
            assertThatThrownBy(() -> choices.keep("anna", "rows", LONGEST + "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            await(office.database.update("delete from user_choice", Map.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void choicesFollowAnAccountToItsNewNameAndGoWithIt(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            UserChoices choices = new UserChoices(office.database);
            office.admin("root");
            Account anna = office.supervisor("anna");
            await(choices.keep("anna", "rows", "time"));
            await(choices.keep("annabel", "rows", "of somebody who has left"));

            await(office.accounts.update(anna.id(), 1, with(anna, "user", "annabel"), ROOT));
            String renamed = await(choices.find("annabel", "rows"));
            String before = await(choices.find("anna", "rows"));
            await(office.accounts.delete(anna.id(), 2, ROOT));

            assertThat(renamed).isEqualTo("time");
            assertThat(before).isEmpty();
            assertThat(await(choices.find("annabel", "rows"))).isEmpty();
        }
    }
}
