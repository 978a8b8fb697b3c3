package io.belfry.core.bus;

/**
 * Asks for settings in the shape of the REST resources.
 *
 * @param id of one thing; empty for all of the kind
 */
public record DocumentsQuery(ConfigChange.Thing thing, String id) {}
