package io.belfry.core.bus;

import io.vertx.core.json.JsonObject;

/**
 * A wish to change the settings. The document has the shape of the REST resource; it is checked
 * where it is owned, so pages and REST can not differ.
 *
 * @param id of the thing; empty for {@link Op#CREATE}
 * @param version that the change is based on; negative to overwrite whatever is there
 * @param document must not be changed; empty for {@link Op#DELETE} and {@link Op#RESTORE}
 * @param who user name, for the record
 * @param dryRun checks only
 */
public record ConfigChange(
        Op op,
        Thing thing,
        String id,
        long version,
        JsonObject document,
        String who,
        boolean dryRun) {
    /** Without the document: it may hold a password. */
    @Override
    public String toString() {
        return op + " " + thing + " " + id + " version " + version + " by " + who;
    }

    public enum Op {
        CREATE,
        UPDATE,
        DELETE,
        /**
         * Make the integration's draft what calls see. Only of a {@link Thing#DRAFT}; the version
         * is the draft's. The document may say {@code replaces}, the published version that it is
         * meant to replace, when that is no longer the one that the draft began from.
         */
        PUBLISH,
        /**
         * Bring back what was deleted within the last minute, as it was: with its id, version and
         * secrets. The document is empty; {@link ConfigAnswer.NotFound} when it is too late.
         */
        RESTORE
    }

    public enum Thing {
        INTEGRATION,
        /**
         * What somebody works on; the id is the integration's. CREATE makes a new integration, off
         * and empty, with the document as its draft; UPDATE also makes the first draft of one
         * (version 0: there must be none yet). The document may say {@code basedOn}.
         */
        DRAFT,
        VARIABLE,
        AGENT,
        PBX
    }
}
