package io.belfry.adminweb;

import java.util.List;

/**
 * Somebody saved while a form was being filled in.
 *
 * @param who saved
 */
public record Conflict(String who, List<Difference> differences) {
    public Conflict {
        differences = List.copyOf(differences);
    }
}
