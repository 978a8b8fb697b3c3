package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings → Tokens, without script. */
class TokenPagesTest {
    private static final String LIST = "/settings/tokens";
    private static final Pattern SECRET = Pattern.compile("bfy_[A-Za-z0-9_-]{43}");
    private static final Pattern ONCE = Pattern.compile("name=\"once\" value=\"([^\"]+)\"");

    private AdminServer server;
    private Visitor admin;

    @BeforeEach
    void start() {
        server = new AdminServer();
        admin = Visitor.admin(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String once() {
        Matcher found = ONCE.matcher(admin.get(LIST + "/new").body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private HttpResponse<String> make(String name, String... more) {
        String[] fields = new String[more.length + 4];
        fields[0] = "name";
        fields[1] = name;
        fields[2] = "once";
        fields[3] = once();
        System.arraycopy(more, 0, fields, 4, more.length);
        return admin.post(LIST, fields);
    }

    private static String secret(HttpResponse<String> page) {
        Matcher found = SECRET.matcher(page.body());
        assertThat(found.find()).as(page.body()).isTrue();
        return found.group();
    }

    private int asked(String secret) {
        return new Visitor(server)
                .with("Authorization", "Bearer " + secret)
                .get("/api/v1/agents")
                .statusCode();
    }

    @Test
    void theSecretIsOnOnePageOnceAndItOpensWhatWasTicked() {
        HttpResponse<String> made = make("CRM", "scopes", "read", "queues", "sales\nsupport");

        String secret = secret(made);
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(asked(secret)).isEqualTo(200);
        String list = admin.get(LIST).body();
        assertThat(list).contains("CRM", secret.substring(0, 10), "sales, support");
        assertThat(list).doesNotContain(secret);
    }

    @Test
    void aReloadMakesNoSecondToken() {
        String once = once();
        admin.post(LIST, "name", "CRM", "once", once, "scopes", "read");

        HttpResponse<String> again =
                admin.post(LIST, "name", "CRM two", "once", once, "scopes", "read");

        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(admin.get(LIST).body()).doesNotContain("CRM two").contains("made already");
    }

    @Test
    void whatIsWrongStandsAtItsField() {
        HttpResponse<String> page = make("", "queues", "sales", "expires", "2001-01-01");

        assertThat(page.statusCode()).isEqualTo(422);
        assertThat(page.body())
                .contains("href=\"#name\"", "href=\"#scopes\"", "href=\"#expires\"")
                .contains("2001-01-01");
    }

    @Test
    void theLastDayIsADayInTheCentresZone() {
        make("CRM", "scopes", "read", "expires", "2031-06-30");

        JsonObject token =
                new JsonObject(Visitor.program(server).get("/api/v1/tokens").body())
                        .getJsonArray("items").stream()
                                .map(JsonObject.class::cast)
                                .filter(each -> each.getString("name").equals("CRM"))
                                .findFirst()
                                .orElseThrow();

        assertThat(token.getString("expires")).isEqualTo("2031-06-30T22:00:00Z");
    }

    @Test
    void aRevokedTokenIsDead() {
        String secret = secret(make("CRM", "scopes", "read"));
        assertThat(asked(secret)).isEqualTo(200);
        String id =
                new JsonObject(Visitor.program(server).get("/api/v1/tokens").body())
                        .getJsonArray("items")
                        .getJsonObject(1)
                        .getString("id");

        HttpResponse<String> gone = admin.post(LIST + "/" + id + "/delete");

        assertThat(gone.statusCode()).isEqualTo(303);
        assertThat(asked(secret)).isEqualTo(401);
        assertThat(admin.get(LIST).body()).contains("The token is revoked.").doesNotContain("CRM");
    }

    @Test
    void theTokenOfTheConfigurationIsShownAndCanNotBeRevoked() {
        assertThat(admin.get(LIST).body()).contains("api.token").doesNotContain(AdminServer.TOKEN);
        HttpResponse<String> refused =
                Visitor.program(server).send("DELETE", "/api/v1/tokens/configured", "", "");
        assertThat(refused.statusCode()).isEqualTo(409);
    }

    @Test
    void aNameIsTextWhateverItIs() {
        make("<img src=x onerror=alert(1)>", "scopes", "read");

        assertThat(admin.get(LIST).body())
                .contains("&lt;img src=x onerror=alert(1)&gt;")
                .doesNotContain("<img src=x");
    }
}
