package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Logging in and out, as a browser sees it. */
class CookiesTest {
    private static TestSite plain;
    private static TestSite secure;

    @BeforeAll
    static void start() {
        plain = new TestSite();
        secure = new TestSite(SiteConfig.defaults().withSecure(true), site -> {});
    }

    @AfterAll
    static void stop() {
        plain.close();
        secure.close();
    }

    private static List<String> logIn(TestSite server, String role) {
        return Browser.setCookies(server.browser().form("/enter/" + role, ""));
    }

    @Test
    void aSessionCookieIsForTheServerOnlyAndEndsWithTheBrowser() {
        assertThat(logIn(plain, "ADMIN"))
                .singleElement()
                .asString()
                .matches("belfry_session=[A-Za-z0-9_-]{43}; Path=/; HTTPOnly; SameSite=Lax");
        assertThat(logIn(plain, "AGENT"))
                .singleElement()
                .asString()
                .matches("belfry_agent=[A-Za-z0-9_-]{43}; Path=/agent; HTTPOnly; SameSite=Lax");
    }

    @Test
    void overHttpsNobodyElseCanSetIt() {
        assertThat(logIn(secure, "ADMIN"))
                .singleElement()
                .asString()
                .matches("__Host-belfry_session=\\S{43}; Path=/; Secure; HTTPOnly; SameSite=Lax");
        assertThat(logIn(secure, "AGENT"))
                .singleElement()
                .asString()
                .matches(
                        "__Secure-belfry_agent=\\S{43}; Path=/agent; Secure; HTTPOnly;"
                                + " SameSite=Lax");
    }

    @Test
    void loggingInGivesANewSessionAndEndsTheOneBefore() {
        Browser anna = plain.browser();
        anna.form("/enter/ADMIN", "");
        String before = anna.cookie("belfry_session").orElseThrow();

        anna.form("/enter/ADMIN", "");

        assertThat(anna.cookie("belfry_session")).isPresent().get().isNotEqualTo(before);
        assertThat(anna.get("/ADMIN/thing").statusCode()).isEqualTo(200);
        Browser old = plain.browser().cookie("belfry_session", before);
        assertThat(old.get("/ADMIN/thing").statusCode()).isEqualTo(303);
    }

    @Test
    void aSessionThatSomebodyElsePlantedIsNotTakenOver() {
        Browser victim = plain.browser().cookie("belfry_session", "A".repeat(43));

        victim.form("/enter/ADMIN", "");

        assertThat(victim.cookie("belfry_session").orElseThrow()).isNotEqualTo("A".repeat(43));
    }

    @Test
    void afterLoggingOutTheCookieIsGoneAndWorthNothing() {
        Browser anna = plain.browserOf(Role.SUPERVISOR);
        String token = anna.cookie("belfry_session").orElseThrow();

        anna.form("/leave", "");

        assertThat(anna.cookie("belfry_session")).isEmpty();
        Browser thief = plain.browser().cookie("belfry_session", token);
        assertThat(thief.get("/SUPERVISOR/thing").statusCode()).isEqualTo(303);
    }

    @Test
    void oneBrowserCanBeAdministratorAndAgent() {
        Browser both = plain.browser();
        both.form("/enter/ADMIN", "");
        both.form("/enter/AGENT", "");

        assertThat(both.get("/ADMIN/thing").statusCode()).isEqualTo(200);
        assertThat(both.get("/agent/thing").statusCode()).isEqualTo(200);
    }

    @Test
    void aPageThatAsksByItselfDoesNotKeepItsSessionAlive() {
        try (TestSite server = new TestSite()) {
            Browser anna = server.browserOf(Role.SUPERVISOR).with(Guard.BY_ITSELF, "yes");
            server.clock.pass(Duration.ofMinutes(29));
            int before = anna.get("/SUPERVISOR/thing").statusCode();
            server.clock.pass(Duration.ofMinutes(1));

            assertThat(before).isEqualTo(200);
            assertThat(anna.get("/SUPERVISOR/thing").statusCode())
                    .as("to the log-in")
                    .isEqualTo(303);
        }
    }
}
