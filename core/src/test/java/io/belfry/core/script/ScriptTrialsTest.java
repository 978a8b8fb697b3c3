package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ScriptCommand;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.bus.ScriptReport;
import io.belfry.core.bus.ScriptTrial;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Script;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Trying a script does nothing but say what it would do. */
class ScriptTrialsTest {
    private static ScriptHouse house;

    @BeforeAll
    static void start() {
        house = new ScriptHouse();
        // a worker is there before a question with a time limit comes
        ScriptHouse.await(house.runtimeReady(ScriptHouse.script("first", "event.up = () => {};")));
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    private static ScriptReport attempt(String source, JsonObject event) {
        ScriptTrial trial =
                new ScriptTrial(
                        "Acme",
                        new Script(source, List.of("crm.example")),
                        List.of("ordernumber"),
                        event);
        ScriptReport report = ScriptHouse.answer(() -> Ask.TRY_SCRIPT.put(house.vertx, trial));
        long end = System.nanoTime() + ScriptHouse.LONGEST_WAIT.toNanos();
        // the machine may be too slow for an administrator's patience; ours is longer
        while (report.state().equals("busy") && System.nanoTime() < end) {
            report = ScriptHouse.answer(() -> Ask.TRY_SCRIPT.put(house.vertx, trial));
        }
        return report;
    }

    private static JsonObject up() {
        return ScriptHouse.data(Kind.UP, "1.1");
    }

    @Test
    void itSaysWhatWouldBeDone() {
        ScriptReport report =
                attempt(
                        """
                        console.log('loaded', variables);
                        event.up = async (d) => {
                            console.warn('up of', d.queue);
                            const r = await fetch('https://crm.example/api', { method: 'POST', body: '{}' });
                            console.log(r.status);
                            wakeup('http://crm.example/' + d.ordernumber, d.peer, 'new_tab');
                            wakeup('javascript:alert(1)', d.peer);
                            fetch('http://elsewhere.example/');
                        };
                        """,
                        up());

        assertThat(report.state()).isEqualTo("done");
        assertThat(report.failure()).isEmpty();
        assertThat(report.console())
                .containsExactly(
                        new ScriptLine("log", "loaded [\"ordernumber\"]"),
                        new ScriptLine("warn", "up of Sales"),
                        new ScriptLine("log", "200"));
        assertThat(report.commands())
                .extracting(ScriptCommand::name)
                .containsExactly("fetch", "AgentCTI", "AgentCTI", "fetch");
        assertThat(report.commands().get(0).data().getString("url"))
                .isEqualTo("https://crm.example/api");
        assertThat(report.commands().get(0).refused()).isEmpty();
        assertThat(report.commands().get(1).data().getString("url"))
                .isEqualTo("http://crm.example/A-1001");
        assertThat(report.commands().get(1).refused()).isEmpty();
        assertThat(report.commands().get(2).refused()).startsWith("url: ");
        assertThat(report.commands().get(3).refused()).contains("not among the hosts");
        assertThat(report.micros()).isPositive();
    }

    @Test
    void withoutAnEventItSaysWhetherTheScriptCanBeRead() {
        ScriptReport good = attempt("event.up = () => {}; console.log('top');", new JsonObject());
        ScriptReport wrong = attempt("event.up = () => {\n  if (;\n};", new JsonObject());
        ScriptReport thrown = attempt("\n\n  nothing.here();", new JsonObject());

        assertThat(good.state()).isEqualTo("done");
        assertThat(good.console()).containsExactly(new ScriptLine("log", "top"));
        assertThat(wrong.state()).isEqualTo("failed");
        assertThat(wrong.line()).isEqualTo(2);
        assertThat(wrong.failure()).contains("SyntaxError");
        assertThat(thrown.line()).isEqualTo(3);
        assertThat(thrown.failure()).contains("nothing is not defined");
    }

    @Test
    void whatDoesNotEndIsStopped() {
        ScriptReport report = attempt("event.up = () => { for (;;); };", up());

        assertThat(report.state()).isEqualTo("stopped");
        assertThat(report.failure()).contains("3000 ms");
    }

    @Test
    void aMissingHandlerIsSaid() {
        ScriptReport report = attempt("event.ringing = () => {};", up());

        assertThat(report.state()).isEqualTo("done");
        assertThat(report.console())
                .containsExactly(new ScriptLine("warn", "the script has no handler for up"));
    }

    @Test
    void anEventThatThereIsNotIsRefused() {
        ScriptReport report =
                attempt("event.up = () => {};", new JsonObject().put("event", "party"));

        assertThat(report.state()).isEqualTo("refused");
    }
}
