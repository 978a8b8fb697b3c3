package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Access;
import io.belfry.core.web.DeclaredRoute;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may do what, for every route that is mounted. */
class AccessTest {
    /**
     * What everybody may ask for who has not logged in. A route that is added here is a decision.
     */
    private static final Set<String> PUBLIC =
            Set.of(
                    "GET /login",
                    "POST /login",
                    "POST /logout",
                    "GET /setup",
                    "POST /setup",
                    "GET /api/v1/openapi.json");

    private static final Set<String> SUPERVISOR =
            Set.of(
                    "GET /",
                    "GET /account",
                    "GET /api/docs",
                    "GET /account/session",
                    "POST /account/password",
                    "POST /account/language",
                    "GET /api/v1/agents",
                    "GET /api/v1/agents/:id",
                    "GET /api/v1/pbxs",
                    "GET /api/v1/pbxs/:id",
                    "GET /api/v1/pbxs/:id/state");

    private static AdminServer server;

    @BeforeAll
    static void start() {
        server = new AdminServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Without those of the site itself and of the test. */
    private static Stream<DeclaredRoute> routes() {
        return server.site.routes().stream()
                .filter(route -> !route.path().startsWith("/static"))
                .filter(route -> !route.path().startsWith("/enter"))
                .filter(route -> !route.path().equals("/preferences"));
    }

    private static String name(DeclaredRoute route) {
        return route.method() + " " + route.path();
    }

    private static HttpResponse<String> ask(Visitor visitor, DeclaredRoute route) {
        String path = route.path().replaceAll(":[a-z]+", "none");
        return switch (route.method()) {
            case "GET" -> visitor.get(path);
            case "POST" ->
                    path.startsWith("/api/")
                            ? visitor.json("POST", path, "{}")
                            : visitor.post(path);
            default -> visitor.json(route.method(), path, "{}");
        };
    }

    @Test
    void everyRouteHasTheRoleThatWasDecided() {
        Set<String> open = new TreeSet<>();
        Set<String> supervisors = new TreeSet<>();

        routes().forEach(
                        route -> {
                            if (route.access() == Access.PUBLIC) {
                                open.add(name(route));
                            } else if (route.access() == Access.SUPERVISOR) {
                                supervisors.add(name(route));
                            } else {
                                assertThat(route.access()).isEqualTo(Access.ADMIN);
                            }
                        });

        assertThat(open).containsExactlyInAnyOrderElementsOf(PUBLIC);
        assertThat(supervisors).containsExactlyInAnyOrderElementsOf(SUPERVISOR);
    }

    @Test
    void strangersAreAskedToLogIn() {
        Visitor stranger = new Visitor(server);

        for (DeclaredRoute route :
                routes().filter(each -> each.access() != Access.PUBLIC).toList()) {
            HttpResponse<String> response = ask(stranger, route);

            boolean toLogin =
                    response.statusCode() == 303
                            && response.headers()
                                    .firstValue("Location")
                                    .orElse("")
                                    .startsWith("/login");
            assertThat(toLogin || response.statusCode() == 401).as(name(route)).isTrue();
        }
    }

    @Test
    void supervisorsMayNotWhatIsForAdministrators() {
        Visitor supervisor = Visitor.supervisor(server);

        for (DeclaredRoute route :
                routes().filter(each -> each.access() == Access.ADMIN).toList()) {
            assertThat(withToken(supervisor, route).statusCode()).as(name(route)).isEqualTo(403);
        }
    }

    private static HttpResponse<String> withToken(Visitor visitor, DeclaredRoute route) {
        visitor.with("X-CSRF-Token", visitor.csrf());
        return ask(visitor, route);
    }

    @Test
    void supervisorsMayWhatIsForThem() {
        Visitor supervisor = Visitor.supervisor(server);

        for (DeclaredRoute route :
                routes().filter(each -> each.access() == Access.SUPERVISOR).toList()) {
            assertThat(withToken(supervisor, route).statusCode())
                    .as(name(route))
                    .isNotIn(401, 403, 500);
        }
    }

    @Test
    void administratorsMayEverything() {
        Visitor admin = Visitor.admin(server);

        for (DeclaredRoute route :
                routes().filter(each -> each.access() != Access.PUBLIC).toList()) {
            assertThat(withToken(admin, route).statusCode()).as(name(route)).isNotIn(401, 403, 500);
        }
    }

    @Test
    void noChangeIsTakenWithoutTheWordOfItsPage() {
        Visitor admin = Visitor.admin(server).forgettingTheWord();

        for (DeclaredRoute route : routes().filter(each -> !each.method().equals("GET")).toList()) {
            if (route.access() != Access.PUBLIC) {
                assertThat(ask(admin, route).statusCode()).as(name(route)).isEqualTo(403);
            }
        }
    }

    @Test
    void noChangeIsTakenFromAnotherSite() {
        Visitor admin = Visitor.admin(server);
        admin.with("X-CSRF-Token", admin.csrf()).with("Sec-Fetch-Site", "cross-site");

        for (DeclaredRoute route : routes().filter(each -> !each.method().equals("GET")).toList()) {
            assertThat(ask(admin, route).statusCode()).as(name(route)).isEqualTo(403);
        }
    }

    @Test
    void readingChangesNothing() {
        Visitor admin = Visitor.admin(server);
        String before = settings();

        routes().filter(each -> each.method().equals("GET")).forEach(route -> ask(admin, route));

        assertThat(settings()).isEqualTo(before);
    }

    private static String settings() {
        Visitor program = Visitor.program(server);
        return Stream.of("integrations", "variables", "agents", "pbxs", "users")
                .map(each -> program.get("/api/v1/" + each).body())
                .toList()
                .toString();
    }

    /** Deny by default: what no scope was thought of for is not for programs. */
    @Test
    void everyResourceSaysWhatATokenNeeds() {
        assertThat(
                        routes().filter(DeclaredRoute::isRest)
                                .filter(each -> each.access() != Access.PUBLIC)
                                .filter(each -> each.permit().scopes().isEmpty())
                                .map(AccessTest::name))
                .isEmpty();
        assertThat(
                        routes().filter(each -> !each.isRest())
                                .filter(each -> !each.permit().scopes().isEmpty())
                                .map(AccessTest::name))
                .isEmpty();
    }
}
