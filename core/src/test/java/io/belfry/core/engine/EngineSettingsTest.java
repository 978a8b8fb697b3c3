package io.belfry.core.engine;

import static io.belfry.core.engine.Calls.JOHN;
import static io.belfry.core.engine.Calls.ringing;
import static io.belfry.core.engine.Calls.up;
import static io.belfry.core.engine.Rules.OPEN;
import static io.belfry.core.engine.Rules.acme;
import static io.belfry.core.engine.Rules.integration;
import static io.belfry.core.engine.Rules.on;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.ConfigAnnounced;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which settings a call gets. */
@Timeout(60)
class EngineSettingsTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aCallKeepsTheVersionThatItBeganWith() {
        house.withBrowsers().with(1, acme(on(Kind.UP, OPEN))).start();
        house.happens(ringing("old", "sales", JOHN));
        house.trace.until(line -> line.step() == Step.RULE);

        house.save(2, integration("acme", "Acme CRM", "https://new.example/", on(Kind.UP, OPEN)));
        house.happens(up("old", "sales", JOHN), up("new", "sales", JOHN));

        assertThat(house.shown.next().url()).startsWith("http://crm.example/");
        assertThat(house.shown.next().url()).isEqualTo("https://new.example/");
        assertThat(house.toldSoFar())
                .filteredOn(line -> line.step() == Step.OPEN)
                .extracting(line -> line.call() + " " + line.data().get("version"))
                .containsExactly("pbx1:old 1", "pbx1:new 2");
    }

    @Test
    void noCallSeesTwoVersionsHoweverOftenSomebodySaves() {
        house.withBrowsers().with(1, acme(on(Kind.RINGING, OPEN), on(Kind.UP, OPEN))).start();

        for (int round = 0; round < 100; round++) {
            house.happens(ringing("a" + round, "sales", JOHN));
            house.save(round + 2, acme(on(Kind.RINGING, OPEN), on(Kind.UP, OPEN)));
            house.happens(up("a" + round, "sales", JOHN));
        }

        List<TraceLine> told = house.toldSoFar();
        for (int round = 0; round < 100; round++) {
            String call = "pbx1:a" + round;
            assertThat(told)
                    .filteredOn(line -> line.call().equals(call) && line.step() == Step.OPEN)
                    .hasSize(2)
                    .extracting(line -> line.data().get("version"))
                    .containsOnly(Integer.toString(round + 1));
        }
    }

    @Test
    void eventsWaitForTheFirstSettings() {
        Promise<Void> later = Promise.promise();
        house.withBrowsers().with(3, acme(on(Kind.UP, OPEN)));
        var good = house.settings;
        house.settings =
                () ->
                        later.future().isComplete()
                                ? good.get()
                                : Future.failedFuture("the database is not up yet");
        house.start();

        house.happens(ringing("1.1", "sales", JOHN), up("1.1", "sales", JOHN));
        later.complete();

        assertThat(house.shown.next().call()).isEqualTo("pbx1:1.1");
        assertThat(house.trace.next().text()).startsWith("ringing John Doe");
        assertThat(house.engine.figures().version()).isEqualTo(3);
    }

    @Test
    void aBadAnswerKeepsTheOldSettingsUntilThereIsAGoodOne() {
        house.withBrowsers().with(1, acme(on(Kind.UP, OPEN))).start();
        Heard<String> asked = new Heard<>();
        house.settings =
                () -> {
                    asked.add("settings");
                    return Future.failedFuture("busy");
                };
        Topic.CONFIG.publish(house.vertx, new ConfigAnnounced(2));
        asked.next();
        asked.next();

        house.happens(up("1.1", "sales", JOHN));
        String duringTrouble = house.shown.next().url();
        house.with(2, integration("acme", "Acme CRM", "https://new.example/", on(Kind.UP, OPEN)));
        house.awaitVersion(2);
        house.happens(up("2.2", "sales", JOHN));

        assertThat(duringTrouble).startsWith("http://crm.example/");
        assertThat(house.shown.next().url()).isEqualTo("https://new.example/");
    }
}
