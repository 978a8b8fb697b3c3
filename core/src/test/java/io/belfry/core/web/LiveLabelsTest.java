package io.belfry.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStates;
import io.belfry.core.integration.PbxState;
import io.belfry.core.integration.PbxState.Status;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether what a page shows is alive, of each PBX. */
class LiveLabelsTest {
    private final TestSite server = new TestSite();

    @BeforeEach
    void mount() {
        new LiveLabels(server.vertx, server.clock).mount(server.site);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aShortBreakIsToldAsOne() {
        JsonObject label = label(Status.RECONNECTING, 9);

        assertThat(label.getString("status")).isEqualTo("RECONNECTING");
        assertThat(label.getLong("forSeconds")).isEqualTo(9);
        assertThat(label.getBoolean("old")).isFalse();
    }

    @Test
    void afterAWhileWhatIsShownIsOldAndSaysOfWhen() {
        JsonObject label = label(Status.RECONNECTING, 10);

        assertThat(label.getBoolean("old")).isTrue();
        assertThat(label.getString("dataFrom")).isEqualTo(ago(11).toString());
    }

    @Test
    void whatIsAliveIsNeverOld() {
        assertThat(label(Status.LIVE, 7200).getBoolean("old")).isFalse();
    }

    private JsonObject label(Status status, long seconds) {
        PbxState state =
                new PbxState(
                        "main",
                        status,
                        "",
                        ago(seconds),
                        "22",
                        ago(seconds + 1),
                        1,
                        1,
                        0,
                        0,
                        0,
                        0,
                        0,
                        "",
                        1,
                        2);
        Ask.PBX_STATES.answer(
                server.vertx, query -> Future.succeededFuture(new PbxStates(List.of(state))));
        return new JsonObject(server.browserOf(Role.SUPERVISOR).get("/live/pbxs").body())
                .getJsonArray("items")
                .getJsonObject(0);
    }

    private Instant ago(long seconds) {
        return server.clock.instant().minusSeconds(seconds);
    }
}
