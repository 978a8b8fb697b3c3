package io.belfry.realtimepush;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.integration.Configuration;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What pages need of the settings: names to choose from. Without an answer there are none. */
record Settings(Vertx vertx) {
    Future<Configuration> now() {
        return Ask.CONFIG.put(vertx, new ConfigQuery()).otherwise(Configuration.EMPTY);
    }
}
