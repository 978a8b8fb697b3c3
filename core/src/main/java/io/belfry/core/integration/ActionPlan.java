package io.belfry.core.integration;

import io.belfry.core.integration.UrlTemplate.Refused;
import io.belfry.core.integration.UrlTemplate.Rendered;
import io.belfry.core.integration.UrlTemplate.Url;
import java.util.function.Function;

/**
 * An action with its templates read once. A template that is broken in spite of all checks makes
 * this one action do nothing and say why; the others of the rule still happen.
 */
final class ActionPlan {
    private static final String NO_AGENT = "nobody to show it to: the event names no agent";

    private final Function<EventFields, Effect> effect;

    private ActionPlan(Function<EventFields, Effect> effect) {
        this.effect = effect;
    }

    /**
     * @param home the integration's own url template, for actions that name none
     */
    static ActionPlan of(Action action, String home) {
        try {
            return new ActionPlan(plan(action, home));
        } catch (IllegalArgumentException e) {
            String because = "the template is broken: " + e.getMessage();
            return new ActionPlan(event -> new Effect.Nothing(action.type(), because));
        }
    }

    Effect with(EventFields event) {
        return effect.apply(event);
    }

    private static Function<EventFields, Effect> plan(Action action, String home) {
        if (action instanceof Action.Open open) {
            return open(open, open.url().isEmpty() ? home : open.url());
        }
        if (action instanceof Action.Notify notify) {
            return notice(notify);
        }
        Action.Realtime row = (Action.Realtime) action;
        return row(row, row.url().isEmpty() ? home : row.url());
    }

    private static Function<EventFields, Effect> open(Action.Open open, String url) {
        if (url.isEmpty()) {
            return event -> new Effect.Nothing(open.type(), "there is no address to open");
        }
        UrlTemplate template = UrlTemplate.parse(url);
        return event -> {
            if (namesNoAgent(event)) {
                return new Effect.Nothing(open.type(), NO_AGENT);
            }
            Rendered rendered = template.render(event);
            return rendered instanceof Url ready
                    ? new Effect.OpenPage(ready.text(), open.mode())
                    : new Effect.Nothing(open.type(), ((Refused) rendered).because());
        };
    }

    private static Function<EventFields, Effect> notice(Action.Notify notify) {
        TextTemplate title = TextTemplate.parse(notify.title());
        TextTemplate body = TextTemplate.parse(notify.body());
        return event ->
                namesNoAgent(event)
                        ? new Effect.Nothing(notify.type(), NO_AGENT)
                        : new Effect.ShowNotice(
                                notify.level(), title.render(event), body.render(event));
    }

    /** A row without its link still tells the supervisor of the call. */
    private static Function<EventFields, Effect> row(Action.Realtime row, String url) {
        TextTemplate reference = TextTemplate.parse(row.reference());
        if (url.isEmpty()) {
            return event -> new Effect.WriteRow(reference.render(event), "", "");
        }
        UrlTemplate template = UrlTemplate.parse(url);
        return event -> {
            Rendered rendered = template.render(event);
            return rendered instanceof Url ready
                    ? new Effect.WriteRow(reference.render(event), ready.text(), "")
                    : new Effect.WriteRow(
                            reference.render(event), "", ((Refused) rendered).because());
        };
    }

    private static boolean namesNoAgent(EventFields event) {
        return event.text("peer").isEmpty();
    }
}
