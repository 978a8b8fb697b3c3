package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.UrlTemplate.Refused;
import io.belfry.core.integration.UrlTemplate.Url;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a caller calls himself, it stays one value at its place (A29). Fixed seeds. */
class UrlTemplateFuzzTest {
    private static final int VALUES = 10_000;

    private static final List<String> PIECES =
            List.of(
                    "/",
                    "//",
                    "\\",
                    "?",
                    "&",
                    "#",
                    "=",
                    ";",
                    ":",
                    "@",
                    "%",
                    "%2f",
                    "%2e",
                    "%00",
                    "%0a",
                    ".",
                    "..",
                    "../",
                    "/..",
                    "http://evil.example",
                    "javascript:",
                    "data:",
                    "\r\n",
                    "\n",
                    "\t",
                    "\u0000",
                    "\u001b",
                    "\u007f",
                    "\u0085",
                    "\u00a0",
                    "\u2028",
                    "\u200b",
                    "\u202e",
                    "\ufeff",
                    "\uff0f",
                    "\uff0e",
                    "\u3002",
                    "\ud83d\udc0d",
                    "\ud800",
                    "\udfff",
                    "é",
                    "+",
                    " ",
                    "'",
                    "\"",
                    "<script>",
                    "{callernum}",
                    "{{",
                    "}}",
                    "${x}",
                    "admin=1",
                    "[",
                    "]",
                    "|",
                    "^",
                    "`",
                    "a",
                    "7",
                    "Rossi");

    private static String hostile(Random random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) {
            out.append(
                    random.nextInt(4) == 0
                            ? Character.toString(random.nextInt(0x3000))
                            : PIECES.get(random.nextInt(PIECES.size())));
        }
        return out.toString();
    }

    private static EventFields event(String value) {
        return new EventFields(new JsonObject().put("callername", value), ZoneOffset.UTC);
    }

    @Test
    void noValueChangesTheServerOrAddsAParameterOrAFragment() {
        var template =
                UrlTemplate.parse("https://crm.example:8443/calls?n={callername}&end=1#here");
        Random random = new Random(20260807);

        for (int i = 0; i < VALUES; i++) {
            String value = hostile(random);
            String url = ((Url) template.render(event(value))).text();
            URI parsed = URI.create(url);

            assertThat(url).startsWith("https://crm.example:8443/calls?n=").endsWith("&end=1#here");
            assertThat(parsed.getAuthority()).isEqualTo("crm.example:8443");
            assertThat(parsed.getPath()).isEqualTo("/calls");
            assertThat(parsed.getRawFragment()).isEqualTo("here");
            assertThat(parsed.getRawQuery().split("&")).hasSize(2);
            assertThat(parsed.getRawQuery()).matches("n=[A-Za-z0-9%._~-]*&end=1");
            assertThat(decoded(parsed.getRawQuery())).isEqualTo(onTheWire(value));
        }
    }

    @Test
    void noValueAddsAStepToThePathOrLeavesItsOwn() {
        var template = UrlTemplate.parse("https://crm.example/a/{callername}/z/.{callername}");
        Random random = new Random(20260808);
        int refused = 0;

        for (int i = 0; i < VALUES; i++) {
            var rendered = template.render(event(hostile(random)));
            if (rendered instanceof Refused) {
                refused++;
                continue;
            }
            URI url = URI.create(((Url) rendered).text());

            assertThat(url.getAuthority()).isEqualTo("crm.example");
            assertThat(url.getRawQuery()).isNull();
            assertThat(url.getRawFragment()).isNull();
            assertThat(url.getRawPath().split("/", -1))
                    .hasSize(5)
                    .startsWith("", "a")
                    .contains("z");
            assertThat(url.normalize()).isEqualTo(url);
        }
        assertThat(refused).as("values that are a step themselves").isBetween(1, VALUES / 20);
    }

    @Test
    void noTextAtAllMakesTheCheckThrow() {
        Random random = new Random(20260809);
        Fields fields = Fields.with(List.of());
        List<String> beginnings =
                List.of("", "https://crm.example/", "https://", "{", "http://a/{");

        for (int i = 0; i < VALUES; i++) {
            String source = beginnings.get(random.nextInt(beginnings.size())) + hostile(random);
            if (UrlTemplate.check(source, fields).isEmpty()) {
                UrlTemplate template = UrlTemplate.parse(source);
                assertThat(template.render(event("x"))).isNotNull();
            }
            WebAddress.check(source);
            TextTemplate.check(source, fields);
        }
    }

    private static String decoded(String query) {
        String value = query.substring("n=".length(), query.indexOf('&'));
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** Half a character is a question mark in UTF-8; all else arrives as it was. */
    private static String onTheWire(String value) {
        return new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
