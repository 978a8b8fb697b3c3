package io.belfry.realtimepush;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import io.belfry.core.web.InstalledChromium;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The distribution's Chromium, driven by Playwright. */
final class Chromium implements AutoCloseable {
    private static final int LIMIT_MILLIS = 30_000;

    /** Everything that a page said to its console or threw; a good page says nothing. */
    final List<String> complaints = new ArrayList<>();

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(program)
                                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    static Chromium start() {
        return new Chromium(InstalledChromium.forPages());
    }

    /** A window of its own for somebody who has logged in. */
    Page open(House house, String who, int width, int height, ColorScheme scheme, String language) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setViewportSize(width, height)
                                .setColorScheme(scheme)
                                .setLocale(language)
                                .setTimezoneId("Europe/Rome"));
        context.setDefaultTimeout(LIMIT_MILLIS);
        context.addCookies(
                List.of(
                        new Cookie("belfry_session", house.cookie(who))
                                .setUrl("http://127.0.0.1:" + house.port)));
        Page page = context.newPage();
        page.onConsoleMessage(
                message -> {
                    if (message.type().equals("error") || message.type().equals("warning")) {
                        complaints.add(message.text());
                    }
                });
        page.onPageError(complaints::add);
        return page;
    }

    Page open(House house, String who) {
        return open(house, who, 1280, 800, ColorScheme.LIGHT, "en-GB");
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
