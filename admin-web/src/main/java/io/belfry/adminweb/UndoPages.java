package io.belfry.adminweb;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.UndoAnswer.State;
import io.belfry.core.web.Access;
import io.belfry.core.web.Flash;
import io.belfry.core.web.Site;
import io.vertx.ext.web.RoutingContext;

/** The way back after a deletion. */
final class UndoPages {
    private final Undo undo;

    UndoPages(Undo undo) {
        this.undo = undo;
    }

    void mount(Site site) {
        site.post("/settings/undo", Access.ADMIN, this::bringBack);
    }

    private void bringBack(RoutingContext rc) {
        String key = new FormFields(rc.request().formAttributes()).text("undo");
        undo.bringBack(key, Actor.of(rc))
                .onSuccess(
                        answer -> {
                            switch (answer.state()) {
                                case BACK -> Flash.good(rc, "admin.undone", answer.name());
                                case REFUSED -> Flash.bad(rc, "admin.refused", answer.message());
                                case NOTHING, OFFERED -> Flash.bad(rc, "admin.undo.late");
                            }
                            boolean nothing = answer.state() == State.NOTHING;
                            Site.redirect(rc, nothing ? "/" : list(answer.thing()));
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
