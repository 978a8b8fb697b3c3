package io.belfry.adminweb;

import io.belfry.core.bus.Presence;
import io.belfry.core.bus.ScriptState;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.PbxState;
import io.belfry.core.web.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is done and what is next on the way to the first page, and what is wrong right now. */
final class Checklist {
    private static final String PBXS = "/settings/pbxs";
    private static final String AGENTS = "/settings/agents";

    private final Configuration all;
    private final List<PbxView> pbxs;
    private final List<Presence.Online> online;
    private final boolean popped;
    private final Messages messages;
    private final Locale locale;

    /**
     * @param key of its title
     * @param text how it stands, in words
     * @param next whether it is the first that is not done
     * @param admin whether only an administrator can open the link
     * @param button key of the link's text
     */
    public record Step(
            String key,
            String text,
            boolean done,
            boolean next,
            String link,
            boolean admin,
            String button) {}

    /** Something that somebody should mend, and where. */
    public record Attention(String text, String link, boolean admin, String button) {}

    Checklist(
            Configuration all,
            List<PbxView> pbxs,
            List<Presence.Online> online,
            boolean popped,
            Messages messages,
            Locale locale) {
        this.all = all;
        this.pbxs = List.copyOf(pbxs);
        this.online = List.copyOf(online);
        this.popped = popped;
        this.messages = messages;
        this.locale = locale;
    }

    List<Step> steps() {
        boolean live = pbxs.stream().anyMatch(PbxView::isLive);
        boolean integrated = all.integrations().stream().anyMatch(each -> each.enabled());
        List<Step> steps = new ArrayList<>();
        add(steps, "pbx", live, pbxText(live), all.pbxs().isEmpty() ? PBXS + "/new" : PBXS);
        add(
                steps,
                "integration",
                integrated,
                text("admin.check.integration.text", all.integrations().size()),
                IntegrationPages.LIST + (all.integrations().isEmpty() ? "/new" : ""));
        add(
                steps,
                "agent",
                !online.isEmpty(),
                text("admin.check.agent.text", entered(), online.size()),
                entered() == 0 ? AGENTS + "/new" : AGENTS);
        add(steps, "pop", popped, text("admin.check.pop.text"), "/realtime");
        return steps;
    }

    private void add(List<Step> steps, String name, boolean done, String text, String link) {
        boolean first = !done && steps.stream().allMatch(Step::done);
        String key = "admin.check." + name;
        boolean admin = link.startsWith("/settings");
        steps.add(new Step(key, text, done, first, link, admin, key + ".button"));
    }

    private long entered() {
        return all.agents().stream().filter(each -> !each.user().isEmpty()).count();
    }

    private String pbxText(boolean live) {
        if (all.pbxs().isEmpty()) {
            return text("admin.check.pbx.none");
        }
        if (live) {
            return text("admin.check.pbx.live");
        }
        return pbxs.stream()
                .filter(PbxView::isKnown)
                .map(each -> each.pbx().name() + ": " + each.state().detail())
                .findFirst()
                .orElseGet(() -> text("admin.check.pbx.away"));
    }

    List<Attention> attention() {
        List<Attention> found = new ArrayList<>();
        for (PbxView each : pbxs) {
            each.status()
                    .filter(status -> status == PbxState.Status.REFUSED || isAway(status))
                    .ifPresent(status -> found.add(pbx(each)));
            if (each.isKnown() && each.state().dropped() > 0) {
                found.add(
                        new Attention(
                                text(
                                        "admin.attention.dropped",
                                        each.pbx().name(),
                                        each.state().dropped()),
                                PBXS,
                                true,
                                "admin.look"));
            }
        }
        long blocked = online.stream().filter(each -> each.popups().equals("blocked")).count();
        if (blocked > 0) {
            found.add(
                    new Attention(
                            text("admin.attention.blocked", blocked), AGENTS, true, "admin.look"));
        }
        return found;
    }

    /** Integrations whose script is paused or fails often. */
    List<Attention> scripts(Map<String, ScriptState> troubled) {
        return all.integrations().stream()
                .filter(each -> troubled.containsKey(each.id()))
                .map(each -> script(each, troubled.get(each.id())))
                .toList();
    }

    private Attention script(Integration integration, ScriptState state) {
        String key =
                state.state().equals("paused")
                        ? "admin.attention.script.paused"
                        : "admin.attention.script.failing";
        return new Attention(
                text(key, integration.appname(), state.why()),
                IntegrationPages.LIST + "/" + integration.id(),
                true,
                "admin.look");
    }

    private static boolean isAway(PbxState.Status status) {
        return status == PbxState.Status.RECONNECTING || status == PbxState.Status.CONNECTING;
    }

    private Attention pbx(PbxView view) {
        String detail = view.state().detail();
        String text = text("admin.attention.pbx", view.pbx().name());
        return new Attention(
                detail.isEmpty() ? text : text + " " + detail,
                PBXS + "/" + view.pbx().id(),
                true,
                "admin.attention.test");
    }

    private String text(String key, Object... parameters) {
        return messages.text(locale, key, parameters);
    }
}
