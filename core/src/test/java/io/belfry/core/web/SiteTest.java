package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SiteTest {
    private static TestSite server;

    @BeforeAll
    static void start() {
        server = new TestSite();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPageIsTheLayoutWithItsOwnContent() {
        Browser anna = server.browser();
        anna.form("/enter/ADMIN", "");

        var page = anna.get("/settings/agents");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .startsWith("<!doctype html>")
                .contains("<h1>Agents</h1>")
                .contains("<title>Agents · Belfry</title>")
                .contains("Sample of")
                .doesNotContain("th:")
                .doesNotContain("??");
    }
}
