package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what, route by role by method. */
class AccessTest {
    private static TestSite server;
    private static Map<String, Browser> people;

    @BeforeAll
    static void start() {
        server = new TestSite();
        people =
                Map.of(
                        "nobody", server.browser(),
                        "AGENT", server.browserOf(Role.AGENT),
                        "SUPERVISOR", server.browserOf(Role.SUPERVISOR),
                        "ADMIN", server.browserOf(Role.ADMIN));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/PUBLIC/thing,     nobody,     200",
        "/PUBLIC/thing,     AGENT,      200",
        "/PUBLIC/thing,     SUPERVISOR, 200",
        "/PUBLIC/thing,     ADMIN,      200",
        "/agent/thing,      nobody,     401",
        "/agent/thing,      AGENT,      200",
        "/agent/thing,      SUPERVISOR, 401",
        "/agent/thing,      ADMIN,      401",
        "/SUPERVISOR/thing, nobody,     401",
        "/SUPERVISOR/thing, AGENT,      401",
        "/SUPERVISOR/thing, SUPERVISOR, 200",
        "/SUPERVISOR/thing, ADMIN,      200",
        "/ADMIN/thing,      nobody,     401",
        "/ADMIN/thing,      AGENT,      401",
        "/ADMIN/thing,      SUPERVISOR, 403",
        "/ADMIN/thing,      ADMIN,      200"
    })
    void everyMethodIsOpenToWhomTheRouteSaysAndToNobodyElse(String path, String who, int status) {
        Browser browser = people.get(who);

        for (String method : List.of("POST", "PUT", "DELETE")) {
            assertThat(browser.send(method, path, "", "").statusCode())
                    .as(method)
                    .isEqualTo(status);
        }
        // whoever only wants to read is led to where he can log in
        assertThat(browser.get(path).statusCode()).isEqualTo(status == 401 ? 303 : status);
    }

    @ParameterizedTest
    @CsvSource({
        "/settings/agents?page=2, /login?next=%2Fsettings%2Fagents%3Fpage%3D2",
        "/agent/thing,            /agent/login?next=%2Fagent%2Fthing",
        "/,                       /login"
    })
    void whoeverIsNotLoggedInIsAskedToAndComesBack(String path, String login) {
        HttpResponse<String> answer = server.browser().get(path);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(login);
    }

    @Test
    void aPartOfAPageSendsTheWholePageToTheLogIn() {
        HttpResponse<String> answer = server.browser().with("HX-Request", "true").get("/");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("HX-Redirect")).contains("/login");
    }

    @Test
    void aCookieOfOneKindIsNoneOfTheOther() {
        Browser agent = server.browser();
        agent.form("/enter/AGENT", "");
        String token = agent.cookie("belfry_agent").orElseThrow();

        Browser forged = server.browser().cookie("belfry_session", token);

        assertThat(forged.get("/SUPERVISOR/thing").statusCode()).isEqualTo(303);
    }

    @Test
    void aRouteWithoutAccessCanNotBeMounted() {
        assertThatThrownBy(() -> server.site.get("/open", (Permit) null, rc -> rc.end()))
                .hasMessageContaining("who may use /open");

        var router = server.site.router();
        router.get("/sneaked").handler(rc -> rc.end("in"));
        assertThat(server.site.routes()).noneMatch(route -> route.path().equals("/sneaked"));
    }

    @Test
    void everyMountedRouteIsListedWithItsAccess() {
        assertThat(server.site.routes())
                .contains(
                        new DeclaredRoute("GET", "/settings/agents", Access.ADMIN.andTokens()),
                        new DeclaredRoute("POST", "/leave", Access.SUPERVISOR.andTokens()),
                        new DeclaredRoute("GET", "/static/*", Access.PUBLIC.andTokens()));
    }

    @Test
    void aSupervisorSeesOnlyHisQueuesAndAnAdministratorAll() {
        Principal supervisor = Principal.staff("s", "S", Role.SUPERVISOR, List.of("Sales"));

        assertThat(supervisor.maySee("Sales")).isTrue();
        assertThat(supervisor.maySee("Support")).isFalse();
        assertThat(Principal.staff("a", "A", Role.ADMIN, List.of()).maySee("Support")).isTrue();
        assertThat(Principal.agent("x", "X", "1").maySee("Sales")).isFalse();
    }

    @Test
    void theConfiguredTokenIsAnAdministratorOfTheInterfaceAndOnlyThere() {
        Browser program =
                server.browser()
                        .with("Accept", "application/json")
                        .with("Authorization", "Bearer " + TestSite.TOKEN)
                        .with("Sec-Fetch-Site", "cross-site");

        assertThat(program.json("POST", "/api/v1/echo", "{\"a\":1}").statusCode()).isEqualTo(200);
        assertThat(program.get("/api/v1/thing").statusCode()).isEqualTo(200);
        assertThat(program.get("/settings/agents").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer wrong",
        "Bearer",
        "Basic YTpi",
        "bearer  ",
        "Bearer a-token-that-is-long-enougH"
    })
    void aWrongTokenIsRefusedEvenWithAGoodCookie(String authorization) {
        Browser program =
                server.browserOf(Role.ADMIN)
                        .with("Accept", "application/json")
                        .with("Authorization", authorization);

        HttpResponse<String> answer = program.get("/api/v1/thing");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"invalid_token\"");
        assertThat(answer.body()).contains("\"code\":\"unauthorized\"");
    }

    @Test
    void theInterfaceTakesASessionToo() {
        Browser admin = server.browserOf(Role.ADMIN).with("Accept", "application/json");

        assertThat(admin.json("POST", "/api/v1/echo", "{\"a\":1}").body()).isEqualTo("{\"a\":1}");
        assertThat(server.browser().get("/api/v1/thing").statusCode()).isEqualTo(401);
    }
}
