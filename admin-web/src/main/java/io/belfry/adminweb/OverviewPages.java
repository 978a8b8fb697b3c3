package io.belfry.adminweb;

import io.belfry.core.bus.Presence;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Access;
import io.belfry.core.web.Role;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first page: what to do next until the first page has opened, then how the day goes. */
final class OverviewPages {
    private static final int MOST_AGENTS = 12;

    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final Today today;
    private final ScriptDesk scripts;

    /** An agent with his page open. */
    public record Online(String name, String look, String icon, String word) {}

    /**
     * A figure of the day.
     *
     * @param look class that makes it loud when it should be
     */
    public record Tile(String key, long value, String look) {}

    OverviewPages(Vertx vertx, Views views, SettingsDesk desk, Today today, ScriptDesk scripts) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.today = today;
        this.scripts = scripts;
    }

    void mount(Site site) {
        site.get("/", Access.SUPERVISOR, this::show);
    }

    private void show(RoutingContext rc) {
        Future.all(
                        desk.configuration(),
                        PbxView.states(vertx),
                        AgentPages.presence(vertx),
                        scripts.troubled())
                .onSuccess(
                        all ->
                                show(
                                        rc,
                                        all.<Configuration>resultAt(0),
                                        all.<List<PbxState>>resultAt(1),
                                        all.resultAt(2),
                                        all.resultAt(3)))
                .onFailure(rc::fail);
    }

    private void show(
            RoutingContext rc,
            Configuration all,
            List<PbxState> states,
            Optional<Presence> presence,
            Map<String, ScriptState> troubled) {
        List<PbxView> pbxs = PbxView.of(all.pbxs(), states);
        List<Presence.Online> online = presence.map(Presence::agents).orElse(List.of());
        Checklist steps =
                new Checklist(
                        all, pbxs, online, today.hasPopped(), views.messages(), Views.locale(rc));
        Map<String, Object> model = new HashMap<>();
        model.put("checklist", today.hasPopped() ? List.of() : steps.steps());
        List<Checklist.Attention> attention = new ArrayList<>(steps.attention());
        attention.addAll(steps.scripts(troubled));
        model.put("attention", attention);
        Today.Figures figures = today.figures(Site.principal(rc)::maySee);
        model.put("tiles", tiles(figures));
        model.put("showTiles", today.hasPopped() || figures.calls() > 0);
        model.put("pbxs", pbxs);
        model.put("presenceKnown", presence.isPresent());
        model.put("count", online.size());
        model.put("online", online.stream().limit(MOST_AGENTS).map(OverviewPages::online).toList());
        model.put("more", Math.max(0, online.size() - MOST_AGENTS));
        model.put("mayMend", Site.principal(rc).role() == Role.ADMIN);
        views.show(rc, "admin/overview", model);
    }

    private static Online online(Presence.Online agent) {
        PopupState state = PopupState.of(agent.popups());
        return new Online(agent.name(), state.look(), state.icon(), state.word());
    }

    private static List<Tile> tiles(Today.Figures figures) {
        return List.of(
                new Tile("admin.tile.calls", figures.calls(), ""),
                new Tile("admin.tile.answered", figures.answered(), ""),
                new Tile("admin.tile.abandoned", figures.abandoned(), ""),
                new Tile("admin.tile.outbound", figures.outbound(), ""),
                new Tile("admin.tile.opened", figures.opened(), ""),
                new Tile("admin.tile.cards", figures.cards(), ""),
                new Tile("admin.tile.blocked", figures.blocked(), loud(figures.blocked())),
                new Tile("admin.tile.missed", figures.missed(), loud(figures.missed())));
    }

    private static String loud(long count) {
        return count > 0 ? "is-trouble" : "";
    }
}
