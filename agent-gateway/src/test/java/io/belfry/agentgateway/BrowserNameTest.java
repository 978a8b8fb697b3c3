package io.belfry.agentgateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36 | Chrome 142",
                "Mozilla/5.0 AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0 | Edge 142",
                "Mozilla/5.0 (X11; rv:153.0) Gecko/20100101 Firefox/153.0 | Firefox 153",
                "Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18.2 Safari/605.1 | Safari 18",
                "curl/8.5.0 | a program",
                "'' | a program",
            })
    void theTraceNamesTheBrowser(String userAgent, String name) {
        assertThat(BrowserName.of(userAgent)).isEqualTo(name);
    }
}
