package io.belfry.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.egress.AddressRules;
import io.belfry.core.egress.Names;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import io.belfry.core.integration.Script;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.script.ScriptFigures;
import io.belfry.core.script.ScriptLimits;
import io.belfry.core.script.ScriptRuntime;
import io.belfry.core.script.WorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts end their processes faster than others start: who waits then, and who does not. */
class ScriptsWaitRulesGoOnTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(400);

    /** No context can be cancelled out of what follows a hangup. */
    private static final String UNSTOPPABLE =
            "event.hangup = () => { (function f() { try { f(); } finally { f(); } })(); };"
                    + "event.up = (data) => console.log('up ' + data.uniqueid);";

    @TempDir private Path folder;
    private Path gate;
    private ScriptRuntime scripts;
    private House house;

    /** Processes start only while the gate is there. */
    @BeforeEach
    void start() throws IOException {
        gate = Files.createFile(folder.resolve("gate"));
        ScriptLimits limits = ScriptLimits.defaults().withWorkers(1).withoutPause();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "/bin/sh",
                                "-c",
                                "until [ -e \"$0\" ]; do sleep 0.1; done; exec \"$@\"",
                                gate.toString()));
        command.addAll(WorkerCommand.find(ScriptRuntime.class, limits).orElseThrow());
        scripts =
                new ScriptRuntime(
                        command,
                        limits,
                        Names.OF_THE_SYSTEM,
                        new AddressRules(List.of()),
                        Clock.systemUTC());
        house =
                new House(
                        new IntegrationEngine(
                                Clock.systemUTC(), ZoneId.of("Europe/Rome"), scripts));
        House.await(house.vertx.deployVerticle(scripts));
    }

    @AfterEach
    void stop() {
        house.close();
    }

    private static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private List<String> ofTheScript() {
        return house.trace.all().stream()
                .filter(line -> line.step() == Step.SCRIPT)
                .map(TraceLine::text)
                .toList();
    }

    @Test
    void whenProcessesEndFasterThanTheyStartScriptsWaitAndRulesGoOn() throws IOException {
        Rule opens = Rules.on(Kind.UP, Rules.OPEN);
        house.withBrowsers()
                .with(
                        1,
                        new Integration(
                                "acme",
                                "ACME",
                                true,
                                Rules.URL,
                                List.of(),
                                List.of(opens),
                                new Script(UNSTOPPABLE, List.of()),
                                1))
                .start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        until(() -> ofTheScript().contains("ACME: console: up 1.1"), "the first process");
        house.shown.next();
        ScriptFigures figures = scripts.figures();
        long waited = figures.awaited();

        Files.delete(gate);
        house.happens(
                Calls.hangup("1.1", "sales", Calls.JOHN), Calls.hangup("2.2", "sales", Calls.JOHN));
        until(() -> figures.awaited() > waited, "no process is ready");
        house.happens(Calls.up("3.3", "sales", Calls.JOHN), Calls.up("4.4", "sales", Calls.ANNA));

        assertThat(house.shown.next().call()).isEqualTo("pbx1:3.3");
        assertThat(house.shown.next().call()).isEqualTo("pbx1:4.4");
        assertThat(ofTheScript()).as("no process runs").noneMatch(text -> text.contains("up 3.3"));
        Files.createFile(gate);
        until(() -> ofTheScript().contains("ACME: console: up 3.3"), "the script's turn");
        until(() -> ofTheScript().contains("ACME: console: up 4.4"), "the script's turn");
        assertThat(figures.killed()).isEqualTo(2);
        assertThat(figures.dropped()).isZero();
    }
}
