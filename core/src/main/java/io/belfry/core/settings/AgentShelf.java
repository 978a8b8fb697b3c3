package io.belfry.core.settings;

import io.belfry.core.agent.Agent;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.integration.AgentDocument;
import io.belfry.core.integration.Checked;
import io.belfry.core.integration.Configuration;
import io.belfry.core.store.AgentEntry;
import io.belfry.core.store.Edit;
import io.belfry.core.store.Kept;
import io.belfry.core.store.Settings;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Agents, entered and discovered. Saving a discovered one makes it an entered one. */
final class AgentShelf implements Shelf<AgentDocument.Draft, AgentEntry> {
    private final PasswordHasher hasher;

    AgentShelf(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    @Override
    public List<Kept<AgentEntry>> in(Settings settings) {
        return settings.agents();
    }

    @Override
    public String idOf(AgentEntry value) {
        return value.agent().id();
    }

    @Override
    public JsonObject json(AgentEntry value) {
        return AgentDocument.json(value.agent())
                .put("hasPassword", !value.passwordHash().isEmpty());
    }

    @Override
    public Checked<AgentDocument.Draft> check(
            JsonObject document, List<Kept<AgentEntry>> before, Configuration now) {
        String id = before.isEmpty() ? "" : idOf(before.get(0).value());
        return AgentDocument.check(document, id, !hashOf(before).isEmpty(), now);
    }

    @Override
    public AgentEntry finish(
            AgentDocument.Draft draft, List<Kept<AgentEntry>> before, String id, long version) {
        Agent agent = draft.agent();
        String hash =
                draft.newPassword().isEmpty() ? hashOf(before) : hasher.hash(draft.newPassword());
        return new AgentEntry(
                new Agent(
                        id,
                        agent.name(),
                        agent.number(),
                        agent.user(),
                        agent.peers(),
                        agent.email(),
                        false),
                agent.user().isEmpty() ? "" : hash);
    }

    private static String hashOf(List<Kept<AgentEntry>> before) {
        return before.isEmpty() ? "" : before.get(0).value().passwordHash();
    }

    /** Who was discovered by a device that somebody is given now is no other person. */
    @Override
    public List<Edit> put(Kept<AgentEntry> kept, Settings now) {
        Agent agent = kept.value().agent();
        List<Edit> edits = new ArrayList<>();
        for (Kept<AgentEntry> other : now.agents()) {
            Agent found = other.value().agent();
            boolean same = found.peers().stream().anyMatch(agent.peers()::contains);
            if (found.discovered() && same && !found.id().equals(agent.id())) {
                edits.add(new Edit.Remove(Thing.AGENT, found.id()));
            }
        }
        edits.add(new Edit.PutAgent(kept));
        return edits;
    }
}
