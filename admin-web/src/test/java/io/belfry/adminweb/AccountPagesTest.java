package io.belfry.adminweb;

import static io.belfry.adminweb.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.account.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** First start, log-in, own account, users. */
class AccountPagesTest {
    private static final String PASSWORD = "orchid lantern 74 muddy";
    private static final String OTHER = "violet-harbour-91-stone";
    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void account(String user, String role, String... queues) {
        JsonArray list = new JsonArray();
        for (String queue : queues) {
            list.add(queue);
        }
        await(
                server.accounts.create(
                        new JsonObject()
                                .put("user", user)
                                .put("name", user.toUpperCase(Locale.ROOT))
                                .put("role", role)
                                .put("queues", list)
                                .put("password", PASSWORD),
                        Actor.SYSTEM));
    }

    private Visitor loggedIn(String user) {
        Visitor visitor = new Visitor(server);
        assertThat(visitor.post("/login", "username", user, "password", PASSWORD).statusCode())
                .isEqualTo(303);
        visitor.get("/");
        return visitor;
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }

    @Test
    void firstStartLeadsEverybodyToTheExplanation() {
        Visitor visitor = new Visitor(server);

        assertThat(location(visitor.get("/settings/agents"))).startsWith("/login");
        assertThat(location(visitor.get("/login"))).isEqualTo("/setup");
        assertThat(visitor.get("/setup").body()).contains("has no administrator yet");
    }

    @Test
    void oneTimeLinkMakesTheAdministratorOnce() {
        String token = await(server.accounts.setup().issue());
        Visitor visitor = new Visitor(server);

        String page = visitor.get("/setup?token=" + token).body();
        HttpResponse<String> made =
                visitor.post(
                        "/setup",
                        "token",
                        token,
                        "user",
                        "Anna",
                        "name",
                        "Anna B",
                        "password",
                        PASSWORD,
                        "again",
                        PASSWORD);

        assertThat(page).contains("name=\"again\"");
        assertThat(location(made)).isEqualTo("/");
        assertThat(visitor.get("/settings/users").body()).contains("Anna B");
        Visitor second = new Visitor(server);
        assertThat(second.get("/setup?token=" + token).statusCode()).isEqualTo(403);
        assertThat(
                        second.post(
                                        "/setup",
                                        "token",
                                        token,
                                        "user",
                                        "eve",
                                        "name",
                                        "Eve",
                                        "password",
                                        PASSWORD,
                                        "again",
                                        PASSWORD)
                                .statusCode())
                .isEqualTo(403);
    }

    @Test
    void wrongLinkIsRefused() {
        await(server.accounts.setup().issue());

        HttpResponse<String> response = new Visitor(server).get("/setup?token=guessed");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("name=\"password\"");
    }

    @Test
    void firstPasswordsThatDifferOrAreCommonAreToldAndTheLinkStaysGood() {
        String token = await(server.accounts.setup().issue());
        Visitor visitor = new Visitor(server);

        String differ =
                visitor.post(
                                "/setup",
                                "token",
                                token,
                                "user",
                                "anna",
                                "name",
                                "Anna",
                                "password",
                                PASSWORD,
                                "again",
                                OTHER)
                        .body();
        String common =
                visitor.post(
                                "/setup",
                                "token",
                                token,
                                "user",
                                "anna",
                                "name",
                                "Anna",
                                "password",
                                "password1234",
                                "again",
                                "password1234")
                        .body();

        assertThat(differ).contains("not the same").contains("value=\"anna\"");
        assertThat(common).contains("id=\"password-problem\"").contains("aria-invalid=\"true\"");
        assertThat(visitor.get("/setup?token=" + token).statusCode()).isEqualTo(200);
        assertThat(differ + common).doesNotContain(PASSWORD).doesNotContain(OTHER);
    }

    @Test
    void rightPasswordLeadsToWhereOneWantedToGo() {
        account("anna", "admin");
        Visitor visitor = new Visitor(server);

        String form = visitor.get(location(visitor.get("/settings/agents?q=x"))).body();
        HttpResponse<String> in =
                visitor.post(
                        "/login",
                        "username",
                        "anna",
                        "password",
                        PASSWORD,
                        "next",
                        "/settings/agents?q=x");

        assertThat(form).contains("name=\"next\" value=\"/settings/agents?q=x\"");
        assertThat(location(in)).isEqualTo("/settings/agents?q=x");
        assertThat(visitor.get("/settings/agents").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil"})
    void logInLeadsNowhereElse(String next) {
        account("anna", "admin");

        HttpResponse<String> in =
                new Visitor(server)
                        .post("/login", "username", "anna", "password", PASSWORD, "next", next);

        assertThat(location(in)).isEqualTo("/");
    }

    @Test
    void wrongPasswordAndUnknownUserLookTheSame() {
        account("anna", "admin");

        HttpResponse<String> wrong =
                new Visitor(server).post("/login", "username", "anna", "password", "nonsense");
        HttpResponse<String> unknown =
                new Visitor(server).post("/login", "username", "nobdy", "password", "nonsense");

        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body().replace("anna", "?"))
                .isEqualTo(unknown.body().replace("nobdy", "?"));
        assertThat(wrong.body()).contains("User name or password is not right.");
    }

    @Test
    void guessingIsSlowedDownAndSaysForHowLong() {
        account("anna", "admin");
        Visitor guesser = new Visitor(server);

        HttpResponse<String> last = null;
        for (int i = 0; i < 8; i++) {
            last = guesser.post("/login", "username", "anna", "password", "guess" + i);
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
        assertThat(last.body()).contains("Too many attempts");
    }

    @Test
    void loggedOutIsLoggedOut() {
        account("anna", "admin");
        Visitor anna = loggedIn("anna");
        String cookie = anna.cookies().get("belfry_session");

        anna.post("/logout");

        HttpResponse<String> old =
                new Visitor(server).with("Cookie", "belfry_session=" + cookie).get("/");
        assertThat(location(old)).startsWith("/login");
    }

    @Test
    void openFormLearnsWhetherItsSessionLives() {
        account("anna", "admin");
        Visitor anna = loggedIn("anna");

        JsonObject alive = new JsonObject(anna.get("/account/session").body());

        assertThat(alive.getString("csrf")).isEqualTo(anna.csrf());
        Visitor stranger = new Visitor(server).with("Accept", "application/json");
        HttpResponse<String> wrong = stranger.post("/login", "username", "anna", "password", "no");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(new JsonObject(wrong.body()).getJsonObject("error").getString("message"))
                .contains("not right");
        assertThat(stranger.post("/login", "username", "anna", "password", PASSWORD).statusCode())
                .isEqualTo(204);
    }

    @Test
    void ownPasswordIsChangedByWhoKnowsTheOldOne() {
        account("anna", "admin");
        Visitor anna = loggedIn("anna");

        HttpResponse<String> wrong =
                anna.post(
                        "/account/password", "old", "nonsense", "password", OTHER, "again", OTHER);
        HttpResponse<String> right =
                anna.post("/account/password", "old", PASSWORD, "password", OTHER, "again", OTHER);

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("id=\"old-problem\"").contains("not your password");
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(anna.get("/account").body()).contains("Your password is changed.");
        assertThat(
                        new Visitor(server)
                                .post("/login", "username", "anna", "password", OTHER)
                                .statusCode())
                .isEqualTo(303);
    }

    @Test
    void languageIsKeptForTheNextLogIn() {
        account("anna", "admin");
        Visitor anna = loggedIn("anna");

        anna.post("/account/language", "language", "it");

        assertThat(anna.get("/").body()).contains("Panoramica");
        assertThat(loggedIn("anna").get("/").body()).contains("Panoramica");
    }

    @Test
    void supervisorIsMadeWithHisQueues() {
        account("anna", "admin");
        Visitor anna = loggedIn("anna");

        HttpResponse<String> made =
                anna.post(
                        "/settings/users",
                        "name",
                        "Sofia",
                        "user",
                        "sofia",
                        "role",
                        "supervisor",
                        "queues",
                        "Sales\r\nSupport",
                        "password",
                        PASSWORD,
                        "enabled",
                        "on");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(303);
        assertThat(anna.get("/settings/users").body()).contains("Sales, Support");
        assertThat(loggedIn("sofia").get("/account").body()).contains("Sales, Support");
    }

    @Test
    void disabledUserIsOutAtOnceAndDoesNotComeIn() {
        account("anna", "admin");
        account("sofia", "supervisor", "Sales");
        Visitor sofia = loggedIn("sofia");
        String id = await(server.accounts.findByUser("sofia")).orElseThrow().id();

        loggedIn("anna")
                .post(
                        "/settings/users/" + id,
                        "name",
                        "Sofia",
                        "user",
                        "sofia",
                        "role",
                        "supervisor",
                        "queues",
                        "Sales",
                        "version",
                        "1");

        assertThat(location(sofia.get("/"))).startsWith("/login");
        assertThat(
                        new Visitor(server)
                                .post("/login", "username", "sofia", "password", PASSWORD)
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void lastAdministratorCanNotLoseHisRole() {
        account("anna", "admin");
        String id = await(server.accounts.findByUser("anna")).orElseThrow().id();

        HttpResponse<String> response =
                loggedIn("anna")
                        .post(
                                "/settings/users/" + id,
                                "name",
                                "Anna",
                                "user",
                                "anna",
                                "role",
                                "supervisor",
                                "enabled",
                                "on",
                                "version",
                                "1");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).contains("last administrator").contains("role=\"alert\"");
    }

    @Test
    void whoWasSlowerSeesTheOthersChangeOfAUser() {
        account("anna", "admin");
        account("sofia", "supervisor", "Sales");
        String page =
                "/settings/users/" + await(server.accounts.findByUser("sofia")).orElseThrow().id();
        Visitor anna = loggedIn("anna");
        anna.post(
                page,
                "name",
                "First",
                "user",
                "sofia",
                "role",
                "supervisor",
                "queues",
                "Sales",
                "enabled",
                "on",
                "version",
                "1");

        HttpResponse<String> late =
                anna.post(
                        page,
                        "name",
                        "Second",
                        "user",
                        "sofia",
                        "role",
                        "supervisor",
                        "queues",
                        "Sales",
                        "enabled",
                        "on",
                        "version",
                        "1");

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("First").contains("value=\"Second\"");
        HttpResponse<String> over =
                anna.post(
                        page,
                        "name",
                        "Second",
                        "user",
                        "sofia",
                        "role",
                        "supervisor",
                        "queues",
                        "Sales",
                        "enabled",
                        "on",
                        "version",
                        "1",
                        "overwrite",
                        "yes");
        assertThat(over.statusCode()).isEqualTo(303);
    }

    @Test
    void administratorOfTheConfigurationIsShownReadOnly() {
        await(server.accounts.configure("root", PASSWORD));
        String id = await(server.accounts.findByUser("root")).orElseThrow().id();
        Visitor root = loggedIn("root");

        String page = root.get("/settings/users/" + id).body();
        HttpResponse<String> changed =
                root.post(
                        "/settings/users/" + id,
                        "name",
                        "X",
                        "user",
                        "root",
                        "role",
                        "admin",
                        "enabled",
                        "on",
                        "version",
                        "1");

        assertThat(page).contains("admin.user").contains("disabled=\"disabled\"");
        assertThat(changed.statusCode()).isEqualTo(409);
    }
}
