package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Problem;
import io.belfry.core.web.Site;
import io.belfry.core.web.Views;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How every form of the settings ends: saved and on to the list, or shown again as it was typed
 * with what is wrong at its place.
 */
final class Saving {
    private static final int UNPROCESSABLE = 422;
    private static final int CONFLICT = 409;

    private final SettingsDesk desk;
    private final Views views;
    private final Undo undo;

    /** Shows the form again. The model holds {@code problems} and, after a conflict, who it was. */
    interface Again {
        void show(Problems problems, Map<String, Object> more);
    }

    Saving(SettingsDesk desk, Views views, Undo undo) {
        this.desk = desk;
        this.views = views;
        this.undo = undo;
    }

    /**
     * @param id empty for a new thing
     * @param version that the form was read at
     * @param list the page to go to afterwards
     */
    void save(
            RoutingContext rc,
            Thing thing,
            String id,
            long version,
            JsonObject document,
            String list,
            Again again) {
        save(
                rc,
                thing,
                id,
                version,
                document,
                saved -> {
                    Flash.good(rc, "admin.saved", name(saved.document()));
                    redirect(rc, list);
                },
                again);
    }

    /**
     * The same with another end.
     *
     * @param then what comes when it is saved
     */
    void save(
            RoutingContext rc,
            Thing thing,
            String id,
            long version,
            JsonObject document,
            Consumer<ConfigAnswer.Saved> then,
            Again again) {
        Actor who = Actor.of(rc);
        boolean overwrite = rc.request().formAttributes().contains("overwrite");
        Future<ConfigAnswer> answer =
                id.isEmpty()
                        ? desk.create(thing, document, who)
                        : desk.update(thing, id, overwrite ? -1 : version, document, who);
        answer.onSuccess(come -> finish(rc, come, document, then, again)).onFailure(rc::fail);
    }

    void finish(
            RoutingContext rc,
            ConfigAnswer answer,
            JsonObject typed,
            Consumer<ConfigAnswer.Saved> then,
            Again again) {
        if (answer instanceof ConfigAnswer.Saved saved) {
            then.accept(saved);
        } else if (answer instanceof ConfigAnswer.Refused refused) {
            Site.status(rc, UNPROCESSABLE);
            again.show(Problems.of(rc, views, refused), Map.of());
        } else if (answer instanceof ConfigAnswer.Conflict other) {
            Site.status(rc, CONFLICT);
            Conflict conflict =
                    new Conflict(other.who(), Difference.between(other.document(), typed));
            again.show(Problems.NONE, Map.of("conflict", conflict));
        } else {
            rc.fail(problem(answer));
        }
    }

    /** Deletes and offers to bring it back. */
    void delete(RoutingContext rc, Thing thing, String id, String list) {
        long version = new FormFields(rc.request().formAttributes()).number("version");
        desk.delete(thing, id, version, Actor.of(rc))
                .onSuccess(answer -> deleted(rc, thing, id, list, answer))
                .onFailure(rc::fail);
    }

    private void deleted(
            RoutingContext rc, Thing thing, String id, String list, ConfigAnswer answer) {
        if (answer instanceof ConfigAnswer.Saved gone) {
            String key = undo.remember(thing, id, name(gone.document()), Actor.of(rc));
            redirect(rc, list + "?deleted=" + key);
        } else if (answer instanceof ConfigAnswer.Refused refused) {
            Flash.bad(rc, "admin.refused", refused.message());
            redirect(rc, list);
        } else if (answer instanceof ConfigAnswer.Conflict other) {
            Flash.bad(rc, "admin.delete.conflict", name(other.document()), other.who());
            redirect(rc, list);
        } else {
            rc.fail(problem(answer));
        }
    }

    /** Shows a list; after a deletion with the offer to bring it back, if it is not too late. */
    void showList(RoutingContext rc, String template, Map<String, Object> model) {
        undo.offer(rc.request().getParam("deleted", ""), Actor.of(rc))
                .onSuccess(
                        offer -> {
                            offer.ifPresent(each -> model.put("undo", each));
                            views.show(rc, template, model);
                        });
    }

    static void redirect(RoutingContext rc, String path) {
        Site.redirect(rc, path);
    }

    /** What a thing is called by people. */
    static String name(JsonObject document) {
        return document.getString("appname", document.getString("name", ""));
    }

    /** The answers that no form can do anything about. */
    static Problem problem(ConfigAnswer answer) {
        if (answer instanceof ConfigAnswer.ReadOnly fixed) {
            return new Problem(
                    CONFLICT,
                    "read_only",
                    "It comes from the configuration (" + fixed.source() + "); change it there.",
                    Map.of());
        }
        if (answer instanceof ConfigAnswer.Conflict other) {
            return Problem.conflict(
                    other.who() + " saved in between; it is version " + other.version() + " now.");
        }
        if (answer instanceof ConfigAnswer.Refused refused) {
            return new Problem(UNPROCESSABLE, "invalid", refused.message(), refused.fields());
        }
        return Problem.notFound("There is no such thing (any more).");
    }
}
