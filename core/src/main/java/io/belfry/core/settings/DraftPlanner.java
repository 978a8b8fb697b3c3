package io.belfry.core.settings;

import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigAnswer.Conflict;
import io.belfry.core.bus.ConfigAnswer.NotFound;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.Draft;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.IntegrationDocument;
import io.belfry.core.integration.Script;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides what becomes of drafts. Two things can have changed under whoever works on one: the draft
 * itself ({@code version}) and what is published ({@code basedOn}); either is a conflict, and what
 * is there now is shown.
 */
final class DraftPlanner {
    private final DraftShelf shelf;
    private final Supplier<String> ids;
    private final Supplier<Instant> clock;

    DraftPlanner(DraftShelf shelf, Supplier<String> ids, Supplier<Instant> clock) {
        this.shelf = shelf;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new integration that does nothing yet, with the document as its draft. */
    Plan create(ConfigChange change, Configuration now) {
        Checked<Integration> checked = shelf.check(change.document(), "", now);
        if (!checked.isGood()) {
            return Planner.refused(checked);
        }
        String id = change.dryRun() ? "" : ids.get();
        Integration good = checked.value();
        Integration empty =
                new Integration(
                        id, good.appname(), false, "", List.of(), List.of(), Script.NONE, 1);
        Kept<Draft> draft = kept(DraftShelf.draft(good, id, 1, 1), change);
        return save(
                List.of(
                        new Edit.PutIntegration(
                                new Kept<>(empty, 1, change.who(), draft.updatedAt())),
                        new Edit.PutDraft(draft)),
                id,
                1,
                Planner.document(shelf, draft),
                checked);
    }

    /** The first draft of an integration, or the next state of the one there is. */
    Plan save(ConfigChange change, Settings settings, Configuration now) {
        Optional<Kept<Integration>> live = settings.integration(change.id());
        if (live.isEmpty()) {
            return answered(new NotFound());
        }
        Optional<Kept<Draft>> before = settings.draft(change.id());
        Optional<ConfigAnswer> conflict = conflict(change, live.get(), before);
        if (conflict.isPresent()) {
            return answered(conflict.get());
        }
        Checked<Integration> checked = shelf.check(change.document(), change.id(), now);
        if (!checked.isGood()) {
            return Planner.refused(checked);
        }
        long version = before.map(Kept::version).orElse(0L) + 1;
        boolean overwrites = change.version() < 0;
        long basedOn =
                before.filter(each -> !overwrites)
                        .map(each -> each.value().basedOn())
                        .orElse(live.get().version());
        Kept<Draft> draft =
                kept(DraftShelf.draft(checked.value(), change.id(), basedOn, version), change);
        return save(
                List.of(new Edit.PutDraft(draft)),
                change.id(),
                version,
                Planner.document(shelf, draft),
                checked);
    }

    private Optional<ConfigAnswer> conflict(
            ConfigChange change, Kept<Integration> live, Optional<Kept<Draft>> before) {
        if (before.isPresent() && isOther(change.version(), before.get().version())) {
            return Optional.of(conflict(before.get()));
        }
        boolean gone = before.isEmpty() && change.version() > 0;
        boolean stale = isOther(number(change.document(), "basedOn", -1), live.version());
        return gone || stale ? Optional.of(conflictWithLive(live)) : Optional.empty();
    }

    private static boolean isOther(long asked, long there) {
        return asked >= 0 && asked != there;
    }

    /** What the draft says is what calls that begin from now on see. */
    Plan publish(ConfigChange change, Settings settings, Configuration now) {
        Optional<Kept<Integration>> live = settings.integration(change.id());
        Optional<Kept<Draft>> found = settings.draft(change.id());
        if (live.isEmpty() || found.isEmpty()) {
            return answered(new NotFound());
        }
        Kept<Draft> draft = found.get();
        if (isOther(change.version(), draft.version())) {
            return answered(conflict(draft));
        }
        long replaces = number(change.document(), "replaces", draft.value().basedOn());
        if (replaces != live.get().version()) {
            return answered(conflictWithLive(live.get()));
        }
        // what it names may have gone since it was saved
        Checked<Integration> checked = shelf.check(draft.value().document(), change.id(), now);
        if (!checked.isGood()) {
            return Planner.refused(checked);
        }
        long version = live.get().version() + 1;
        Kept<Integration> published =
                new Kept<>(
                        checked.value().withVersion(change.id(), version),
                        version,
                        change.who(),
                        clock.get());
        return save(
                List.of(
                        new Edit.Remove(Thing.DRAFT, change.id()),
                        new Edit.PutIntegration(published)),
                change.id(),
                version,
                Planner.stamped(IntegrationDocument.json(published.value()), published),
                checked);
    }

    private static Plan save(
            List<Edit> edits,
            String id,
            long version,
            JsonObject document,
            Checked<Integration> checked) {
        Planner.warn(document, checked);
        return new Plan.Save(() -> new Plan.Work(edits, id, version, document));
    }

    private Kept<Draft> kept(Draft draft, ConfigChange change) {
        return new Kept<>(draft, draft.version(), change.who(), clock.get());
    }

    private ConfigAnswer conflict(Kept<Draft> draft) {
        return new Conflict(draft.version(), draft.updatedBy(), Planner.document(shelf, draft));
    }

    private static ConfigAnswer conflictWithLive(Kept<Integration> live) {
        return new Conflict(
                live.version(),
                live.updatedBy(),
                Planner.stamped(IntegrationDocument.json(live.value()), live));
    }

    private static long number(JsonObject document, String name, long otherwise) {
        return document.getValue(name) instanceof Number number ? number.longValue() : otherwise;
    }

    private static Plan answered(ConfigAnswer answer) {
        return new Plan.Answered(answer);
    }
}
