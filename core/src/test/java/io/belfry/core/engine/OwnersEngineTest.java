package io.belfry.core.engine;

import static io.belfry.core.engine.Calls.JOHN;
import static io.belfry.core.engine.Calls.ringing;
import static io.belfry.core.engine.Calls.up;
import static io.belfry.core.engine.Rules.acme;
import static io.belfry.core.engine.Rules.popOnAnswer;
import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Claim;
import io.belfry.core.bus.Ownership;
import io.belfry.core.bus.TestCluster;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the engine does for a PBX that is not always this node's. */
@Timeout(60)
class OwnersEngineTest {
    private final TestCluster cluster = new TestCluster(1);
    private final House house =
            new House(
                    cluster.node(0),
                    new IntegrationEngine(Clock.systemUTC(), ZoneId.of("Europe/Rome")));

    private record Held(long epoch, boolean isValid) implements Claim {}

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void whatWasLeftUndoneWhenTheClaimEndedIsDoneWhenItIsThisNodesAgain() {
        house.withBrowsers().with(7, acme(popOnAnswer())).start();
        CallEvent answered = up("1.1", "sales", JOHN);
        owns(new Held(5, false));
        Topic.RETOLD.publishHere(house.vertx, ringing("1.1", "sales", JOHN));
        Topic.RETOLD.publishHere(house.vertx, answered);
        until(() -> house.engine.figures().left() == 2);

        owns(new Held(7, true));
        Topic.RETOLD.publishHere(house.vertx, answered);
        Topic.RETOLD.publishHere(house.vertx, answered);

        assertThat(house.shown.next().id()).isEqualTo("pbx1/1.1/up/9.1/acme/0/0");
        Topic.RETOLD.publishHere(house.vertx, up("2.2", "sales", JOHN));
        assertThat(house.shown.next().call()).as("and only once").isEqualTo("pbx1:2.2");
    }

    @Test
    void whatIsRefusedBecauseTheClaimEndedMeanwhileIsDoneWhenItIsThisNodesAgain() {
        AtomicBoolean valid = new AtomicBoolean(true);
        house.withBrowsers().with(7, acme(popOnAnswer())).start();
        CallEvent answered = up("1.1", "sales", JOHN);
        owns(
                new Claim() {
                    @Override
                    public long epoch() {
                        return 5;
                    }

                    @Override
                    public boolean isValid() {
                        return valid.get();
                    }
                });
        house.browser =
                pop -> {
                    valid.set(false);
                    return Future.failedFuture("asked by a former owner of the PBX");
                };
        Topic.RETOLD.publishHere(house.vertx, answered);
        house.shown.next();
        until(() -> house.engine.figures().left() == 1);

        house.browser = pop -> Future.succeededFuture(House.opened(pop.id(), pop.agent()));
        owns(new Held(7, true));
        Topic.RETOLD.publishHere(house.vertx, answered);

        assertThat(house.shown.next().id()).isEqualTo("pbx1/1.1/up/9.1/acme/0/0");
        List<TraceLine> told = house.trace.until(line -> line.step() == Step.AGENT);
        assertThat(told)
                .extracting(TraceLine::text)
                .anyMatch(text -> text.endsWith("left to the next owner of the PBX"))
                .noneMatch(text -> text.contains("missed"));
        assertThat(told.get(told.size() - 1).text()).contains("opened");
    }

    private static void until(BooleanSupplier fact) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void owns(Claim claim) {
        Ownership.of(house.vertx).hold("pbx1", claim);
    }
}
