package io.belfry.core.account;

import static io.belfry.core.account.Office.PASSWORD;
import static io.belfry.core.account.Office.ROOT;
import static io.belfry.core.account.Office.user;
import static io.belfry.core.account.Office.with;
import static io.belfry.core.web.Await.await;
import static io.belfry.core.web.Await.awaitFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.store.TestDatabase;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Role;
import io.belfry.core.web.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountsTest {
    private static final String OTHER_PASSWORD = "two rivers and a kite";

    @AfterAll
    static void closeAll() {
        Office.closeAll();
    }

    @ParameterizedTest
    @EnumSource
    void aUserCanLogInWithWhatWasGivenToHim(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account anna = office.supervisor("Anna", "Sales", "Support");

            Login<Account> login = await(office.accounts.login(" ANNA ", PASSWORD, "10.0.0.1"));

            assertThat(login).isInstanceOf(Login.In.class);
            Account found = await(office.accounts.find(anna.id())).orElseThrow();
            assertThat(found.user()).isEqualTo("anna");
            assertThat(found.principal().queues()).containsExactly("Sales", "Support");
            assertThat(found.role()).isEqualTo(Role.SUPERVISOR);
            assertThat(found.lastLogin()).isEqualTo(office.clock.instant());
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrongUnknownAndDisabledLookTheSame(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            office.admin("root");
            Account anna = office.supervisor("anna");
            await(office.accounts.update(anna.id(), 1, with(anna, "enabled", false), ROOT));

            List<Login<Account>> answers =
                    List.of(
                            await(office.accounts.login("root", "wrong", "10.0.0.1")),
                            await(office.accounts.login("nobody-here", PASSWORD, "10.0.0.1")),
                            await(office.accounts.login("anna", PASSWORD, "10.0.0.1")),
                            await(office.accounts.login("", PASSWORD, "10.0.0.1")));

            assertThat(answers).allMatch(each -> each.equals(new Login.Wrong<Account>()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNameCanBeTakenOnlyOnce(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            office.admin("root");
            Account anna = office.supervisor("anna");

            Throwable again =
                    awaitFailure(office.accounts.create(user("ANNA", "supervisor"), ROOT));
            Throwable renamed =
                    awaitFailure(
                            office.accounts.update(anna.id(), 1, with(anna, "user", "root"), ROOT));

            assertThat(fields(again)).containsEntry("user", "\"anna\" is taken");
            assertThat(fields(renamed)).containsEntry("user", "\"root\" is taken");
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoWhoTakeTheSameNameAtTheSameMomentGetOneAccountAndOneClearAnswer(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Future<Account> one = office.accounts.create(user("anna", "supervisor"), ROOT);
            Future<Account> two = office.accounts.create(user("anna", "supervisor"), ROOT);

            await(Future.join(one, two).otherwiseEmpty());

            assertThat(one.succeeded()).isNotEqualTo(two.succeeded());
            Throwable lost = one.failed() ? one.cause() : two.cause();
            assertThat(fields(lost)).containsEntry("user", "\"anna\" is taken");
            assertThat(await(office.accounts.list())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverSavesAnOldVersionIsToldSo(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account anna = office.supervisor("anna");
            await(office.accounts.update(anna.id(), 1, with(anna, "name", "Anna B."), ROOT));

            Throwable late =
                    awaitFailure(
                            office.accounts.update(
                                    anna.id(), 1, with(anna, "name", "Anna C."), ROOT));
            Throwable gone = awaitFailure(office.accounts.delete(anna.id(), 1, ROOT));

            assertThat(status(late)).isEqualTo(409);
            assertThat(status(gone)).isEqualTo(409);
            assertThat(await(office.accounts.find(anna.id())).orElseThrow().name())
                    .isEqualTo("Anna B.");
            assertThat(status(awaitFailure(office.accounts.delete("no-such", 1, ROOT))))
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLastAdministratorWhoCanLogInStays(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account root = office.admin("root");
            Account off = office.admin("off");
            await(office.accounts.update(off.id(), 1, with(off, "enabled", false), ROOT));

            List<Throwable> refused =
                    List.of(
                            awaitFailure(office.accounts.delete(root.id(), 1, ROOT)),
                            awaitFailure(
                                    office.accounts.update(
                                            root.id(), 1, with(root, "enabled", false), ROOT)),
                            awaitFailure(
                                    office.accounts.update(
                                            root.id(), 1, with(root, "role", "supervisor"), ROOT)));

            assertThat(refused).allMatch(each -> ((Problem) each).code().equals("last_admin"));
            await(office.accounts.delete(off.id(), 2, ROOT));
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoAdministratorsCanNotDismissEachOther(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account one = office.admin("one");
            Account two = office.admin("two");

            Future<Void> first = office.accounts.delete(one.id(), 1, new Actor("two", ""));
            Future<Void> second = office.accounts.delete(two.id(), 1, new Actor("one", ""));
            await(Future.join(first, second).otherwiseEmpty());

            assertThat(first.succeeded()).isNotEqualTo(second.succeeded());
            assertThat(await(office.accounts.list())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void lostRightsEndTheSessionsAndOtherQueuesOnlyChangeThem(TestDatabase kind)
            throws InterruptedException {
        try (Office office = new Office(kind)) {
            office.admin("root");
            Account anna = office.supervisor("anna", "Sales");
            Sessions.Opened session = await(office.sessions.create(anna.principal(), ""));

            Account moved =
                    await(
                            office.accounts.update(
                                    anna.id(),
                                    1,
                                    with(anna, "queues", new JsonArray().add("Support")),
                                    ROOT));

            assertThat(office.ended.poll(5, TimeUnit.SECONDS).session())
                    .isEqualTo(session.session().key());
            assertThat(await(office.sessions.find(Sessions.Kind.STAFF, session.token())))
                    .hasValueSatisfying(
                            still ->
                                    assertThat(still.principal().queues())
                                            .containsExactly("Support"));

            await(office.accounts.update(anna.id(), 2, with(moved, "role", "admin"), ROOT));

            assertThat(await(office.sessions.find(Sessions.Kind.STAFF, session.token()))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aNewPasswordByAnAdministratorLogsTheUserOut(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account root = office.admin("root");
            Sessions.Opened session = await(office.sessions.create(root.principal(), ""));

            await(
                    office.accounts.update(
                            root.id(), 1, with(root, "password", OTHER_PASSWORD), ROOT));

            assertThat(await(office.sessions.find(Sessions.Kind.STAFF, session.token()))).isEmpty();
            assertThat(await(office.accounts.login("root", PASSWORD, "a")))
                    .isEqualTo(new Login.Wrong<Account>());
            assertThat(await(office.accounts.login("root", OTHER_PASSWORD, "a")))
                    .isInstanceOf(Login.In.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoChangesHisOwnPasswordStaysLoggedInHereOnly(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account root = office.admin("root");
            Sessions.Opened here = await(office.sessions.create(root.principal(), ""));
            Sessions.Opened there = await(office.sessions.create(root.principal(), ""));
            var me = here.session().principal();

            Throwable wrong =
                    awaitFailure(
                            office.accounts.changeOwnPassword(me, "not it", OTHER_PASSWORD, "a"));
            Throwable weak =
                    awaitFailure(office.accounts.changeOwnPassword(me, PASSWORD, "short", "a"));
            await(office.accounts.changeOwnPassword(me, PASSWORD, OTHER_PASSWORD, "a"));

            assertThat(fields(wrong)).containsKey("old");
            assertThat(fields(weak)).containsKey("password");
            assertThat(await(office.sessions.find(Sessions.Kind.STAFF, here.token()))).isPresent();
            assertThat(await(office.sessions.find(Sessions.Kind.STAFF, there.token()))).isEmpty();
            assertThat(await(office.accounts.login("root", OTHER_PASSWORD, "a")))
                    .isInstanceOf(Login.In.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSetUpLinkMakesOneAdministratorOnce(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            String old = await(office.accounts.setup().issue());
            String token = await(office.accounts.setup().issue());
            JsonObject weak = user("root", "admin").put("password", "short");

            Throwable refused = awaitFailure(office.accounts.setUp(token, weak, "a"));
            assertThat(fields(refused)).containsKey("password");
            assertThat(await(office.accounts.setup().isGood(old))).isFalse();
            assertThat(await(office.accounts.setup().isGood(token))).isTrue();

            Account root = await(office.accounts.setUp(token, user("root", "supervisor"), "a"));

            assertThat(root.role()).isEqualTo(Role.ADMIN);
            Throwable again = awaitFailure(office.accounts.setUp(token, user("eve", "admin"), "a"));
            assertThat(status(again)).isEqualTo(403);
            assertThat(await(office.accounts.list())).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSetUpLinkIsGoodForADay(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            String token = await(office.accounts.setup().issue());
            office.clock.pass(Duration.ofHours(24));

            Throwable late = awaitFailure(office.accounts.setUp(token, user("eve", "admin"), "a"));

            assertThat(status(late)).isEqualTo(403);
            assertThat(await(office.accounts.isEmpty())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConfiguredAdministratorIsAsConfiguredAtEachStart(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account root = await(office.accounts.configure("Root", PASSWORD));
            Throwable refused =
                    awaitFailure(
                            office.accounts.update(root.id(), 1, with(root, "name", "x"), ROOT));
            await(office.accounts.configure("root", PASSWORD));
            await(office.accounts.configure("root", OTHER_PASSWORD));

            assertThat(((Problem) refused).code()).isEqualTo("configured");
            assertThat(await(office.accounts.login("root", OTHER_PASSWORD, "a")))
                    .isInstanceOf(Login.In.class);
            Account now = await(office.accounts.find(root.id())).orElseThrow();
            assertThat(now.version()).as("an equal start changes nothing").isEqualTo(2);
            await(office.accounts.configure("root", "short"));
            assertThat(await(office.accounts.login("root", "short", "b")))
                    .as("who writes the configuration owns the machine")
                    .isInstanceOf(Login.In.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeStandsInTheAuditOnceAndWithoutPasswords(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            Account root = office.admin("root");
            Account anna = office.supervisor("anna");
            await(office.accounts.update(anna.id(), 1, with(anna, "name", "Anna B."), ROOT));
            await(office.accounts.delete(anna.id(), 2, ROOT));
            await(office.accounts.login("root", PASSWORD, "10.0.0.1"));
            await(office.accounts.login("root", "wrong", "10.0.0.1"));

            List<AuditEntry> audit = await(office.audit.list(0, 100));

            assertThat(audit)
                    .extracting(AuditEntry::what)
                    .containsExactly(
                            "login.refused",
                            "login",
                            "user.delete",
                            "user.update",
                            "user.create",
                            "user.create");
            assertThat(audit.get(3).before()).contains("The anna");
            assertThat(audit.get(3).after()).contains("Anna B.");
            assertThat(audit.get(3).who()).isEqualTo("root");
            assertThat(audit.get(3).address()).isEqualTo("10.0.0.9");
            assertThat(audit.toString()).doesNotContain(PASSWORD).doesNotContain("argon2");
            assertThat(root.user()).isEqualTo("root");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldHashIsMadeNewAtLogIn(TestDatabase kind) {
        try (Office office = new Office(kind)) {
            office.admin("root");
            String old = PasswordsTest.weakHashOf(PASSWORD);
            await(
                    office.database.update(
                            "update account set password_hash = #{hash}", Map.of("hash", old)));

            await(office.accounts.login("root", PASSWORD, "a"));

            String now =
                    await(
                                    office.database.one(
                                            "select password_hash from account",
                                            Map.of(),
                                            row -> row.getString("password_hash")))
                            .orElseThrow();
            assertThat(now).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
            assertThat(await(office.accounts.login("root", PASSWORD, "a")))
                    .isInstanceOf(Login.In.class);
        }
    }

    private static Map<String, String> fields(Throwable failure) {
        assertThat(failure).isInstanceOf(Problem.class);
        return ((Problem) failure).fields();
    }

    private static int status(Throwable failure) {
        assertThat(failure).isInstanceOf(Problem.class);
        return ((Problem) failure).status();
    }
}
