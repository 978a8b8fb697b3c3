package io.belfry.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.cluster.LeasePlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node does about the PBXs, from rows alone. */
class LeasePlanTest {
    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final Instant LONG_AGO = NOW.minusSeconds(3_600);

    private final List<LeaseRow> leases = new ArrayList<>();
    private final List<ClusterNode> nodes = new ArrayList<>();

    @Test
    void whatNobodyHadIsTakenByTheFirstNodeAtOnce() {
        nodes("a", "b");

        assertThat(plan("a", Set.of(), "milano")).containsExactly(take("milano"));
    }

    @Test
    void theOtherNodesArePoliteForAMomentAndThenTakeItToo() {
        nodes("a", "b");
        leases.add(free("milano", NOW.minusMillis(100)));
        assertThat(plan("b", Set.of(), "milano")).isEmpty();

        leases.set(0, free("milano", NOW.minus(LeasePlan.POLITE)));
        assertThat(plan("b", Set.of(), "milano")).hasSize(1);
    }

    @Test
    void whoHasLessTakesFirst() {
        nodes("a", "b");
        leases.add(owned("roma", "a"));
        leases.add(free("milano", NOW.minusMillis(100)));

        assertThat(plan("b", Set.of(), "milano", "roma")).hasSize(1);
        assertThat(plan("a", Set.of("roma"), "milano", "roma")).isEmpty();
    }

    @Test
    void whatIsOwnedIsLeftAlone() {
        nodes("a", "b");
        leases.add(owned("milano", "a"));

        assertThat(plan("b", Set.of(), "milano")).isEmpty();
    }

    @Test
    void whatWasLeftToANodeIsTakenByItAndNobodyElse() {
        nodes("a", "b", "c");
        leases.add(
                new LeaseRow(
                        "milano", "", 4, Instant.EPOCH, LONG_AGO, "c", NOW.plusSeconds(1), ""));

        assertThat(plan("a", Set.of(), "milano")).isEmpty();
        assertThat(plan("b", Set.of(), "milano")).isEmpty();
        assertThat(plan("c", Set.of(), "milano")).hasSize(1);
    }

    @Test
    void whatWasLeftToANodeThatDiedIsAnybodys() {
        nodes("a");
        leases.add(
                new LeaseRow(
                        "milano", "", 4, Instant.EPOCH, LONG_AGO, "c", NOW.plusSeconds(1), ""));

        assertThat(plan("a", Set.of(), "milano")).hasSize(1);
    }

    @Test
    void aNodeWithTwoMoreThanAnotherGivesOneAway() {
        nodes("a", "b");
        leases.add(owned("milano", "a"));
        leases.add(owned("roma", "a"));

        assertThat(plan("a", Set.of("milano", "roma"), "milano", "roma"))
                .containsExactly(new Step.GiveAway("milano", "b"));
    }

    @Test
    void nothingIsMovedWhileThingsSettle() {
        nodes("a", "b");
        leases.add(owned("milano", "a"));
        leases.add(
                new LeaseRow(
                        "roma",
                        "a",
                        2,
                        NOW.plusSeconds(2),
                        NOW.minusSeconds(3),
                        "",
                        Instant.EPOCH,
                        ""));

        assertThat(plan("a", Set.of("milano", "roma"), "milano", "roma")).isEmpty();
    }

    @Test
    void aPinnedPbxGoesToItsNodeAndIsNotTakenByOthers() {
        nodes("a", "b");
        leases.add(
                new LeaseRow(
                        "milano",
                        "a",
                        2,
                        NOW.plusSeconds(2),
                        LONG_AGO,
                        "",
                        Instant.EPOCH,
                        "name-b"));

        assertThat(plan("a", Set.of("milano"), "milano"))
                .containsExactly(new Step.GiveAway("milano", "b"));
    }

    @Test
    void aPinnedPbxIsElsewhereWhileItsNodeIsAway() {
        nodes("a");
        leases.add(
                new LeaseRow(
                        "milano",
                        "",
                        2,
                        NOW.minusSeconds(5),
                        LONG_AGO,
                        "",
                        Instant.EPOCH,
                        "name-b"));

        assertThat(plan("a", Set.of(), "milano")).hasSize(1);
    }

    @Test
    void aNodeWithoutTheRoleTakesNothing() {
        nodes.add(node("a", Set.of(NodeRole.WEB)));

        assertThat(plan("a", Set.of(), "milano")).isEmpty();
    }

    @Test
    void whoLeavesGivesEverythingToThoseWhoStay() {
        nodes("b", "c");
        leases.add(owned("milano", "a"));
        leases.add(owned("roma", "a"));

        assertThat(
                        LeasePlan.of(
                                "a",
                                new ClusterView(NOW, nodes, leases),
                                List.of("milano", "roma"),
                                Set.of("milano", "roma"),
                                true))
                .extracting(step -> ((Step.GiveAway) step).to())
                .containsExactlyInAnyOrder("b", "c");
    }

    private List<Step> plan(String me, Set<String> held, String... pbxs) {
        return LeasePlan.of(
                me, new ClusterView(NOW, nodes, leases), Arrays.asList(pbxs), held, false);
    }

    private void nodes(String... ids) {
        for (String id : ids) {
            nodes.add(node(id, NodeRole.ALL));
        }
    }

    private static ClusterNode node(String id, Set<NodeRole> roles) {
        return new ClusterNode(id, "name-" + id, roles, "", "0.1.0", LONG_AGO, NOW);
    }

    private static Step take(String pbx) {
        return new Step.Take(LeaseRow.none(pbx));
    }

    private static LeaseRow owned(String pbx, String owner) {
        return new LeaseRow(
                pbx, owner, 1, NOW.plus(Duration.ofSeconds(2)), LONG_AGO, "", Instant.EPOCH, "");
    }

    private static LeaseRow free(String pbx, Instant expired) {
        return new LeaseRow(pbx, "gone", 1, expired, LONG_AGO, "", Instant.EPOCH, "");
    }
}
