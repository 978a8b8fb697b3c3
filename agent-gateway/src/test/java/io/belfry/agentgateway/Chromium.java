package io.belfry.agentgateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import io.belfry.core.web.InstalledChromium;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real Chromium with its pop-up blocker on and nothing of who used it before. Two traps are
 * closed here: the driver switches the blocker off unless it is told not to, and what the driver
 * evaluates counts as a click for five seconds.
 */
public final class Chromium implements AutoCloseable {
    /** Longer than a click counts, and than anything here may take. */
    private static final int LIMIT_MILLIS = 30_000;

    private static final List<String> ARGUMENTS =
            List.of(
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    /** What the driver would add and what would let everything open. */
    private static final List<String> LEFT_OUT = List.of("--disable-popup-blocking");

    private final BrowserContext context;
    private final Runnable end;

    private Chromium(BrowserContext context, Runnable end) {
        this.context = context;
        this.end = end;
    }

    /** What the browser is like before the first page. */
    public record Setup(
            String popupsAllowedFor, String language, int width, int height, boolean dark) {
        public static final Setup PLAIN = new Setup("", "en-US", 1280, 800, false);

        /**
         * As if the user had chosen "always allow pop-ups" for this origin in the site settings.
         */
        public Setup allowingPopups(String origin) {
            return new Setup(origin, language, width, height, dark);
        }

        public Setup in(String newLanguage) {
            return new Setup(popupsAllowedFor, newLanguage, width, height, dark);
        }

        public Setup sized(int newWidth, int newHeight) {
            return new Setup(popupsAllowedFor, language, newWidth, newHeight, dark);
        }

        public Setup dark(boolean on) {
            return new Setup(popupsAllowedFor, language, width, height, on);
        }

        private ColorScheme colours() {
            return dark ? ColorScheme.DARK : ColorScheme.LIGHT;
        }
    }

    /** A browser of its own, which takes longer to start than most tests last. */
    public static Chromium start(Setup setup) {
        Path program = InstalledChromium.forWindows();
        try {
            Path profile = Files.createTempDirectory("belfry-browser");
            writePreferences(profile, setup);
            Playwright playwright = driver();
            BrowserContext context =
                    playwright
                            .chromium()
                            .launchPersistentContext(
                                    profile,
                                    new LaunchPersistentContextOptions()
                                            .setExecutablePath(program)
                                            .setHeadless(true)
                                            .setLocale(setup.language())
                                            .setViewportSize(setup.width(), setup.height())
                                            .setColorScheme(setup.colours())
                                            .setArgs(ARGUMENTS)
                                            .setIgnoreDefaultArgs(LEFT_OUT));
            context.setDefaultTimeout(LIMIT_MILLIS);
            return new Chromium(
                    context,
                    () -> {
                        playwright.close();
                        delete(profile);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One browser for people who know nothing of one another, none of whom may open pop-ups. */
    public static final class Shared implements AutoCloseable {
        private final Playwright playwright;
        private final Browser browser;

        public Shared() {
            Path program = InstalledChromium.forWindows();
            playwright = driver();
            browser =
                    playwright
                            .chromium()
                            .launch(
                                    new LaunchOptions()
                                            .setExecutablePath(program)
                                            .setHeadless(true)
                                            .setArgs(ARGUMENTS)
                                            .setIgnoreDefaultArgs(LEFT_OUT));
        }

        /** Somebody new, with one empty page. */
        public Chromium user(Setup setup) {
            if (!setup.popupsAllowedFor().isEmpty()) {
                throw new IllegalArgumentException("a permission needs a profile of its own");
            }
            BrowserContext context =
                    browser.newContext(
                            new Browser.NewContextOptions()
                                    .setLocale(setup.language())
                                    .setViewportSize(setup.width(), setup.height())
                                    .setColorScheme(setup.colours()));
            context.setDefaultTimeout(LIMIT_MILLIS);
            context.newPage();
            return new Chromium(context, () -> {});
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    private static Playwright driver() {
        return Playwright.create(
                new Playwright.CreateOptions()
                        .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    }

    private static void writePreferences(Path profile, Setup setup) throws IOException {
        if (setup.popupsAllowedFor().isEmpty()) {
            return;
        }
        Path folder = Files.createDirectories(profile.resolve("Default"));
        Files.writeString(
                folder.resolve("Preferences"),
                "{\"profile\":{\"content_settings\":{\"exceptions\":{\"popups\":{\""
                        + setup.popupsAllowedFor()
                        + ",*\":{\"setting\":1}}}}}}");
    }

    public BrowserContext context() {
        return context;
    }

    /** The page that the browser started with. */
    public Page firstPage() {
        return context.pages().get(0);
    }

    public Page newPage() {
        return context.newPage();
    }

    /**
     * A click as a hand's, on what is not covered: after it the driver asks nothing that would
     * count as one more.
     */
    public static void click(Page page, String selector) {
        page.waitForSelector(selector);
        until(
                page,
                """
                ((wanted) => {
                  const box = wanted.getBoundingClientRect();
                  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
                  return wanted.contains(hit);
                })(document.querySelector(`%s`))"""
                        .formatted(selector));
        page.click(selector, new Page.ClickOptions().setForce(true));
    }

    /**
     * Waits until the browser counts no click any more; from here on only rights and windows help.
     */
    public static void untilNoClickCounts(Page page) {
        until(page, "!navigator.userActivation.isActive");
    }

    /** As the driver waits for a selector, but without the click that this counts as. */
    public static void untilSeen(Page page, String selector) {
        until(
                page,
                "document.querySelector(`"
                        + selector
                        + "`)?.checkVisibility({ visibilityProperty: true })");
    }

    /** Asked as a debugger does: no click counts because of it. */
    private static void until(Page page, String condition) {
        JsonObject question = new JsonObject();
        question.addProperty(
                "expression",
                """
                new Promise((resolve) => {
                  const end = Date.now() + %d;
                  const look = () => {
                    if (%s) resolve(true);
                    else if (Date.now() > end) resolve(false);
                    else setTimeout(look, 50);
                  };
                  look();
                })"""
                        .formatted(LIMIT_MILLIS, condition));
        question.addProperty("awaitPromise", true);
        CDPSession session = page.context().newCDPSession(page);
        JsonObject answer = session.send("Runtime.evaluate", question);
        session.detach();
        JsonElement came = answer.getAsJsonObject("result").get("value");
        if (came == null || !came.getAsBoolean()) {
            throw new AssertionError(condition + " never came true: " + answer);
        }
    }

    private static void delete(Path profile) {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        end.run();
    }
}
