package io.belfry.agentgateway;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchPersistentContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Chromium with its pop-up blocker on and a profile of its own. Three traps are closed here:
 * the driver switches the blocker off unless it is told not to, what the driver evaluates counts as
 * a click for five seconds, and a machine without Chromium must not look like a passed test.
 */
public final class Chromium implements AutoCloseable {
    private static final Path CHROMIUM =
            Path.of(System.getenv().getOrDefault("BELFRY_CHROMIUM", "/usr/bin/chromium"));

    /** Longer than a click counts, and than anything here may take. */
    private static final double LIMIT_MILLIS = 15_000;

    private final Playwright playwright;
    private final BrowserContext context;
    private final Path profile;

    private Chromium(Playwright playwright, BrowserContext context, Path profile) {
        this.playwright = playwright;
        this.context = context;
        this.profile = profile;
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
    }

    /** Skips the test when there is no Chromium; on CI there must be one. */
    public static void mustBeThere() {
        if (Files.isExecutable(CHROMIUM)) {
            return;
        }
        String message = "no Chromium at " + CHROMIUM + ", set BELFRY_CHROMIUM or install it";
        if (System.getenv("CI") != null) {
            throw new AssertionError(message);
        }
        Assumptions.abort(message);
    }

    public static Chromium start(Setup setup) {
        mustBeThere();
        try {
            Path profile = Files.createTempDirectory("belfry-browser");
            writePreferences(profile, setup);
            Playwright playwright =
                    Playwright.create(
                            new Playwright.CreateOptions()
                                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            BrowserContext context =
                    playwright.chromium().launchPersistentContext(profile, options(setup));
            context.setDefaultTimeout(LIMIT_MILLIS);
            return new Chromium(playwright, context, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LaunchPersistentContextOptions options(Setup setup) {
        return new LaunchPersistentContextOptions()
                .setExecutablePath(CHROMIUM)
                .setHeadless(true)
                .setLocale(setup.language())
                .setViewportSize(setup.width(), setup.height())
                .setColorScheme(
                        setup.dark()
                                ? com.microsoft.playwright.options.ColorScheme.DARK
                                : com.microsoft.playwright.options.ColorScheme.LIGHT)
                .setArgs(
                        List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync"))
                .setIgnoreDefaultArgs(List.of("--disable-popup-blocking"));
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
     * Waits until the browser counts no click any more; from here on only rights and windows help.
     */
    public static void untilNoClickCounts(Page page) {
        page.waitForFunction(
                "() => !navigator.userActivation.isActive",
                null,
                new WaitForFunctionOptions().setPollingInterval(200).setTimeout(LIMIT_MILLIS));
    }

    @Override
    public void close() {
        context.close();
        playwright.close();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
