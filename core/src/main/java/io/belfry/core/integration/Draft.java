package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;

/**
 * An integration as somebody is still working on it. Calls do not see it until it is published.
 *
 * @param id of the integration
 * @param document in the shape of {@link IntegrationDocument#json}; must not be changed. It stays a
 *     document, so that a variable which goes away meanwhile can not take a rule with it
 * @param basedOn version of the published integration that the work began from
 * @param version counts its own saves from 1
 */
public record Draft(String id, JsonObject document, long basedOn, long version) {
    /** As REST shows it: the document with the draft's own version and what it is based on. */
    public JsonObject json() {
        return document.copy().put("id", id).put("version", version).put("basedOn", basedOn);
    }
}
