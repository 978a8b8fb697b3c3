package io.belfry.adminweb;

import io.belfry.core.integration.Effect;
import io.belfry.core.web.Messages;
import java.util.Locale;

/** What an action would do, as a line of a preview or a test. */
final class EffectWords {
    private final Messages messages;
    private final Locale locale;

    EffectWords(Messages messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    /**
     * @param agent who would get it, as people call him
     */
    Previews.Line of(Effect effect, String agent) {
        if (effect instanceof Effect.OpenPage page) {
            return yes("admin.would.open", page.url(), agent);
        }
        if (effect instanceof Effect.ShowNotice notice) {
            return yes("admin.would.notify", (notice.title() + " " + notice.body()).strip(), agent);
        }
        if (effect instanceof Effect.WriteRow row) {
            return row.reference().isEmpty()
                    ? yes("admin.would.row")
                    : yes("admin.would.row.reference", row.reference());
        }
        return new Previews.Line("no", ((Effect.Nothing) effect).because());
    }

    private Previews.Line yes(String key, Object... parameters) {
        return new Previews.Line("yes", messages.text(locale, key, parameters));
    }
}
