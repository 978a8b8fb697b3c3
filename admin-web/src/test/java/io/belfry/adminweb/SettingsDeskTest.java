package io.belfry.adminweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.account.Actor;
import io.belfry.core.bus.ConfigChange.Thing;
import io.belfry.core.bus.RecordCodec;
import io.belfry.core.web.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nobody answers for the settings. */
class SettingsDeskTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        Await.await(vertx.close());
    }

    private static String code(Future<?> asked) {
        return Await.await(
                asked.map("answered").recover(e -> Future.succeededFuture(((Problem) e).code())));
    }

    @Test
    void aChangeMayHaveBeenMadeAndAQuestionMayBeAskedAgain() {
        RecordCodec.register(vertx);
        SettingsDesk desk = new SettingsDesk(vertx, null);
        Actor anna = new Actor("anna", "10.0.0.1");

        assertThat(code(desk.create(Thing.VARIABLE, new JsonObject(), anna)))
                .isEqualTo("undecided");
        assertThat(code(desk.configuration())).isEqualTo("unavailable");
    }
}
