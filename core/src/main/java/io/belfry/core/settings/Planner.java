package io.belfry.core.settings;

import io.belfry.core.bus.ConfigAnswer;
import io.belfry.core.bus.ConfigAnswer.Conflict;
import io.belfry.core.bus.ConfigAnswer.NotFound;
import io.belfry.core.bus.ConfigAnswer.ReadOnly;
import io.belfry.core.bus.ConfigAnswer.Refused;
import io.belfry.core.bus.ConfigChange;
import io.belfry.core.bus.ConfigChange.Op;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.integration.PbxConfig;
import io.belfry.core.integration.PbxDocument;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides about changes and shows what is there; it reads and writes nothing itself. */
final class Planner {
    private static final int ID_BYTES = 8;

    private final Map<Thing, Shelf<?, ?>> shelves = new EnumMap<>(Thing.class);
    private final DraftPlanner drafts;
    private final List<PbxConfig> fixed;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Planner(
            Map<Thing, Shelf<?, ?>> shelves,
            DraftShelf drafts,
            List<PbxConfig> fixed,
            Clock clock) {
        this.shelves.putAll(shelves);
        this.shelves.put(Thing.DRAFT, drafts);
        this.drafts = new DraftPlanner(drafts, this::newId, this::now);
        this.fixed = List.copyOf(fixed);
        this.clock = clock;
    }

    Plan plan(ConfigChange change, Settings settings, Configuration configuration) {
        List<PbxConfig> unchangeable =
                change.op() == Op.CREATE ? List.of() : fixed(change.thing(), change.id());
        if (!unchangeable.isEmpty()) {
            return answered(new ReadOnly(unchangeable.get(0).source()));
        }
        if (change.op() == Op.PUBLISH) {
            return drafts.publish(change, settings, configuration);
        }
        if (change.thing() == Thing.DRAFT && change.op() == Op.CREATE) {
            return drafts.create(change, configuration);
        }
        if (change.thing() == Thing.DRAFT && change.op() == Op.UPDATE) {
            return drafts.save(change, settings, configuration);
        }
        return plan(shelves.get(change.thing()), change, settings, configuration);
    }

    private <D, T> Plan plan(
            Shelf<D, T> shelf, ConfigChange change, Settings settings, Configuration now) {
        if (change.op() == Op.CREATE) {
            return put(shelf, change, List.of(), settings, now);
        }
        List<Kept<T>> before = find(shelf, change.id(), settings);
        if (before.isEmpty() || change.id().isEmpty()) {
            return answered(new NotFound());
        }
        Kept<T> there = before.get(0);
        if (change.version() >= 0 && change.version() != there.version()) {
            return answered(
                    new Conflict(there.version(), there.updatedBy(), document(shelf, there)));
        }
        return change.op() == Op.DELETE
                ? remove(shelf, change, there, now)
                : put(shelf, change, before, settings, now);
    }

    private <D, T> Plan put(
            Shelf<D, T> shelf,
            ConfigChange change,
            List<Kept<T>> before,
            Settings settings,
            Configuration now) {
        Checked<D> checked = shelf.check(change.document(), before, now);
        if (!checked.isGood()) {
            return refused(checked);
        }
        boolean isNew = before.isEmpty();
        String id = !isNew ? change.id() : change.dryRun() ? "" : newId();
        long version = isNew ? 1 : before.get(0).version() + 1;
        return new Plan.Save(
                () -> {
                    T value = shelf.finish(checked.value(), before, id, version);
                    Kept<T> kept = new Kept<>(value, version, change.who(), now());
                    JsonObject document = document(shelf, kept);
                    warn(document, checked);
                    return new Plan.Work(shelf.put(kept, settings), id, version, document);
                });
    }

    private <D, T> Plan remove(
            Shelf<D, T> shelf, ConfigChange change, Kept<T> there, Configuration now) {
        Optional<String> held = shelf.holds(there.value(), now);
        if (held.isPresent()) {
            return answered(new Refused(held.get(), Map.of()));
        }
        return new Plan.Save(
                () ->
                        new Plan.Work(
                                List.of(new Edit.Remove(change.thing(), change.id())),
                                change.id(),
                                there.version(),
                                document(shelf, there)));
    }

    /**
     * Brings back what was deleted, exactly as it was, unless something took its place meanwhile.
     *
     * @param old settings before the deletion
     */
    Plan restore(ConfigChange change, Settings old, Settings settings, Configuration now) {
        return restore(shelves.get(change.thing()), change, old, settings, now);
    }

    private <D, T> Plan restore(
            Shelf<D, T> shelf,
            ConfigChange change,
            Settings old,
            Settings settings,
            Configuration now) {
        List<Kept<T>> gone = find(shelf, change.id(), old);
        if (gone.isEmpty() || !find(shelf, change.id(), settings).isEmpty()) {
            return answered(new NotFound());
        }
        Kept<T> kept = gone.get(0);
        Checked<D> checked = shelf.check(shelf.json(kept.value()), gone, now);
        if (!checked.isGood()) {
            return refused(checked);
        }
        return new Plan.Save(
                () ->
                        new Plan.Work(
                                shelf.put(kept, settings),
                                change.id(),
                                kept.version(),
                                document(shelf, kept)));
    }

    /** One thing, or all of the kind when the id is empty. */
    List<JsonObject> documents(Thing thing, String id, Settings settings) {
        return Stream.concat(
                        fixed(thing, id).stream().map(PbxDocument::json),
                        documents(shelves.get(thing), id, settings))
                .toList();
    }

    private static <T> Stream<JsonObject> documents(
            Shelf<?, T> shelf, String id, Settings settings) {
        return find(shelf, id, settings).stream().map(kept -> document(shelf, kept));
    }

    private static <T> List<Kept<T>> find(Shelf<?, T> shelf, String id, Settings settings) {
        return shelf.in(settings).stream()
                .filter(each -> id.isEmpty() || shelf.idOf(each.value()).equals(id))
                .toList();
    }

    private List<PbxConfig> fixed(Thing thing, String id) {
        return fixed.stream()
                .filter(each -> thing == Thing.PBX && (id.isEmpty() || each.id().equals(id)))
                .toList();
    }

    static <T> JsonObject document(Shelf<?, T> shelf, Kept<T> kept) {
        return stamped(shelf.json(kept.value()), kept);
    }

    /** With who saved it and when. */
    static JsonObject stamped(JsonObject document, Kept<?> kept) {
        return document.put("version", kept.version())
                .put("updatedBy", kept.updatedBy())
                .put("updatedAt", kept.updatedAt().toString());
    }

    /** What is worth a look, beside what was saved. */
    static void warn(JsonObject document, Checked<?> checked) {
        document.put("warnings", new JsonObject(new LinkedHashMap<>(checked.warnings())));
    }

    static Plan refused(Checked<?> checked) {
        return answered(new Refused(summary(checked.errors()), checked.errors()));
    }

    private static Plan answered(ConfigAnswer answer) {
        return new Plan.Answered(answer);
    }

    private static String summary(Map<String, String> errors) {
        Map.Entry<String, String> first = errors.entrySet().iterator().next();
        String text = first.getKey() + ": " + first.getValue();
        return errors.size() == 1 ? text : text + " (and " + (errors.size() - 1) + " more)";
    }

    /** As precise as it is stored. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
