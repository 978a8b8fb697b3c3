package io.belfry.adminweb;

import io.belfry.core.agent.Agent;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.Presence;
import io.belfry.core.bus.PresenceQuery;
import io.belfry.core.integration.Configuration;
import io.belfry.core.web.Access;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings → Agents: those entered and those seen in queues. */
final class AgentPages {
    private static final String LIST = "/settings/agents";

    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;

    /**
     * A line of the list.
     *
     * @param look class of the badge that says whether the agent's page is open
     * @param icon of that badge
     * @param word key of its text
     */
    public record Item(
            Agent agent, String link, String look, String icon, String word, List<String> impact) {}

    AgentPages(Vertx vertx, Views views, SettingsDesk desk, Saving saving) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.saving = saving;
    }

    void mount(Site site) {
        site.get(LIST, Access.ADMIN, this::list);
        site.get(LIST + "/new", Access.ADMIN, this::fresh);
        site.post(LIST, Access.ADMIN, rc -> save(rc, ""));
        site.get(LIST + "/:id", Access.ADMIN, this::edit);
        site.post(LIST + "/:id", Access.ADMIN, rc -> save(rc, rc.pathParam("id")));
        site.post(
                LIST + "/:id/delete",
                Access.ADMIN,
                rc -> saving.delete(rc, Thing.AGENT, rc.pathParam("id"), LIST));
    }

    private void list(RoutingContext rc) {
        Future.all(desk.configuration(), presence(vertx))
                .onSuccess(
                        both ->
                                showList(
                                        rc,
                                        both.<Configuration>resultAt(0).agents(),
                                        both.resultAt(1)))
                .onFailure(rc::fail);
    }

    /** Who is online; empty when the agents' part does not answer, which the list survives. */
    static Future<Optional<Presence>> presence(Vertx vertx) {
        return Ask.PRESENCE
                .put(vertx, new PresenceQuery())
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    private void showList(RoutingContext rc, List<Agent> agents, Optional<Presence> presence) {
        String filter = rc.request().getParam("q", "").strip();
        Map<String, Presence.Online> online = new HashMap<>();
        presence.ifPresent(known -> known.agents().forEach(each -> online.put(each.agent(), each)));
        List<Item> shown =
                agents.stream()
                        .filter(each -> matches(each, filter))
                        .map(each -> item(rc, each, presence.isPresent(), online))
                        .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("items", agents);
        model.put("shown", shown);
        model.put("filter", filter);
        saving.showList(rc, "admin/agents", model);
    }

    private static boolean matches(Agent agent, String filter) {
        String text =
                String.join(
                        " ",
                        agent.name(),
                        agent.number(),
                        agent.user(),
                        String.join(" ", agent.peers()));
        return text.toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT));
    }

    private Item item(
            RoutingContext rc, Agent agent, boolean known, Map<String, Presence.Online> online) {
        String popups =
                online.containsKey(agent.id())
                        ? online.get(agent.id()).popups()
                        : known ? "offline" : "not-known";
        PopupState state = PopupState.of(popups);
        return new Item(
                agent,
                LIST + "/" + agent.id(),
                state.look(),
                state.icon(),
                state.word(),
                List.of(
                        Texts.of(
                                rc,
                                views,
                                agent.discovered()
                                        ? "admin.agent.impact.discovered"
                                        : "admin.agent.impact")));
    }

    private void fresh(RoutingContext rc) {
        show(rc, "", AgentForm.FRESH, Problems.NONE, Map.of());
    }

    private void edit(RoutingContext rc) {
        String id = rc.pathParam("id");
        desk.document(Thing.AGENT, id)
                .onSuccess(found -> show(rc, id, AgentForm.of(found), Problems.NONE, Map.of()))
                .onFailure(rc::fail);
    }

    private void save(RoutingContext rc, String id) {
        AgentForm form = AgentForm.read(rc.request().formAttributes());
        JsonObject document = form.document();
        saving.save(
                rc,
                Thing.AGENT,
                id,
                form.version(),
                document,
                LIST,
                (problems, more) -> show(rc, id, form, problems.gathered("peers"), more));
    }

    private void show(
            RoutingContext rc,
            String id,
            AgentForm form,
            Problems problems,
            Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("title", Texts.title(rc, views, id, "admin.agents.new", form.name()));
        model.put("action", id.isEmpty() ? LIST : LIST + "/" + id);
        model.put("isNew", id.isEmpty());
        model.put("form", form);
        model.put("problems", problems);
        views.show(rc, "admin/agent", model);
    }
}
