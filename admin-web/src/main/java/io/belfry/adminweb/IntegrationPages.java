package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Settings → Integrations: the list. The editor is {@link IntegrationEditor}. */
final class IntegrationPages {
    static final String LIST = "/settings/integrations";

    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;
    private final Today today;
    private final ScriptDesk scripts;

    /**
     * A line of the list.
     *
     * @param pops of today
     * @param draft whether something waits to be published
     * @param empty whether nothing was published yet: it began as a draft
     * @param trouble state of its script that somebody should look at, {@code paused} or {@code
     *     failing}; empty when all is well
     */
    public record Item(
            String id,
            IntegrationForm form,
            long pops,
            List<String> impact,
            boolean draft,
            boolean empty,
            String trouble) {
        public long scriptLines() {
            return form.script().lines().count();
        }
    }

    IntegrationPages(
            Views views, SettingsDesk desk, Saving saving, Today today, ScriptDesk scripts) {
        this.views = views;
        this.desk = desk;
        this.saving = saving;
        this.today = today;
        this.scripts = scripts;
    }

    void mount(Site site) {
        site.get(LIST, Access.ADMIN, this::list);
        site.post(LIST + "/:id/switch", Access.ADMIN, this::switchOnOff);
        site.post(
                LIST + "/:id/delete",
                Access.ADMIN,
                rc -> saving.delete(rc, Thing.INTEGRATION, rc.pathParam("id"), LIST));
    }

    private void list(RoutingContext rc) {
        Future<Configuration> all = desk.configuration();
        Future<Set<String>> drafts =
                desk.documents(Thing.DRAFT)
                        .map(
                                found ->
                                        found.stream()
                                                .map(each -> each.getString("id"))
                                                .collect(Collectors.toSet()));
        Future<Map<String, ScriptState>> troubled = scripts.troubled();
        Future.all(all, drafts, troubled)
                .onSuccess(done -> show(rc, all.result(), drafts.result(), troubled.result()))
                .onFailure(rc::fail);
    }

    private void show(
            RoutingContext rc,
            Configuration all,
            Set<String> drafts,
            Map<String, ScriptState> troubled) {
        Map<String, Object> model = new HashMap<>();
        model.put("choices", new Choices(all, views.messages(), Views.locale(rc)));
        model.put(
                "items",
                all.integrations().stream()
                        .map(each -> item(rc, each, drafts.contains(each.id()), troubled))
                        .toList());
        saving.showList(rc, "admin/integrations", model);
    }

    private Item item(
            RoutingContext rc,
            Integration integration,
            boolean draft,
            Map<String, ScriptState> troubled) {
        long pops = today.popsOf(integration.id());
        ScriptState trouble = troubled.get(integration.id());
        boolean empty = integration.rules().isEmpty() && integration.script().isEmpty();
        return new Item(
                integration.id(),
                IntegrationForm.of(IntegrationDocument.json(integration)),
                pops,
                impact(rc, views, integration.rules().size(), pops),
                draft,
                empty && draft && integration.version() == 1,
                trouble == null ? "" : trouble.state());
    }

    static List<String> impact(RoutingContext rc, Views views, int rules, long pops) {
        return List.of(Texts.of(rc, views, "admin.integration.impact", rules, pops));
    }

    /** Only the switch changes; what somebody else saved in between stays as he saved it. */
    private void switchOnOff(RoutingContext rc) {
        String id = rc.pathParam("id");
        FormFields fields = new FormFields(rc.request().formAttributes());
        boolean on = fields.text("enabled").equals("true");
        desk.document(Thing.INTEGRATION, id)
                .compose(
                        found -> {
                            JsonObject changed = found.copy().put("enabled", on);
                            return desk.update(
                                    Thing.INTEGRATION,
                                    id,
                                    found.getLong("version"),
                                    changed,
                                    Actor.of(rc));
                        })
                .onSuccess(answer -> switched(rc, answer, on))
                .onFailure(rc::fail);
    }

    private void switched(RoutingContext rc, ConfigAnswer answer, boolean on) {
        if (answer instanceof ConfigAnswer.Saved saved) {
            String name = Saving.name(saved.document());
            Flash.good(rc, on ? "admin.switched.on" : "admin.switched.off", name);
        } else if (answer instanceof ConfigAnswer.Refused refused) {
            Flash.bad(rc, "admin.refused", refused.message());
        } else {
            rc.fail(Saving.problem(answer));
            return;
        }
        Saving.redirect(rc, LIST);
    }
}
