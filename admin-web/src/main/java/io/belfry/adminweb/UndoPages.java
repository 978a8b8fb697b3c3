package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.vertx.ext.web.RoutingContext;

/** The way back after a deletion. */
final class UndoPages {
    private final SettingsDesk desk;
    private final Undo undo;

    UndoPages(SettingsDesk desk, Undo undo) {
        this.desk = desk;
        this.undo = undo;
    }

    void mount(Site site) {
        site.post("/settings/undo", Access.ADMIN, this::bringBack);
    }

    private void bringBack(RoutingContext rc) {
        String key = new FormFields(rc.request().formAttributes()).text("undo");
        undo.take(key)
                .ifPresentOrElse(
                        gone -> bringBack(rc, gone),
                        () -> {
                            Flash.bad(rc, "admin.undo.late");
                            Saving.redirect(rc, "/");
                        });
    }

    private void bringBack(RoutingContext rc, Undo.Gone gone) {
        desk.restore(gone.thing(), gone.id(), Actor.of(rc))
                .onSuccess(
                        answer -> {
                            if (answer instanceof ConfigAnswer.Saved) {
                                Flash.good(rc, "admin.undone", gone.name());
                            } else if (answer instanceof ConfigAnswer.Refused refused) {
                                Flash.bad(rc, "admin.refused", refused.message());
                            } else {
                                Flash.bad(rc, "admin.undo.late");
                            }
                            Saving.redirect(rc, list(gone.thing()));
                        })
                .onFailure(rc::fail);
    }

    private static String list(Thing thing) {
        return switch (thing) {
            case INTEGRATION, DRAFT -> "/settings/integrations";
            case VARIABLE -> "/settings/variables";
            case AGENT -> "/settings/agents";
            case PBX -> "/settings/pbxs";
        };
    }
}
