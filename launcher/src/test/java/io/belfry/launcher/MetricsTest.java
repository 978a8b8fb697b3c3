package io.belfry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code /metrics} says of a server with a live PBX, a call that has ended, and a row. */
class MetricsTest {
    /** Everything that buffers, and under which name it tells what it threw away. */
    private static final List<String> DROPS =
            List.of(
                    "belfry_pbx_events_dropped_total",
                    "belfry_pbx_recording_dropped_total",
                    "belfry_engine_dropped_total",
                    "belfry_script_events_dropped_total",
                    "belfry_agent_pages_dropped_total",
                    "belfry_program_events_lost_total",
                    "belfry_answers_dropped_total",
                    "belfry_tickets_dropped_total",
                    "belfry_write_dropped_total");

    @TempDir private static Path folder;

    private static RestWorld world;

    @BeforeAll
    static void start() {
        world = new RestWorld(folder);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private static Map<String, PrometheusText.Family> metrics() {
        TestServer.Answer answer = world.server().get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        return PrometheusText.read(answer.body());
    }

    private static double value(String name, String label) {
        return metrics().get(name).samples().get(label);
    }

    @Test
    void everyHopFromThePbxToTheDatabaseIsCounted() {
        assertThat(value("belfry_pbx_live", "pbx1")).isEqualTo(1);
        becomes("belfry_pbx_events_total", "pbx1", events -> events > 0);
        becomes("belfry_pbx_calls", "pbx1", calls -> calls == 0);
        becomes("belfry_engine_events_total", "", events -> events > 0);
        assertThat(value("belfry_settings_version", "")).isPositive();
        assertThat(metrics().get("belfry_engine_pages_total").samples())
                .containsOnlyKeys("opened", "blocked", "card", "dismissed", "missed", "refused");
        for (String writer : List.of("calls", "events", "rows")) {
            becomes("belfry_written_total", writer, written -> written > 0);
        }
    }

    /** Figures are made once a second. */
    private static void becomes(String name, String label, Predicate<Double> as) {
        TestServer.until(name + " " + label, () -> Optional.of(value(name, label)).filter(as));
    }

    @Test
    void everythingThatBuffersTellsWhatItDropped() {
        Map<String, PrometheusText.Family> all = metrics();

        for (String drop : DROPS) {
            assertThat(all).containsKey(drop);
            assertThat(all.get(drop).samples()).as(drop).isNotEmpty();
            assertThat(all.get(drop).samples().values()).as(drop).containsOnly(0.0);
        }
        assertThat(all.get("belfry_write_dropped_total").samples())
                .containsOnlyKeys("calls", "stories", "events", "rows");
        assertThat(all.keySet()).allMatch(name -> name.startsWith("belfry_"));
    }

    @Test
    void eventLoopIsWatched() {
        becomes("belfry_event_loop_late_seconds", "+Inf", ticks -> ticks >= 10);
    }

    @Test
    void onlyAdministratorsAndProgramsThatMayReadSeeThem() {
        String url = world.server().url();

        assertThat(status(RestClient.stranger(url))).isEqualTo(401);
        assertThat(status(RestClient.token(url, "bfy_" + "x".repeat(43)))).isEqualTo(401);
        assertThat(status(RestClient.token(url, token("pop")))).isEqualTo(403);
        assertThat(status(RestClient.token(url, token("read")))).isEqualTo(200);
        assertThat(status(RestClient.token(url, token("settings")))).isEqualTo(200);
        assertThat(status(session(RestWorld.SUPERVISOR))).isEqualTo(403);
        RestClient.Answer shown = session(TestServer.ADMIN).json("GET", "/metrics", "");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.type()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }

    private static int status(RestClient client) {
        return client.json("GET", "/metrics", "").status();
    }

    private static RestClient session(String user) {
        return RestClient.session(
                world.server().url(), "/login", "/account", user, TestServer.PASSWORD);
    }

    private static String token(String scope) {
        JsonObject wanted =
                new JsonObject()
                        .put("name", "metrics " + scope)
                        .put("scopes", new JsonArray().add(scope));
        return world.server().create("/api/v1/tokens", wanted).getString("secret");
    }

    @Test
    void whateverALabelSaysTheFormatHolds() {
        String hostile = "a\"} 1\nbelfry_x 2\\";
        MetricsText text = new MetricsText();

        text.gauges("pbx_live", "help", "pbx", Map.of(hostile, 1, "pbx1", 0));

        assertThat(PrometheusText.read(text.toString()).get("belfry_pbx_live").samples())
                .isEqualTo(Map.of(hostile, 1.0, "pbx1", 0.0));
    }

    @Test
    void timesAreCountedByTheirSize() {
        Spread spread = new Spread(.01, .1);
        MetricsText text = new MetricsText();

        List.of(0L, 10L, 11L, 5_000L).forEach(spread::addMillis);
        text.histogram("page_seconds", "help", spread.below(), spread.sum());

        assertThat(PrometheusText.read(text.toString()).get("belfry_page_seconds").samples())
                .isEqualTo(Map.of("0.01", 2.0, "0.1", 3.0, "+Inf", 4.0));
        assertThat(text.toString()).contains("belfry_page_seconds_sum 5.021\n");
    }

    /** The reader of this test can say no. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "belfry_a 1\n",
                "# HELP belfry_a x\nbelfry_a 1\n",
                "# HELP belfry_a x\n# TYPE belfry_b gauge\nbelfry_a 1\n",
                "# HELP belfry_a x\n# TYPE belfry_a gauge\nbelfry_b 1\n",
                "# HELP belfry_a x\n# TYPE belfry_a gauge\nbelfry_a one\n",
                "# HELP belfry_a x\n# TYPE belfry_a gauge\nbelfry_a 1",
                "# HELP belfry_a x\n# TYPE belfry_a gauge\nbelfry_a 1\nbelfry_a 2\n",
                "# HELP belfry_a x\n# TYPE belfry_a gauge\nbelfry_a{p=\"a\"b\"} 1\n",
                "# HELP belfry_a x\n# TYPE belfry_a counter\nbelfry_a 1\n",
                "# HELP belfry_a x\n# TYPE belfry_a histogram\nbelfry_a_bucket{le=\"1.0\"} 1\n"
            })
    void whatIsNotInTheFormatIsFound(String text) {
        assertThatThrownBy(() -> PrometheusText.read(text))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
