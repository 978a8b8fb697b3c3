package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.PbxTestResult;
import io.belfry.core.integration.PbxConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the settings as a browser without script uses them. */
class SettingsPagesTest {
    private static final String INTEGRATIONS = "/settings/integrations";
    private static final PbxConfig FIXED =
            new PbxConfig("pbx.0", "hq", "10.0.0.9", 5038, "u", "sealed", false, true, "pbx[0]", 0);
    private static AdminServer server;
    private static Visitor admin;

    @BeforeAll
    static void start() {
        server = new AdminServer(FIXED);
        admin = Visitor.admin(server);
        admin.post("/settings/variables", "name", "ordernumber", "sample", "A-1001");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String[] integration(String appname, String... more) {
        List<String> fields =
                new ArrayList<>(
                        List.of(
                                "appname", appname,
                                "enabled", "on",
                                "url", "https://crm.example/?phone={callernum}",
                                "rules[0].name", "Pop",
                                "rules[0].enabled", "on",
                                "rules[0].events", "up",
                                "rules[0].actions[0].type", "open",
                                "rules[0].actions[0].mode", "new_tab"));
        for (int i = 0; i < more.length; i += 2) {
            int at = fields.indexOf(more[i]);
            if (at >= 0 && at % 2 == 0) {
                fields.set(at + 1, more[i + 1]);
            } else {
                fields.add(more[i]);
                fields.add(more[i + 1]);
            }
        }
        return fields.toArray(String[]::new);
    }

    private static JsonArray all(String resource) {
        return new JsonObject(Visitor.program(server).get("/api/v1/" + resource).body())
                .getJsonArray("items");
    }

    private static JsonObject find(String resource, String field, String value) {
        return all(resource).stream()
                .map(JsonObject.class::cast)
                .filter(each -> value.equals(each.getString(field)))
                .findFirst()
                .orElseThrow();
    }

    private static boolean exists(String resource, String field, String value) {
        return all(resource).stream()
                .map(JsonObject.class::cast)
                .anyMatch(each -> value.equals(each.getString(field)));
    }

    /** The message that stands at a field; empty when there is none. */
    private static String at(String page, String id) {
        Matcher place =
                Pattern.compile("<p class=\"error\" id=\"" + id + "-problem\">(.*?)</p>")
                        .matcher(page);
        assertThat(place.find()).as("a place for messages of " + id).isTrue();
        return place.group(1).replaceAll("<[^>]*>", "").replace("&quot;", "\"");
    }

    @Test
    void savedIntegrationIsInTheListAsASentence() {
        HttpResponse<String> saved =
                admin.post(
                        INTEGRATIONS,
                        integration(
                                "Sentence",
                                "rules[0].all[0].field",
                                "queue",
                                "rules[0].all[0].op",
                                "equals",
                                "rules[0].all[0].value",
                                "sales"));

        assertThat(saved.statusCode()).isEqualTo(303);
        String list = admin.get(INTEGRATIONS).body();
        String words = list.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
        assertThat(words)
                .contains(
                        "When a call is answered and queue equals sales → open page in a new tab");
        assertThat(words).contains("Saved: Sentence");
    }

    @Test
    void newIntegrationBeginsWithOneSensibleRule() {
        String page = admin.get(INTEGRATIONS + "/new").body();

        assertThat(page).contains("name=\"rules[0].name\"").doesNotContain("rules[1]");
        assertThat(page)
                .contains("name=\"rules[0].actions[0].type\" value=\"open\"")
                .contains("name=\"rules[0].actions[1].type\" value=\"realtime\"");
        assertThat(page).containsPattern("value=\"up\"[^>]*checked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    url                       | javascript:alert(1)          | url                      | http
                    url                       | ftp://crm.example/           | url                      | http
                    url                       | https://crm.example/{calerid}| url                      | callernum
                    url                       | https://{callernum}/         | url                      | server
                    url                       | https://crm.example/{callernum | url                    | }
                    rules[0].actions[0].url   | data:text/html,x             | rules-0-actions-0-url    | http
                    rules[0].actions[0].mode  | sideways                     | rules-0-actions-0-mode   | sideways
                    rules[0].actions[0].type  | webhook                      | rules-0-actions-0-type   | webhook
                    appname                   | ''                           | appname                  | empty
                    """)
    void whatIsWrongStandsAtItsFieldAndNothingIsSaved(
            String field, String value, String place, String word) {
        int before = all("integrations").size();

        HttpResponse<String> response =
                admin.post(INTEGRATIONS, integration("Wrong", field, value));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(at(response.body(), place)).contains(word);
        assertThat(response.body()).contains("href=\"#" + place + "\"");
        assertThat(all("integrations")).hasSize(before);
    }

    @Test
    void inputIsKeptWhenSomethingIsWrong() {
        HttpResponse<String> response =
                admin.post(
                        INTEGRATIONS,
                        integration(
                                "Kept \"name\"",
                                "url",
                                "javascript:x",
                                "rules[0].name",
                                "My rule",
                                "rules[0].all[0].field",
                                "callername",
                                "rules[0].all[0].op",
                                "startsWith",
                                "rules[0].all[0].value",
                                "Ro & co"));

        assertThat(response.body())
                .contains("value=\"Kept &quot;name&quot;\"")
                .contains(">javascript:x</textarea>")
                .contains("value=\"My rule\"")
                .contains("value=\"Ro &amp; co\"")
                .containsPattern("value=\"startsWith\"[^>]*selected");
        assertThat(response.body()).containsPattern("id=\"url\"[^>]*autofocus");
    }

    @Test
    void nameThatIsTakenIsRefusedInAnyCase() {
        admin.post(INTEGRATIONS, integration("Taken"));

        HttpResponse<String> response = admin.post(INTEGRATIONS, integration("tAKEN"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(at(response.body(), "appname")).contains("taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "callernum", "__proto__", "_x", "two words", "weekday"})
    void reservedAndImpossibleVariableNamesAreRefused(String name) {
        HttpResponse<String> response = admin.post("/settings/variables", "name", name);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(at(response.body(), "name")).isNotEmpty();
        assertThat(exists("variables", "name", name)).isFalse();
    }

    @Test
    void variableThatIsNamedIsUsedWithoutBeingTicked() {
        admin.post(
                INTEGRATIONS,
                integration("Named", "url", "https://crm.example/?o={ordernumber|digits}"));

        assertThat(find("integrations", "appname", "Named").getJsonArray("variables"))
                .containsExactly("ordernumber");
    }

    @Test
    void builderWorksWithoutScript() {
        HttpResponse<String> response =
                admin.post(INTEGRATIONS, integration("Built", "step", "add rules[0].all"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("name=\"rules[0].all[0].value\"");
        assertThat(response.body()).containsPattern("rules-0-all-0-field\"[^>]*autofocus");
        assertThat(exists("integrations", "appname", "Built")).isFalse();
    }

    @Test
    void previewSaysWhatEachRuleWouldDoAndSendsNothing() {
        String[] fields =
                integration(
                        "Preview",
                        "rules[0].all[0].field",
                        "queue",
                        "rules[0].all[0].op",
                        "equals",
                        "rules[0].all[0].value",
                        "Sales",
                        "sample",
                        "up",
                        "sample.queue",
                        "Support");

        String no = admin.post(INTEGRATIONS + "/preview", fields).body();
        fields[fields.length - 1] = "Sales";
        String yes = admin.post(INTEGRATIONS + "/preview", fields).body();

        assertThat(no).contains("id=\"rules-0-result\"").contains("verdict-no").contains("Support");
        assertThat(yes)
                .contains("verdict-yes")
                .contains("would open https://crm.example/?phone=%2B390255512345");
        assertThat(yes).contains("hx-swap-oob=\"true\"");
        assertThat(server.pops).isEmpty();
    }

    @Test
    void previewNamesWhatWasProbablyMeant() {
        String answer =
                admin.post(
                                INTEGRATIONS + "/preview",
                                integration("P", "url", "https://crm.example/{callernumm}"))
                        .body();

        assertThat(at(answer.replace(" hx-swap-oob=\"true\"", ""), "url")).contains("callernum");
    }

    @Test
    void otherSampleBringsItsOwnFields() {
        String answer =
                admin.post(INTEGRATIONS + "/sample", integration("S", "sample", "abandon")).body();

        assertThat(answer)
                .contains("name=\"sample.event\" value=\"abandon\"")
                .doesNotContain("name=\"sample.agentname\"");
    }

    @Test
    void secondOfTwoSeesWhoWasFirstAndMayOverwrite() {
        admin.post(INTEGRATIONS, integration("Race"));
        String page = INTEGRATIONS + "/" + find("integrations", "appname", "Race").getString("id");
        String[] seen = {"version", "0", "basedOn", "1"};
        admin.post(page, integration("Race", with(seen, "rules[0].name", "theirs")));

        HttpResponse<String> late =
                admin.post(page, integration("Race", with(seen, "rules[0].name", "mine")));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.body()).contains("anna saved this while you were editing");
        assertThat(late.body()).contains("rules[0].name").contains("theirs").contains("mine");
        assertThat(ruleOfDraft(page)).isEqualTo("theirs");
        HttpResponse<String> over =
                admin.post(
                        page,
                        integration(
                                "Race", with(seen, "rules[0].name", "mine", "overwrite", "yes")));
        assertThat(over.statusCode()).isEqualTo(303);
        assertThat(ruleOfDraft(page)).isEqualTo("mine");
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static String ruleOfDraft(String page) {
        String id = page.substring(page.lastIndexOf('/') + 1);
        return new JsonObject(
                        Visitor.program(server).get("/api/v1/integrations/" + id + "/draft").body())
                .getJsonArray("rules")
                .getJsonObject(0)
                .getString("name");
    }

    @Test
    void whatIsDeletedComesBackExactlyAsItWas() {
        admin.post(INTEGRATIONS, integration("Undone"));
        JsonObject before = find("integrations", "appname", "Undone");

        HttpResponse<String> deleted =
                admin.post(INTEGRATIONS + "/" + before.getString("id") + "/delete", "version", "1");

        assertThat(exists("integrations", "appname", "Undone")).isFalse();
        String list = admin.get(deleted.headers().firstValue("Location").orElseThrow()).body();
        Matcher key = Pattern.compile("name=\"undo\" value=\"([^\"]+)\"").matcher(list);
        assertThat(key.find()).isTrue();
        admin.post("/settings/undo", "undo", key.group(1));
        assertThat(find("integrations", "appname", "Undone")).isEqualTo(before);
        assertThat(admin.get(INTEGRATIONS).body()).contains("Undone is back.");
    }

    @Test
    void deletedAgentComesBackWithHisPassword() {
        admin.post(
                "/settings/agents",
                "name",
                "Back",
                "user",
                "back",
                "password",
                "one two three",
                "peers",
                "SIP/back");
        JsonObject before = find("agents", "name", "Back");

        HttpResponse<String> deleted =
                admin.post("/settings/agents/" + before.getString("id") + "/delete");
        String list = admin.get(deleted.headers().firstValue("Location").orElseThrow()).body();
        Matcher key = Pattern.compile("name=\"undo\" value=\"([^\"]+)\"").matcher(list);
        assertThat(key.find()).isTrue();
        admin.post("/settings/undo", "undo", key.group(1));

        assertThat(find("agents", "name", "Back")).isEqualTo(before);
        assertThat(before.getBoolean("hasPassword")).isTrue();
    }

    @Test
    void integrationIsSwitchedOffInTheList() {
        admin.post(INTEGRATIONS, integration("Switch"));
        String id = find("integrations", "appname", "Switch").getString("id");

        admin.post(INTEGRATIONS + "/" + id + "/switch", "enabled", "false");

        assertThat(find("integrations", "appname", "Switch").getBoolean("enabled")).isFalse();
        assertThat(admin.get(INTEGRATIONS).body()).contains("Switch is off");
    }

    @Test
    void variableInUseStaysAndSaysWhoUsesIt() {
        admin.post("/settings/variables", "name", "inuse");
        admin.post(INTEGRATIONS, integration("User of it", "url", "https://crm.example/{inuse}"));
        String id = find("variables", "name", "inuse").getString("id");

        admin.post("/settings/variables/" + id + "/delete", "version", "1");

        assertThat(exists("variables", "name", "inuse")).isTrue();
        assertThat(admin.get("/settings/variables").body()).contains("used by User of it");
    }

    @Test
    void messageAboutOneDeviceStandsAtTheFieldOfAll() {
        HttpResponse<String> response =
                admin.post("/settings/agents", "name", "X", "peers", "SIP/x\r\nnonsense");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(at(response.body(), "peers")).contains("PJSIP/anna");
        assertThat(response.body()).contains("SIP/x\r\nnonsense</textarea>");
    }

    @Test
    void agentsAreFilteredByDevice() {
        admin.post("/settings/agents", "name", "Filtered In", "peers", "SIP/needle");
        admin.post("/settings/agents", "name", "Filtered Out", "peers", "SIP/hay");
        admin.get("/settings/agents");

        String page = admin.get("/settings/agents?q=NEEDLE").body();

        assertThat(page).contains("Filtered In").doesNotContain("Filtered Out");
        assertThat(admin.get("/settings/agents?q=zzz").body())
                .contains("The filter hides everything.");
    }

    @Test
    void secretOfAPbxIsKeptWhenItIsNotTypedAgainAndNeverShown() {
        admin.post(
                "/settings/pbxs",
                "name",
                "kept",
                "host",
                "h",
                "port",
                "5038",
                "user",
                "u",
                "secret",
                "canary-secret");
        JsonObject made = find("pbxs", "name", "kept");
        String page = "/settings/pbxs/" + made.getString("id");

        assertThat(admin.get(page).body()).doesNotContain("canary-secret").doesNotContain("v1:");
        admin.post(
                page, "name", "kept", "host", "other", "port", "5038", "user", "u", "version", "1");
        server.tests.clear();
        admin.post(
                "/settings/pbxs/test",
                "id",
                made.getString("id"),
                "name",
                "kept",
                "host",
                "h3",
                "port",
                "5038",
                "user",
                "u");

        PbxConfig tested = server.tests.remove().pbx();
        assertThat(tested.host()).isEqualTo("h3");
        assertThat(server.secrets.open(tested.secret())).isEqualTo("canary-secret");
        assertThat(find("pbxs", "name", "kept").getString("host")).isEqualTo("other");
    }

    @Test
    void connectionTestShowsItsStepsOneUnderAnother() {
        server.testResult =
                new PbxTestResult(
                        false,
                        List.of(
                                new PbxTestResult.Step("tcp", true, "connected"),
                                new PbxTestResult.Step("login", false, "wrong secret")));

        String page =
                admin.post(
                                "/settings/pbxs",
                                "step",
                                "test",
                                "name",
                                "new",
                                "host",
                                "h",
                                "port",
                                "5038",
                                "user",
                                "u",
                                "secret",
                                "s")
                        .body();

        assertThat(page)
                .containsPattern("is-yes[\\s\\S]*connected[\\s\\S]*is-no[\\s\\S]*wrong secret");
        assertThat(exists("pbxs", "name", "new")).isFalse();
    }

    @Test
    void connectionTestOfAnIncompleteFormSaysWhatIsMissing() {
        server.tests.clear();

        String part = admin.post("/settings/pbxs/test", "name", "x").body();

        assertThat(part).contains("host").contains("must not be empty");
        assertThat(server.tests).isEmpty();
    }

    @Test
    void pbxOfTheConfigurationCanBeLookedAtAndTestedOnly() {
        server.tests.clear();

        String page = admin.get("/settings/pbxs/pbx.0").body();
        admin.post("/settings/pbxs/test", "id", "pbx.0");

        assertThat(page).contains("pbx[0]").contains("disabled").doesNotContain("value=\"save\"");
        assertThat(server.tests.remove().pbx()).isEqualTo(FIXED);
        assertThat(admin.post("/settings/pbxs/pbx.0", "name", "x").statusCode()).isEqualTo(409);
    }

    @Test
    void managerConfHasNoRightThatRunsAnything() {
        String block = ManagerConf.block("belfry");

        assertThat(block)
                .contains("[belfry]")
                .contains("read = system,call,agent,dialplan")
                .contains("eventfilter = !^Event: (RTCPSent|");
        String write =
                block.lines().filter(line -> line.startsWith("write =")).findFirst().orElseThrow();
        assertThat(write).doesNotContain("system", "command", "config", "agi", "originate");
        assertThat(ManagerConf.block("x]\nwrite = all\n[y")).contains("[xwriteally]");
    }

    @Test
    void theGuideShowsTheSameAccountAsThePage() throws IOException {
        String guide = Files.readString(Path.of("../docs/guide/administrator.md"));

        List<String> account =
                guide.substring(guide.indexOf("[belfry]\n"))
                        .lines()
                        .takeWhile(line -> !line.equals("```"))
                        .filter(line -> !line.startsWith(";"))
                        .toList();

        assertThat(account)
                .isEqualTo(
                        ManagerConf.block("belfry")
                                .lines()
                                .filter(line -> !line.startsWith(";"))
                                .toList());
    }

    @Test
    void hostileNamesAreTextEverywhere() {
        String evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        admin.post("/settings/variables", "name", "evil", "description", evil, "sample", evil);
        admin.post("/settings/agents", "name", evil, "peers", "SIP/evil");
        admin.post(
                INTEGRATIONS,
                integration(
                        evil,
                        "rules[0].name",
                        evil,
                        "rules[0].all[0].field",
                        "callername",
                        "rules[0].all[0].op",
                        "equals",
                        "rules[0].all[0].value",
                        evil));

        for (String page :
                List.of(
                        "/",
                        INTEGRATIONS,
                        INTEGRATIONS + "/" + find("integrations", "appname", evil).getString("id"),
                        INTEGRATIONS
                                + "/"
                                + find("integrations", "appname", evil).getString("id")
                                + "/versions/1",
                        "/settings/variables",
                        "/settings/agents",
                        "/settings/agents?q=%3Cscript%3E",
                        "/settings/users")) {
            assertThat(admin.get(page).body())
                    .as(page)
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__${7*7}__",
                "~{layout :: page}",
                "[[${7*7}]]",
                "${T(java.lang.Runtime)}",
                "{{7*7}}",
                "*{7*7}",
                "#{admin.save}",
                "@{/x}",
                "|${7*7}|"
            })
    void templateTricksArePrintedLiterally(String trick) {
        String page = admin.post(INTEGRATIONS, integration(trick, "url", "javascript:")).body();

        assertThat(page)
                .contains("value=\"" + trick.replace("&", "&amp;").replace("'", "&#39;") + "\"");
    }
}
