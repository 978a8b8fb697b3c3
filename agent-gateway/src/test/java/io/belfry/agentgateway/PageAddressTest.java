package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://crm.example",
                "http://crm.example:8080/calls?phone=%2B3902555&order=A-1#top",
                "HTTPS://CRM.example/a|b",
                "http://[::1]:8080/x",
                "https://bücher.example/straße",
            })
    void webAddressesMayBeOpened(String url) {
        assertThat(PageAddress.refuse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                "java\tscript:alert(1)",
                "\u0001javascript:alert(1)",
                " https://crm.example",
                "data:text/html,<script>alert(1)</script>",
                "vbscript:x",
                "blob:https://crm.example/1",
                "view-source:https://crm.example",
                "file:///etc/passwd",
                "//crm.example/x",
                "https:crm.example",
                "https:/crm.example",
                "https:///x",
                "https://",
                "https://user@crm.example/",
                "https://good.example\\@evil.example/",
                "https://crm.example/a\nb",
                "https://crm.example/a b",
                "https://crm.example\u0000.evil.example/",
                "ftp://crm.example/",
            })
    void everythingElseIsRefused(String url) {
        assertThat(PageAddress.refuse(url)).isPresent();
    }

    @Test
    void anAddressThatIsTooLongIsRefused() {
        String longest = "https://crm.example/" + "x".repeat(PageAddress.MAX_LENGTH - 20);

        assertThat(PageAddress.refuse(longest)).isEmpty();
        assertThat(PageAddress.refuse(longest + "x")).isPresent();
    }
}
