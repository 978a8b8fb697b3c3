package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.ShuttleTemplate;
import io.belfry.core.web.Access;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Rest;
import io.belfry.core.web.Scope;
import io.belfry.core.web.Site;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** {@code /integrations/import-shuttle}; with {@code dryRun=true} nothing is made. */
final class ShuttleApi {
    private final SettingsDesk desk;
    private final Shuttle shuttle;
    private final RuleWords words;

    ShuttleApi(SettingsDesk desk, Shuttle shuttle, RuleWords words) {
        this.desk = desk;
        this.shuttle = shuttle;
        this.words = words;
    }

    void mount(Site site) {
        site.post(
                RestApi.BASE + "/integrations/import-shuttle",
                Access.ADMIN.andTokens(Scope.SETTINGS),
                Rest.withBody(this::take));
    }

    private void take(RoutingContext rc, JsonObject body) {
        Checked<ShuttleTemplate> given = ShuttleTemplate.read(body);
        if (!given.isGood()) {
            throw Problem.invalid(given.errors());
        }
        boolean dryRun = isDryRun(rc);
        if (dryRun) {
            Site.takesLong(rc);
        }
        desk.configuration()
                .map(all -> shuttle.propose(given.value(), all))
                .onSuccess(
                        proposal -> {
                            if (!proposal.isGood()) {
                                rc.fail(Problem.invalid(proposal.problems()));
                            } else if (dryRun) {
                                Rest.json(rc, 200, json(proposal));
                            } else {
                                make(rc, proposal);
                            }
                        })
                .onFailure(rc::fail);
    }

    private static boolean isDryRun(RoutingContext rc) {
        return switch (Rest.query(rc, "dryRun")) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw Problem.badRequest("dryRun must be true or false.");
        };
    }

    /** What is compared here is short: an import has one rule and no second script. */
    private JsonObject json(Shuttle.Proposal proposal) {
        return shuttle.json(proposal.result())
                .put(
                        "difference",
                        VersionDiff.between(proposal.before(), proposal.result().document(), words)
                                .json());
    }

    private void make(RoutingContext rc, Shuttle.Proposal proposal) {
        shuttle.make(proposal.result(), Actor.of(rc))
                .onSuccess(
                        answer -> {
                            if (answer instanceof ConfigAnswer.Saved saved) {
                                Rest.created(
                                        rc,
                                        RestApi.BASE + "/integrations/" + saved.id() + "/draft",
                                        shuttle.json(proposal.result()).put("id", saved.id()));
                            } else {
                                rc.fail(Saving.problem(answer));
                            }
                        })
                .onFailure(rc::fail);
    }
}
