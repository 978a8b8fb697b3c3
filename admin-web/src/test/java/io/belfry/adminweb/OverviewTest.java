package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Presence;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private static final PbxConfig HQ =
            new PbxConfig("pbx.0", "hq", "10.0.0.9", 5038, "u", "sealed", false, true, "pbx[0]", 0);
    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(HQ);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static PbxState state(PbxState.Status status, String detail, long dropped) {
        return new PbxState(
                "hq",
                status,
                detail,
                Instant.EPOCH,
                "",
                Instant.EPOCH,
                0,
                0,
                0,
                0,
                0,
                dropped,
                0,
                "",
                1,
                2);
    }

    private String page() {
        return Visitor.admin(server).get("/").body();
    }

    @Test
    void beforeTheFirstPageThereIsAWayToIt() {
        String page = page();

        assertThat(page)
                .contains("From nothing to the first page")
                .contains("href=\"/settings/integrations/new\"")
                .contains("href=\"/settings/agents/new\"");
        assertThat(page).containsPattern("aria-current=\"step\"[\\s\\S]*Connect the PBX");
    }

    @Test
    void whatIsDoneIsTickedAndTheNextStepIsMarked() {
        server.states = List.of(state(PbxState.Status.LIVE, "", 0));

        String page = page();

        assertThat(page).containsPattern("is-done[\\s\\S]*Connect the PBX");
        assertThat(page).containsPattern("aria-current=\"step\"[\\s\\S]*Add an integration");
    }

    @Test
    void whatIsWrongIsToldWithTheWayToMendIt() {
        server.states = List.of(state(PbxState.Status.REFUSED, "wrong account or secret", 7));
        server.online = List.of(new Presence.Online("a1", "Anna", 1, "blocked"));

        String page = page();

        assertThat(page)
                .contains("hq is not connected. wrong account or secret")
                .contains("href=\"/settings/pbxs/pbx.0\"")
                .contains("7 events were dropped")
                .contains("Agents whose browser blocks pages: 1.");
    }

    @Test
    void supervisorSeesWhatIsWrongWithoutLinksThatAreNotForHim() {
        server.states = List.of(state(PbxState.Status.REFUSED, "wrong account or secret", 0));

        String page = Visitor.supervisor(server).get("/").body();

        assertThat(page)
                .contains("hq is not connected")
                .doesNotContain("href=\"/settings/pbxs")
                .doesNotContain("href=\"/settings/integrations");
    }
}
