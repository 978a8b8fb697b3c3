package io.belfry.core.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.integration.WebAddress.Good;
import io.belfry.core.integration.WebAddress.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebAddressTest {
    @Test
    void noneOfTheHostileAddressesMayOpenAndEachIsToldWhy() {
        List<String> hostile = Corpus.read("refused-addresses.txt");

        List<String> opened = hostile.stream().filter(each -> !isRefusedWithReason(each)).toList();

        assertThat(hostile).hasSizeGreaterThan(300).doesNotHaveDuplicates();
        assertThat(opened).isEmpty();
    }

    private static boolean isRefusedWithReason(String address) {
        return WebAddress.check(address) instanceof Refused refused
                && !refused.because().isBlank()
                && refused.at() >= 0
                && refused.at() <= address.length();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crm.example",
                "https://crm.example/",
                "https://crm.example?x=1",
                "https://crm.example#/calls/7",
                "http://crm/calls",
                "http://localhost:8080/calls",
                "http://crm_server.intranet/",
                "http://192.0.2.10/x",
                "http://10.0.0.5:8443/x",
                "http://[2001:db8::1]:8080/x",
                "http://[::ffff:192.0.2.1]/",
                "https://xn--mnchen-3ya.example/",
                "https://3com.example/",
                "https://a.b.c.d.example/",
                "https://crm.example/calls?phone=%2B3902555&name=M%C3%BCller%0A&a[]=1&b=x;y",
                "https://crm.example/a:b@c/(x)!*'$,=+~;/d",
                "https://crm.example/index.html#!/calls?phone=1#2",
                "https://crm.example/r?to=https://other.example/x?y=1"
            })
    void whatCustomersUseIsGoodAndUnchanged(String address) {
        var checked = WebAddress.check(address);

        assertThat(checked).isInstanceOf(Good.class);
        assertThat(((Good) checked).address()).hasToString(address);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "HTTPS://CRM.Example/Calls, https://crm.example/Calls",
                "https://crm.example:443/x, https://crm.example/x",
                "http://crm.example:80, http://crm.example",
                "http://crm.example:443/, http://crm.example:443/",
                "https://crm.example/città?q=\"é\", https://crm.example/citt%C3%A0?q=%22%C3%A9%22",
                "https://crm.example/?a={b}|<c>, https://crm.example/?a=%7Bb%7D%7C%3Cc%3E",
            })
    void lettersThatNoAddressCanHoldAreEncodedAsBrowsersDoIt(String given, String written) {
        var checked = WebAddress.check(given);

        assertThat(checked).isInstanceOf(Good.class);
        assertThat(((Good) checked).address()).hasToString(written);
        assertThat(WebAddress.check(written)).isEqualTo(checked);
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), 'javascript: is not allowed, only https:// and http://', 0",
        "crm.example/calls, an address begins with https:// or http://, 0",
        "https:crm.example, after https: there must be //, 6",
        "https://anna:x@crm.example/, an address with a user name or password in it is not allowed,"
                + " 8",
        "'https://crm.example/a b', 'there is a space or line break in the address, write %20', 21",
        "https://crm.example/?a=100%, write %25 for a percent sign, 26",
        "https://crm.example:70000/, '''70000'' is no port, they go from 1 to 65535', 8",
        "https://münchen.example/, 'write the host with plain letters, in its xn-- form', 8",
    })
    void theReasonNamesTheMend(String address, String because, int at) {
        assertThat(WebAddress.check(address)).isEqualTo(new Refused(because, at));
    }

    @Test
    void whatIsTooLongIsRefused() {
        String longest = "https://crm.example/" + "a".repeat(WebAddress.MAX_LENGTH - 20);

        assertThat(WebAddress.check(longest)).isInstanceOf(Good.class);
        assertThat(WebAddress.check(longest + "a")).isInstanceOf(Refused.class);
        assertThat(WebAddress.check("https://crm.example/" + "é".repeat(2000)))
                .as("six characters for each when it is encoded")
                .isInstanceOf(Refused.class);
    }
}
