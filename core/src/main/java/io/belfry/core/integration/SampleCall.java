package io.belfry.core.integration;

import io.vertx.core.json.JsonObject;

/**
 * An invented event to try rules on.
 *
 * @param key which one, for addresses and translations: {@code ringing}, {@code anonymous} …
 * @param title in words
 * @param event its public form; must not be changed
 */
public record SampleCall(String key, String title, JsonObject event) {}
