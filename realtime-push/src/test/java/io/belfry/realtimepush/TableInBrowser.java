package io.belfry.realtimepush;

import static io.belfry.core.web.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.util.Map;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The live table of a server of its own, in a real browser; each test opens it anew. */
abstract class TableInBrowser {
    static final String PATH = "/realtime/integration";
    static final int ROWS = 2_000;

    private static final int STORM_EVERY_MILLIS = 50;
    private static final int STORM_AT_ONCE = 5;

    static House house;
    static Chromium chromium;

    Page page;
    private long traffic;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        house = new House();
    }

    @AfterAll
    static void stop() {
        if (house != null) {
            house.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void leave() {
        calm();
        if (page != null) {
            page.context().close();
        }
        await(house.database.update("delete from user_choice", Map.of()));
        assertThat(chromium.complaints).isEmpty();
    }

    void open(String who, String query) {
        page = chromium.open(house, who);
        page.navigate(url(query));
    }

    static String url(String query) {
        return "http://127.0.0.1:" + house.port + PATH + query;
    }

    /**
     * Two hundred changes a second until the test is over.
     *
     * @param two makes two of them; counted from 1
     */
    void storm(LongConsumer two) {
        long[] count = {0};
        traffic =
                house.vertx.setPeriodic(
                        STORM_EVERY_MILLIS,
                        tick -> {
                            for (int each = 0; each < STORM_AT_ONCE; each++) {
                                two.accept(++count[0]);
                            }
                        });
    }

    /** No change comes any more. */
    void calm() {
        house.vertx.cancelTimer(traffic);
    }
}
