package io.belfry.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.agent.ScreenPop;
import io.belfry.core.bus.ScriptLine;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.integration.Integration;
import io.belfry.core.integration.Rule;
import io.belfry.core.integration.Script;
import io.belfry.core.integration.TraceLine;
import io.belfry.core.integration.TraceLine.Step;
import io.belfry.core.script.ScriptCall;
import io.belfry.core.script.ScriptCode;
import io.belfry.core.script.ScriptEnd;
import io.belfry.core.script.ScriptEvents;
import io.belfry.core.script.Scripts;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the engine makes of scripts; who runs them is told here what they do. */
class ScriptedEngineTest {
    private final FakeScripts scripts = new FakeScripts();
    private final House house =
            new House(new IntegrationEngine(Clock.systemUTC(), ZoneId.of("Europe/Rome"), scripts));

    @AfterEach
    void stop() {
        house.close();
    }

    /** Remembers what it is asked to run. */
    private static final class FakeScripts implements Scripts {
        final Heard<ScriptCall> calls = new Heard<>();
        final List<ScriptEvents> events = new CopyOnWriteArrayList<>();
        final List<List<ScriptCode>> announced = new CopyOnWriteArrayList<>();
        final Heard<String> paused = new Heard<>();

        @Override
        public void announce(List<ScriptCode> codes) {
            announced.add(codes);
        }

        @Override
        public boolean mayHandle(ScriptCode code, Kind kind) {
            return code.source().contains(kind.word());
        }

        @Override
        public void run(ScriptCall call, ScriptEvents heard) {
            events.add(heard);
            calls.add(call);
        }

        @Override
        public void pause(String integrationId, String why) {
            paused.add(integrationId + ": " + why);
        }
    }

    private static Integration scripted(String id, String source, Rule... rules) {
        return new Integration(
                id,
                id.toUpperCase(java.util.Locale.ROOT),
                true,
                Rules.URL,
                List.of(),
                List.of(rules),
                new Script(source, List.of()),
                1);
    }

    private ScriptEvents called() {
        scripts.calls.next();
        return scripts.events.get(scripts.events.size() - 1);
    }

    private static JsonObject page(String url, String peer) {
        return new JsonObject().put("url", url).put("peer", peer).put("mode", "new_tab");
    }

    private static ScriptEnd done() {
        return new ScriptEnd(
                ScriptEnd.State.DONE, "", 0, 0, Duration.ofNanos(1_234_567), Duration.ofMillis(80));
    }

    @Test
    void theScriptGetsThePublicEventOfEachKindThatItHandles() {
        house.with(1, scripted("acme", "up queued")).start();

        house.happens(
                Calls.ringing("1.1", "sales", Calls.JOHN),
                Calls.queued("1.1", "sales"),
                Calls.up("1.1", "sales", Calls.JOHN));

        ScriptCall queued = scripts.calls.next();
        ScriptCall up = scripts.calls.next();
        assertThat(queued.kind()).isEqualTo(Kind.QUEUED);
        assertThat(up.kind()).isEqualTo(Kind.UP);
        assertThat(up.order()).isEqualTo("pbx1:1.1");
        assertThat(up.data().getString("ordernumber")).isEqualTo("A-1001");
        assertThat(up.data().getString("peer")).isEqualTo("PJSIP/john.doe");
        assertThat(up.code().appname()).isEqualTo("ACME");
        assertThat(scripts.announced.get(0)).containsExactly(up.code());
    }

    @Test
    void rulesDoNotWaitForTheScript() {
        house.withBrowsers().with(1, scripted("acme", "up", Rules.on(Kind.UP, Rules.OPEN))).start();

        house.happens(Calls.up("1.1", "sales", Calls.JOHN));

        assertThat(house.shown.next().id()).isEqualTo("pbx1/1.1/up/9.1/acme/0/0");
        scripts.calls.next();
    }

    @Test
    void commandsAreCarriedOutWithTheSameIdWheneverTheEventComes() {
        house.withBrowsers().with(1, scripted("acme", "up")).start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        ScriptEvents script = called();

        JsonObject answer =
                House.await(
                        script.asked(
                                1, "AgentCTI", page("http://crm.example/1", "PJSIP/john.doe")));
        House.await(script.asked(2, "AgentCTI", page("http://crm.example/2", "PJSIP/john.doe")));

        ScreenPop first = house.shown.next();
        assertThat(first.id()).isEqualTo("pbx1/1.1/up/9.1/acme/script/1");
        assertThat(first.url()).isEqualTo("http://crm.example/1");
        assertThat(first.call()).isEqualTo("pbx1:1.1");
        assertThat(first.title()).isEqualTo("+390255512345 Rossi");
        assertThat(house.shown.next().id()).isEqualTo("pbx1/1.1/up/9.1/acme/script/2");
        assertThat(answer.getBoolean("ok")).isTrue();
        assertThat(answer.getString("outcome")).isEqualTo("opened");
    }

    @Test
    void whatIsWrongIsRefusedWithWordsInTheStory() {
        house.withBrowsers().with(1, scripted("acme", "up")).start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        ScriptEvents script = called();

        JsonObject answer =
                House.await(
                        script.asked(1, "AgentCTI", page("javascript:alert(1)", "PJSIP/john.doe")));

        assertThat(answer.getBoolean("ok")).isFalse();
        TraceLine told = house.trace.find(line -> line.step() == Step.SCRIPT);
        assertThat(told.text()).startsWith("ACME: AgentCTI was refused – url: ");
        assertThat(house.shown.isEmpty()).isTrue();
    }

    @Test
    void theStoryTellsConsoleTimesAndFailures() {
        house.with(1, scripted("acme", "up")).start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        ScriptEvents script = called();

        script.said(new ScriptLine("log", "hello"));
        script.said(new ScriptLine("warn", "careful"));
        script.ended(done());
        script.ended(
                new ScriptEnd(
                        ScriptEnd.State.FAILED,
                        "TypeError: x is null",
                        12,
                        5,
                        Duration.ofMillis(1),
                        Duration.ofMillis(2)));
        script.ended(
                new ScriptEnd(
                        ScriptEnd.State.PAUSED, "too often", 0, 0, Duration.ZERO, Duration.ZERO));

        assertThat(house.texts(Step.SCRIPT))
                .containsExactly(
                        "ACME: console: hello",
                        "ACME: console: warn: careful",
                        "ACME: script handled up (1.2 ms running, 80 ms in all)",
                        "ACME: script failed at up – 12:5: TypeError: x is null (1.0 ms running, 2 ms in all)",
                        "ACME: script is paused, up was not handled – too often");
        assertThat(house.engine.figures().failures()).isEqualTo(1);
    }

    @Test
    void whoGoesInCirclesIsPaused() {
        house.withBrowsers().with(1, scripted("acme", "up")).start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        ScriptEvents script = called();

        List<JsonObject> answers = new ArrayList<>();
        for (int i = 1; i <= LoopGuard.MOST + 1; i++) {
            answers.add(
                    House.await(
                            script.asked(
                                    i,
                                    "AgentCTI",
                                    page("http://crm.example/" + i, "PJSIP/john.doe"))));
        }

        assertThat(scripts.paused.next()).startsWith("acme: more than 30 actions in a minute");
        assertThat(answers).filteredOn(each -> each.getBoolean("ok")).hasSize(LoopGuard.MOST);
        assertThat(answers.get(LoopGuard.MOST).getString("error")).contains("circles");
    }

    @Test
    void aCallKeepsTheScriptThatItBeganWith() {
        house.with(1, scripted("acme", "up hangup // first")).start();
        house.happens(Calls.up("1.1", "sales", Calls.JOHN));
        ScriptCode first = scripts.calls.next().code();

        house.save(2, scripted("acme", "up hangup // second"));
        house.happens(
                Calls.hangup("1.1", "sales", Calls.JOHN), Calls.up("2.2", "sales", Calls.ANNA));

        assertThat(scripts.calls.next().code()).isEqualTo(first);
        assertThat(scripts.calls.next().code().source()).endsWith("second");
    }

    @Test
    void aRepeatedEventAndASwitchedOffIntegrationCallNothing() {
        Integration off = scripted("off", "up").switchedOff();
        house.with(1, scripted("acme", "up"), off).start();
        CallEvent up = Calls.up("1.1", "sales", Calls.JOHN);

        house.happens(up, up, Calls.up("2.2", "sales", Calls.JOHN));

        assertThat(scripts.calls.next().order()).isEqualTo("pbx1:1.1");
        assertThat(scripts.calls.next().order()).isEqualTo("pbx1:2.2");
        house.toldSoFar();
        assertThat(scripts.calls.isEmpty()).isTrue();
    }
}
