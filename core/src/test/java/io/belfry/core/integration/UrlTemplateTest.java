package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.belfry.core.integration.UrlTemplate.Refused;
import io.belfry.core.integration.UrlTemplate.Url;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {
    private static final Fields FIELDS = Fields.with(List.of("ordernumber", "customer_id"));

    private static EventFields event(String... namesAndValues) {
        JsonObject json = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new EventFields(json, ZoneId.of("Europe/Rome"));
    }

    @Test
    void theOriginalsExamplePassesNumberAndOrder() {
        var template =
                UrlTemplate.parse(
                        "http://crm.example/calls?phone={callernum}&order={ordernumber}&by=belfry");

        var rendered =
                template.render(event("callernum", "+390255512345", "ordernumber", "A-1001/7"));

        assertThat(rendered)
                .isEqualTo(
                        new Url(
                                "http://crm.example/calls?phone=%2B390255512345&order=A-1001%2F7&by=belfry"));
        assertThat(template.fields()).containsExactly("callernum", "ordernumber");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "x&admin=1#, x%26admin%3D1%23",
                "a b+c, a%20b%2Bc",
                "Müller & Söhne, M%C3%BCller%20%26%20S%C3%B6hne",
                "%41%00, %2541%2500",
                "../../etc, ..%2F..%2Fetc",
                "{callernum}, %7Bcallernum%7D",
                "🐍, %F0%9F%90%8D",
                "a;b=c?d, a%3Bb%3Dc%3Fd",
                "\\\\evil.example, %5C%5Cevil.example",
            })
    void aValueIsOnePieceWhereverItStands(String value, String encoded) {
        var event = event("callername", value);

        assertThat(UrlTemplate.parse("https://crm.example/?n={callername}&b=1").render(event))
                .isEqualTo(new Url("https://crm.example/?n=" + encoded + "&b=1"));
        assertThat(UrlTemplate.parse("https://crm.example/p/{callername}/q").render(event))
                .isEqualTo(new Url("https://crm.example/p/" + encoded + "/q"));
        assertThat(UrlTemplate.parse("https://crm.example/#/c/{callername}").render(event))
                .isEqualTo(new Url("https://crm.example/#/c/" + encoded));
    }

    @Test
    void lineBreaksAndHalfCharactersAreEncodedToo() {
        var template = UrlTemplate.parse("https://crm.example/?n={callername}");

        assertThat(template.render(event("callername", "a\r\nX: 1\u0000")))
                .isEqualTo(new Url("https://crm.example/?n=a%0D%0AX%3A%201%00"));
        assertThat(template.render(event("callername", "a\ud800b")))
                .isEqualTo(new Url("https://crm.example/?n=a%3Fb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void aValueCanNotWalkUpInThePath(String value) {
        var template = UrlTemplate.parse("https://crm.example/customers/{callername}/orders");

        assertThat(template.render(event("callername", value)))
                .isEqualTo(new Refused("a value would make the step '" + value + "' in the path"));
        assertThat(
                        UrlTemplate.parse("https://crm.example/a/.{callername}")
                                .render(event("callername", "")))
                .isInstanceOf(Refused.class);
        assertThat(
                        UrlTemplate.parse("https://crm.example/?x={callername}")
                                .render(event("callername", value)))
                .as("in a parameter dots mean nothing")
                .isEqualTo(new Url("https://crm.example/?x=" + value));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(
                        UrlTemplate.parse("https://crm.example/?a={callernum}&b={gone_variable}")
                                .render(event()))
                .isEqualTo(new Url("https://crm.example/?a=&b="));
    }

    @Test
    void filtersAreAppliedFromLeftToRight() {
        var template =
                UrlTemplate.parse(
                        "https://crm.example/{callernum|digits|drop:2|e164:IT}/{ordernumber|default:none yet}");

        assertThat(template.render(event("callernum", "9-0 02 5551-2345")))
                .isEqualTo(new Url("https://crm.example/%2B390255512345/none%20yet"));
    }

    @Test
    void bracesAndForeignLettersOfTheTemplateAreEncoded() {
        var template = UrlTemplate.parse("https://crm.example/città?f={{\"a\":1}}&n={callernum}");

        assertThat(template.render(event("callernum", "7")))
                .isEqualTo(new Url("https://crm.example/citt%C3%A0?f=%7B%22a%22:1%7D&n=7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https://crm.example/?p={calerid}|23|9|there is no field {calerid}, did you mean {callernum}?",
                "https://crm.example/?p={calernum}|23|10|there is no field {calernum}, did you mean {callernum}?",
                "https://crm.example/?p={ordernumer}|23|12|there is no field {ordernumer}, did you mean {ordernumber}?",
                "https://crm.example/?p={zzzzzz}|23|8|there is no field {zzzzzz}",
                "https://crm.example/?p={calerid|23|8|this { is never closed, did you mean {callernum}?",
                "https://crm.example/?p={callernum|23|10|this { is never closed, did you mean {callernum}?",
                "https://crm.example/?p=callernum}|32|1|this } closes nothing; write }} for a brace as text",
                "https://crm.example/?p={}|23|2|there is no name between the braces: {callernum}",
                "https://crm.example/?p={T(java.lang.Runtime)}|23|22|{T(java.lang.Runtime)} is no name of a field; write {{ for a brace as text",
                "https://crm.example/?p=50%|25|1|write %25 for a percent sign",
                "https://crm.example/?p=%{callernum}|23|1|write %25 for a percent sign",
                "https://crm.example/?p=%4{callernum}|23|1|write %25 for a percent sign",
                "https://crm.example/a b|21|1|there is a space or line break in the address, write %20",
                "https://crm.example/../{callernum}|0|1|leave out the step '..' in the path",
                "https://crm.example/%2E%2e/{callernum}|0|1|leave out the step '..' in the path",
                "{callernum}|0|11|an address begins with https:// or http://, not a value",
                "{callernum}://crm.example/|0|11|an address begins with https:// or http://, not a value",
                "ht{callernum}://crm.example/|2|11|an address begins with https:// or http://, not a value",
                "https:{callernum}|6|11|an address begins with https:// or http://, not a value",
                "https://{queue}.crm.example/|8|7|a value can not decide the server: write its name out, with a / behind it, before {queue}",
                "https://{queue}@crm.example/|8|7|a value can not decide the server: write its name out, with a / behind it, before {queue}",
                "https://crm.example:{queue}/|20|7|a value can not decide the server: write its name out, with a / behind it, before {queue}",
                "https://crm.example{queue}|19|7|a value can not decide the server: write its name out, with a / behind it, before {queue}",
                "javascript:alert('{callernum}')|0|1|javascript: is not allowed, only https:// and http://",
                "crm.example/{callernum}|0|1|an address begins with https:// or http://",
                "https://anna@crm.example/{callernum}|8|1|an address with a user name or password in it is not allowed",
            })
    void whatIsWrongIsSaidWhereItIs(String source, int position, int length, String message) {
        List<TemplateProblem> problems = UrlTemplate.check(source, FIELDS);

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).message()).isEqualTo(message);
        assertThat(problems.get(0).position()).isEqualTo(position);
        assertThat(problems.get(0).length()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "callernum|digts; there is no filter 'digts', did you mean digits?",
                "callernum|base64; there is no filter 'base64', there are digits, drop, take, last, e164,"
                        + " upper, lower, trim, default, date, clock, urlencode",
                "callernum|drop; the filter drop needs a number from 1 to 100: drop:2",
                "callernum|drop:-1; the filter drop needs a number from 1 to 100: drop:2",
                "callernum|take:101; the filter take needs a number from 1 to 100: take:2",
                "callernum|digits:2; the filter digits takes nothing after a colon",
                "callernum|default:; the filter default needs a text after the colon: default:none",
                "callernum|urlencode; values in an address are always encoded, leave out |urlencode",
            })
    void filtersAreCheckedWhenTheTemplateIsSaved(String inside, String message) {
        var problems = UrlTemplate.check("https://crm.example/{" + inside + "}", FIELDS);

        assertThat(problems).extracting(TemplateProblem::message).containsExactly(message);
    }

    @Test
    void theCountryOfANumberMustBeKnown() {
        assertThat(UrlTemplate.check("https://crm.example/{callernum|e164:it}", FIELDS)).isEmpty();
        assertThat(UrlTemplate.check("https://crm.example/{callernum|e164:XX}", FIELDS))
                .extracting(TemplateProblem::message)
                .allMatch(message -> message.contains("e164:IT") && message.contains("DE, DK"));
    }

    @Test
    void allMistakesAreFoundAtOnceFromLeftToRight() {
        var problems =
                UrlTemplate.check("https://crm.example/{calernum}/{x|dorp:2}/{queu}?}", FIELDS);

        assertThat(problems).extracting(TemplateProblem::position).containsExactly(20, 31, 42, 49);
        assertThat(problems.get(0).suggestion()).isEqualTo("{callernum}");
        assertThat(problems.get(2).suggestion()).isEqualTo("{queue}");
    }

    @Test
    void aTemplateThatIsGoodHasNoProblems() {
        assertThat(
                        UrlTemplate.check(
                                "https://crm.example:8443/c/{customer_id}?p={callernum|e164:IT}&w={weekday}&t={time}#x",
                                FIELDS))
                .isEmpty();
    }

    @Test
    void aTemplateAsLongAsABookIsRefused() {
        String source = "https://crm.example/?" + "{callernum}".repeat(200);

        assertThat(UrlTemplate.check(source, FIELDS))
                .extracting(TemplateProblem::message)
                .containsExactly("a template can have 2000 characters, this one has 2221");
    }

    @Test
    void anAddressThatGetsTooLongIsRefused() {
        var template = UrlTemplate.parse("https://crm.example/?n={callername}");

        assertThat(template.render(event("callername", "x".repeat(9000))))
                .isEqualTo(new Refused("an address can have 8000 characters, this one has 9023"));
    }

    @Test
    void aBrokenTemplateCanNotBeUsed() {
        assertThatThrownBy(() -> UrlTemplate.parse("https://{queue}/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a value can not decide the server");
    }
}
