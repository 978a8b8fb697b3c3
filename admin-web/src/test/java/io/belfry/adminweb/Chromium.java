package io.belfry.adminweb;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.belfry.core.web.InstalledChromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real browser. */
final class Chromium implements AutoCloseable {
    /** Long enough for a busy machine; everything usually takes a few hundredths of a second. */
    static final double LIMIT_MILLIS = 20_000;

    private final Playwright playwright;
    private final Browser browser;

    /** What the pages complained about: errors of scripts, things that the policy forbids. */
    final List<String> complaints = new ArrayList<>();

    Chromium() {
        Path program = InstalledChromium.forPages();
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    Page page(AdminServer server, int width, boolean dark) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setBaseURL("http://127.0.0.1:" + server.port())
                                .setLocale("en-US")
                                .setViewportSize(width, 900)
                                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
        context.setDefaultTimeout(LIMIT_MILLIS);
        Page page = context.newPage();
        page.onPageError(error -> complaints.add(page.url() + " " + error));
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error")) {
                        complaints.add(page.url() + " " + message.text());
                    }
                });
        return page;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
