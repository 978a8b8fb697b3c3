package io.belfry.adminweb;

import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.CustomVariable;
import io.belfry.core.integration.VariableDocument;
import io.belfry.core.web.Access;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings → Custom variables. */
final class VariablePages {
    private static final String LIST = "/settings/variables";

    private final Views views;
    private final SettingsDesk desk;
    private final Saving saving;

    /** A line of the list. */
    public record Item(CustomVariable variable, List<String> usedBy, List<String> impact) {}

    VariablePages(Views views, SettingsDesk desk, Saving saving) {
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
                rc -> saving.delete(rc, Thing.VARIABLE, rc.pathParam("id"), LIST));
    }

    private void list(RoutingContext rc) {
        desk.configuration()
                .onSuccess(
                        all -> {
                            Map<String, Object> model = new HashMap<>();
                            model.put(
                                    "items",
                                    all.variables().stream()
                                            .map(each -> item(rc, each, all))
                                            .toList());
                            saving.showList(rc, "admin/variables", model);
                        })
                .onFailure(rc::fail);
    }

    private Item item(RoutingContext rc, CustomVariable variable, Configuration all) {
        List<String> users = VariableDocument.usedBy(variable.name(), all);
        String impact =
                users.isEmpty()
                        ? Texts.of(rc, views, "admin.variable.impact.none")
                        : Texts.of(
                                rc, views, "admin.variable.impact.used", String.join(", ", users));
        return new Item(variable, users, List.of(impact));
    }

    private void fresh(RoutingContext rc) {
        show(rc, "", VariableForm.FRESH, Problems.NONE, Map.of());
    }

    private void edit(RoutingContext rc) {
        String id = rc.pathParam("id");
        desk.configuration()
                .map(all -> find(all, id))
                .onSuccess(found -> show(rc, id, VariableForm.of(found), Problems.NONE, Map.of()))
                .onFailure(rc::fail);
    }

    private static CustomVariable find(Configuration all, String id) {
        return all.variables().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SettingsDesk.missing(id));
    }

    private void save(RoutingContext rc, String id) {
        VariableForm form = VariableForm.read(rc.request().formAttributes());
        saving.save(
                rc,
                Thing.VARIABLE,
                id,
                form.version(),
                form.document(),
                LIST,
                (problems, more) -> show(rc, id, form, problems, more));
    }

    private void show(
            RoutingContext rc,
            String id,
            VariableForm form,
            Problems problems,
            Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("title", Texts.title(rc, views, id, "admin.variables.new", form.name()));
        model.put("action", id.isEmpty() ? LIST : LIST + "/" + id);
        model.put("form", form);
        model.put("problems", problems);
        views.show(rc, "admin/variable", model);
    }
}
