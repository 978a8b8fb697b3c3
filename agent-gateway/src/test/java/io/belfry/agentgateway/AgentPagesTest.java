package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.web.Browser;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPagesTest {
    private TestGateway gateway;
    private Browser browser;

    @BeforeEach
    void start() {
        gateway = new TestGateway();
        browser = new Browser(gateway.port());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theRightPasswordLeadsToThePage() {
        HttpResponse<String> answer = browser.form("/agent/login", "username=anna&password=secret");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/agent");
        assertThat(Browser.setCookies(answer))
                .singleElement()
                .asString()
                .startsWith("belfry_agent=")
                .contains("Path=/agent", "HTTPOnly", "SameSite=Lax");
    }

    @Test
    void aWrongPasswordIsSaidOnTheFormAndNotWhichOfTheTwo() {
        HttpResponse<String> answer =
                browser.form("/agent/login", "username=%3Cb%3Eanna&password=wrong");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("User name or password is wrong.")
                .contains("value=\"&lt;b&gt;anna\"")
                .doesNotContain("wrong\"");
    }

    @Test
    void tooManyAttemptsHaveToWait() {
        HttpResponse<String> answer = browser.form("/agent/login", "username=impatient&password=x");

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("31");
        assertThat(answer.body()).contains("Too many attempts.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/agent", "/agent/work", "/agent/test-pop"})
    void withoutASessionEachPageLeadsToTheLogIn(String path) {
        HttpResponse<String> answer = browser.get(path);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("/agent/login");
    }

    @Test
    void onlyThePageWithFramesMayShowOtherSites() {
        logIn();

        HttpResponse<String> page = browser.get("/agent");
        HttpResponse<String> work = browser.get("/agent/work");

        assertThat(policy(page))
                .contains("frame-src http: https:")
                .contains("frame-ancestors 'none'")
                .contains("object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(policy(work)).doesNotContain("frame-src");
    }

    @Test
    void theWindowThatCustomersPagesReplaceKeepsItsLinkToThePageThatOpenedIt() {
        logIn();

        HttpResponse<String> page = browser.get("/agent");
        HttpResponse<String> work = browser.get("/agent/work");

        assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy"))
                .hasValue("same-origin-allow-popups");
        assertThat(work.headers().firstValue("Cross-Origin-Opener-Policy")).isEmpty();
    }

    @Test
    void thePageHasItsHandlesAndNoInlineCode() {
        logIn();

        String page = browser.get("/agent").body();

        assertThat(page).contains("data-action=\"start-work\"").contains("Anna Bianco");
        assertThat(page).doesNotContainPattern("<script(?![^>]*\\ssrc=)");
        assertThat(page).doesNotContainPattern("\\son[a-z]+=").doesNotContain("style=");
        assertThat(page).doesNotContain("??");
    }

    @Test
    void loggingOutEndsTheSession() {
        logIn();
        String page = browser.get("/agent").body();
        Matcher token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(page);
        assertThat(token.find()).isTrue();

        HttpResponse<String> forged = browser.form("/agent/logout", "_csrf=guessed");
        HttpResponse<String> out = browser.form("/agent/logout", "_csrf=" + token.group(1));
        HttpResponse<String> after = browser.get("/agent");

        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(out.headers().firstValue("Location")).hasValue("/agent/login");
        assertThat(after.statusCode()).isEqualTo(303);
    }

    @Test
    void whoIsLoggedInIsNotAskedAgain() {
        logIn();

        HttpResponse<String> form = browser.get("/agent/login");

        assertThat(form.headers().firstValue("Location")).hasValue("/agent");
    }

    private void logIn() {
        browser.form("/agent/login", "username=anna&password=secret");
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElse("");
    }
}
