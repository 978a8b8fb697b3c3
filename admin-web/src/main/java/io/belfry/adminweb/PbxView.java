package io.belfry.adminweb;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.PbxStatesQuery;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * A PBX of the settings and how its connection is, as pages show it.
 *
 * @param known the state; empty list when nobody knows it
 */
public record PbxView(PbxConfig pbx, List<PbxState> known) {
    public PbxView {
        known = List.copyOf(known);
    }

    static List<PbxView> of(List<PbxConfig> pbxs, List<PbxState> states) {
        return pbxs.stream()
                .map(
                        pbx ->
                                new PbxView(
                                        pbx,
                                        states.stream()
                                                .filter(each -> each.pbx().equals(pbx.name()))
                                                .limit(1)
                                                .toList()))
                .toList();
    }

    /** No answer is no states: the pages say that nothing is known. */
    static Future<List<PbxState>> states(Vertx vertx) {
        return Ask.PBX_STATES
                .put(vertx, new PbxStatesQuery())
                .map(answer -> answer.states())
                .otherwise(List.of());
    }

    public boolean isKnown() {
        return !known.isEmpty();
    }

    /** Only for a template that has asked whether it is known. */
    public PbxState state() {
        return known.get(0);
    }

    public boolean readOnly() {
        return !pbx.source().equals(PbxConfig.FROM_SETTINGS);
    }

    Optional<PbxState.Status> status() {
        return known.stream().findFirst().map(PbxState::status);
    }

    boolean isLive() {
        return status().filter(PbxState.Status.LIVE::equals).isPresent();
    }

    /** Class of the badge. */
    public String look() {
        return status().map(PbxView::look).orElse("");
    }

    private static String look(PbxState.Status status) {
        return switch (status) {
            case LIVE -> "badge-good";
            case CONNECTING, RECONNECTING -> "badge-ringing";
            case REFUSED -> "badge-trouble";
            case OFF -> "";
        };
    }

    public String icon() {
        return status().map(PbxView::icon).orElse("info");
    }

    private static String icon(PbxState.Status status) {
        return switch (status) {
            case LIVE -> "check";
            case CONNECTING, RECONNECTING -> "clock";
            case REFUSED -> "triangle";
            case OFF -> "off";
        };
    }

    /** Key of the word. */
    public String word() {
        return "admin.pbx.status."
                + status().map(each -> each.name().toLowerCase(java.util.Locale.ROOT))
                        .orElse("unknown");
    }
}
