package io.belfry.core.account;

import io.belfry.core.web.Principal;
import io.belfry.core.web.Role;
import java.time.Instant;
import java.util.List;

/**
 * An administrator or supervisor. Its password is nowhere but in the table.
 *
 * @param id ours, for addresses
 * @param user log-in name, lower case
 * @param name to show
 * @param role ADMIN or SUPERVISOR
 * @param queues that a supervisor sees; without meaning for an administrator
 * @param enabled whether he may log in
 * @param language that he wants to read; empty for what his browser says
 * @param created when
 * @param lastLogin {@link Instant#EPOCH} for never
 * @param version goes up with each change
 */
public record Account(
        String id,
        String user,
        String name,
        Role role,
        List<String> queues,
        boolean enabled,
        String language,
        Instant created,
        Instant lastLogin,
        long version) {
    public Account {
        queues = List.copyOf(queues);
    }

    /** As whom he is logged in. */
    public Principal principal() {
        return Principal.staff(user, name, role, queues);
    }

    /** The same after a change that is not seen here. */
    Account next() {
        return new Account(
                id, user, name, role, queues, enabled, language, created, lastLogin, version + 1);
    }

    boolean isWorkingAdmin() {
        return enabled && role == Role.ADMIN;
    }
}
