package io.belfry.adminweb;

import static io.belfry.adminweb.IntegrationPages.LIST;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.ShuttleTemplate;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/** Settings → Integrations → Import from Shuttle: paste, look, make. */
final class ShuttlePages {
    private static final String PAGE = LIST + "/import";
    private static final int UNPROCESSABLE = 422;

    private final Vertx vertx;
    private final Views views;
    private final SettingsDesk desk;
    private final Shuttle shuttle;

    /** As typed. */
    public record Form(
            String template,
            String eventType,
            String queueName,
            String variables,
            String mode,
            String url,
            String appname) {
        static final Form FRESH = new Form("", "", "", "", "", "", "");

        static Form read(FormFields fields) {
            return new Form(
                    fields.program("template"),
                    fields.text("event_type"),
                    fields.text("queue_name"),
                    fields.text("var_name_array"),
                    fields.text("mode_open"),
                    fields.text("url"),
                    fields.text("appname"));
        }

        /** For a field: a browser drops the first line break in it. */
        public String templateShown() {
            return "\n" + template;
        }

        JsonObject document() {
            return new JsonObject()
                    .put("template", template)
                    .put("event_type", eventType)
                    .put("queue_name", queueName)
                    .put("var_name_array", variables)
                    .put("mode_open", mode)
                    .put("url", url)
                    .put("appname", appname);
        }
    }

    ShuttlePages(Vertx vertx, Views views, SettingsDesk desk, Shuttle shuttle) {
        this.vertx = vertx;
        this.views = views;
        this.desk = desk;
        this.shuttle = shuttle;
    }

    void mount(Site site) {
        site.get(PAGE, Access.ADMIN, rc -> show(rc, Form.FRESH, Problems.NONE, Map.of()));
        site.post(PAGE, Access.ADMIN, this::posted);
    }

    private void posted(RoutingContext rc) {
        FormFields fields = new FormFields(rc.request().formAttributes());
        Form form = Form.read(fields);
        Checked<ShuttleTemplate> given = ShuttleTemplate.read(form.document());
        if (!given.isGood()) {
            refuse(rc, form, given.errors());
            return;
        }
        boolean make = fields.text("step").equals("make");
        if (!make) {
            Site.takesLong(rc);
        }
        desk.configuration()
                .map(all -> shuttle.propose(given.value(), all))
                .onSuccess(
                        proposal -> {
                            if (!proposal.isGood()) {
                                refuse(rc, form, proposal.problems());
                            } else if (make) {
                                make(rc, form, proposal);
                            } else {
                                preview(rc, form, proposal);
                            }
                        })
                .onFailure(rc::fail);
    }

    private void refuse(RoutingContext rc, Form form, Map<String, String> problems) {
        Site.status(rc, UNPROCESSABLE);
        String first = problems.values().iterator().next();
        show(rc, form, Problems.of(rc, views, first, problems), Map.of());
    }

    private void preview(RoutingContext rc, Form form, Shuttle.Proposal proposal) {
        RuleWords words = new RuleWords(views.messages(), Views.locale(rc));
        JsonObject after = proposal.result().document();
        vertx.executeBlocking(() -> VersionDiff.between(proposal.before(), after, words), false)
                .onSuccess(
                        difference -> {
                            Map<String, Object> model = new HashMap<>();
                            model.put("difference", difference);
                            model.put(
                                    "labels", new FieldLabels(views.messages(), Views.locale(rc)));
                            model.put("name", Saving.name(after));
                            model.put("newVariables", proposal.result().newVariables());
                            model.put("notes", shuttle.notes(proposal.result(), Views.locale(rc)));
                            show(rc, form, Problems.NONE, model);
                        })
                .onFailure(rc::fail);
    }

    private void make(RoutingContext rc, Form form, Shuttle.Proposal proposal) {
        shuttle.make(proposal.result(), Actor.of(rc))
                .onSuccess(
                        answer -> {
                            if (answer instanceof ConfigAnswer.Saved saved) {
                                Flash.good(rc, "admin.shuttle.made", Saving.name(saved.document()));
                                Saving.redirect(rc, LIST + "/" + saved.id());
                            } else if (answer instanceof ConfigAnswer.Refused refused) {
                                refuse(rc, form, refused.fields());
                            } else {
                                Flash.bad(
                                        rc,
                                        "admin.shuttle.draft",
                                        Saving.name(proposal.result().document()));
                                Saving.redirect(rc, LIST + "/" + proposal.result().integration());
                            }
                        })
                .onFailure(rc::fail);
    }

    private void show(RoutingContext rc, Form form, Problems problems, Map<String, Object> more) {
        Map<String, Object> model = new HashMap<>(more);
        model.put("form", form);
        model.put("problems", problems);
        model.put("proposed", more.containsKey("difference"));
        views.show(rc, "admin/shuttle", model);
    }
}
