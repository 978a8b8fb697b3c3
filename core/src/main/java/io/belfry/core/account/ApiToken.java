package io.belfry.core.account;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.web.Grant;
import io.belfry.core.web.Principal;
import io.belfry.core.web.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A token of a program. Its secret is nowhere.
 *
 * @param id ours, for addresses
 * @param name unique, for people
 * @param scopes what it may do
 * @param queues that it sees, as a supervisor does; empty for all there is, calls without a queue
 *     too
 * @param events kinds of call events that it may hear; empty for all
 * @param prefix the begin of the secret, to recognise it
 * @param created when
 * @param createdBy user who made it
 * @param expires {@link Instant#MAX} for never
 * @param lastUsed to the minute; {@link Instant#EPOCH} for never
 */
public record ApiToken(
        String id,
        String name,
        Set<Scope> scopes,
        List<String> queues,
        Set<Kind> events,
        String prefix,
        Instant created,
        String createdBy,
        Instant expires,
        Instant lastUsed) {
    public ApiToken {
        scopes = Set.copyOf(scopes);
        queues = List.copyOf(queues);
        events = Set.copyOf(events);
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(expires);
    }

    /** As whom the program acts. */
    public Principal principal() {
        return Principal.program(name, queues, new Grant(id, scopes, events, expires));
    }
}
