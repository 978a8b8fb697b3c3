package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTemplateTest {
    private static final Fields FIELDS = Fields.with(List.of("ordernumber"));

    /** What template engines, shells and expression languages would run. */
    private static final List<String> OPENERS =
            List.of(
                    "__${",
                    "${",
                    "#{",
                    "*{",
                    "@{",
                    "~{",
                    "[[",
                    "[(",
                    "[[${",
                    "{{",
                    "{%",
                    "<%=",
                    "<#",
                    "$(",
                    "`",
                    "%{",
                    "{",
                    "}",
                    "}}{{",
                    "th:text=\"${");

    private static final List<String> BODIES =
            List.of(
                    "T(java.lang.Runtime).getRuntime().exec('id')",
                    "7*7",
                    "callernum",
                    "new java.util.Date()",
                    "#ctx.getVariable('secret')",
                    "''.class.forName('x')",
                    "@java.lang.System@exit(1)",
                    "fragments/admin :: secret",
                    "param.x",
                    "system 'id'");

    private static String rendered(String template, String field, String value) {
        var json = new JsonObject().put(field, value).put("time", "2026-11-22T23:30:05.123Z");
        return TextTemplate.parse(template).render(new EventFields(json, ZoneId.of("Europe/Rome")));
    }

    @Test
    void nothingOfACallIsEverEvaluated() {
        List<String> payloads = new ArrayList<>();
        for (String opener : OPENERS) {
            BODIES.forEach(body -> payloads.add(opener + body + "}}]])}__"));
        }

        assertThat(payloads).hasSize(200);
        assertThat(payloads)
                .allSatisfy(
                        payload ->
                                assertThat(rendered("<{callername}>", "callername", payload))
                                        .isEqualTo("<" + payload + ">"));
    }

    @Test
    void nothingOfATemplateIsEverEvaluated() {
        for (String opener : OPENERS) {
            for (String body : BODIES) {
                String literal = (opener + body + "]]").replace("{", "{{").replace("}", "}}");

                assertThat(TextTemplate.check(literal, FIELDS)).isEmpty();
                assertThat(rendered(literal, "callernum", "49")).isEqualTo(opener + body + "]]");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "{v|digits}; +39 (02) 555-1; 39025551",
                "{v|digits}; ٠١٢٣; 0123",
                "{v|digits}; anonymous; \"\"",
                "{v|drop:2}; 0039; 39",
                "{v|drop:9}; 0039; \"\"",
                "{v|drop:1}; 🐍a; a",
                "{v|take:3}; 12345; 123",
                "{v|take:1}; 🐍a; 🐍",
                "{v|take:9}; 123; 123",
                "{v|last:4}; 0255512345; 2345",
                "{v|last:4}; 45; 45",
                "{v|upper}; straße; STRASSE",
                "{v|lower}; SALES; sales",
                "{v|trim}|; \" a b \"; a b|",
                "{v|default:nobody}; \"\"; nobody",
                "{v|default:nobody}; \" \"; nobody",
                "{v|default:nobody}; Anna; Anna",
                "{v|digits|default:a: b}; anonymous; a: b",
                "{v|urlencode}; a b&c; a%20b%26c",
                "{ v | upper | last:2 }; abc; BC",
                "{v|date}; 2026-11-22T23:30:05.123Z; 2026-11-23",
                "{v|clock}; 2026-11-22T23:30:05.123Z; 00:30",
                "{v|date}; yesterday; \"\"",
                "{time|clock} {weekday}; x; 00:30 mon",
                "{{{v}}}; x; {x}",
            })
    void filtersDoWhatTheirNameSays(String template, String value, String expected) {
        assertThat(rendered(template, "v", value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "IT, 0255512345, +390255512345",
        "IT, 3331234567, +393331234567",
        "IT, +39 02 555 12345, +390255512345",
        "IT, 00390255512345, +390255512345",
        "IT, 390255512345, +390255512345",
        "IT, 3931234567, +393931234567",
        "IT, 004930123456, +4930123456",
        "IT, 1003, 1003",
        "IT, 112, 112",
        "IT, anonymous, ''",
        "IT, '', ''",
        "IT, +, ''",
        "GB, 020 7946 0958, +442079460958",
        "GB, +44 (0)20 7946 0958, +442079460958",
        "GB, 442079460958, +442079460958",
        "DE, 030/123456, +4930123456",
        "DE, 0049 30 123456, +4930123456",
        "FR, 01 42 68 53 00, +33142685300",
        "ES, 912 345 678, +34912345678",
        "US, (212) 555-0123, +12125550123",
        "US, 1 212 555 0123, +12125550123",
        "US, 011 39 02 55512345, +390255512345",
        "CA, 416-555-0123, +14165550123",
        "AU, 0011 39 0255512345, +390255512345",
        "AU, 02 9876 5432, +61298765432",
        "HU, 06 1 234 5678, +3612345678",
        "RU, 8 916 123 45 67, +79161234567",
        "RU, 7 916 123 45 67, +79161234567",
        "RU, 810 39 0255512345, +390255512345",
        "CH, 044 668 18 00, +41446681800",
        "it, 0255512345, +390255512345",
        "IT, 12345678901234567890, 3912345678901234567890",
    })
    void aNumberIsReadAsSomebodyInThatCountryDialsIt(
            String country, String dialled, String expected) {
        assertThat(rendered("{callernum|e164:" + country + "}", "callernum", dialled))
                .isEqualTo(expected);
    }

    @Test
    void controlCharactersOfACallerAreSpacesAndLongTextsAreCut() {
        assertThat(rendered("{callername}", "callername", "a\r\nb\u0007c")).isEqualTo("a b c");
        assertThat(rendered("{callername}", "callername", "x".repeat(5000)))
                .hasSize(TextTemplate.MAX_RESULT)
                .endsWith("x…");
    }

    @Test
    void mistakesAreFoundAsInAddresses() {
        assertThat(TextTemplate.check("Call of {calername|uper}", FIELDS))
                .containsExactly(
                        new TemplateProblem(
                                8, 16, "there is no filter 'uper', did you mean upper?", ""));
        assertThat(TextTemplate.check("Order {ordernumbr}", FIELDS))
                .containsExactly(
                        new TemplateProblem(
                                6,
                                12,
                                "there is no field {ordernumbr}, did you mean {ordernumber}?",
                                "{ordernumber}"));
    }
}
