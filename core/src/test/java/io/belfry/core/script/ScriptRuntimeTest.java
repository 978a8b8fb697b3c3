package io.belfry.core.script;

import static org.assertj.core.api.Assertions.assertThat;

import io.belfry.core.call.CallEvent.Kind;
import io.belfry.core.script.ScriptEnd.State;
import io.belfry.core.script.ScriptHouse.Handled;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a customer's handlers can do. */
class ScriptRuntimeTest {
    private static ScriptHouse house;

    @BeforeAll
    static void start() {
        house = new ScriptHouse();
    }

    @AfterAll
    static void stop() {
        house.close();
    }

    @Test
    void theThreeFunctionsOfTheOriginalBecomeItsMessages() {
        var script =
                ScriptHouse.script(
                        "functions",
                        """
                        event.up = function (data) {
                            wakeup('http://crm.example/?order=' + data.ordernumber, data.peer, 'new_window');
                            notification(data.peer, 'info', 'Call', data.callernum);
                            pushevent(integration.appname, { uniqueid: data.uniqueid }, 'R-1', 'http://crm.example/R-1');
                        };
                        """);

        Handled handled = house.happens(script, Kind.UP, "1.1");

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(handled.asked())
                .hasSize(3)
                .startsWith(
                        "AgentCTI {\"url\":\"http://crm.example/?order=A-1001\",\"peer\":\"SIP/john.doe\",\"mode\":\"new_window\"}",
                        "AgentCTINotification {\"peer\":\"SIP/john.doe\",\"type\":\"info\",\"title\":\"Call\",\"body\":\"998\"}");
        JsonObject row = handled.commands.get(2).getJsonObject("data");
        assertThat(row.getString("type")).isEqualTo("Acme functions");
        assertThat(row.getString("reference")).isEqualTo("R-1");
        assertThat(row.getJsonObject("channel").getString("uniqueid")).isEqualTo("1.1");
        assertThat(row.getJsonObject("channel").getString("time"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(handled.numbers).containsExactly(1, 2, 3);
    }

    @Test
    void globalsLiveBetweenEventsAndBelongToOneIntegration() {
        String count =
                "let n = 0; event.up = () => { n++; globalThis.m = (globalThis.m || 0) + 1; console.log(n, m); };";
        var one = ScriptHouse.script("one", count);
        var other = ScriptHouse.script("other", count);

        house.happens(one, Kind.UP).await();
        Handled second = house.happens(one, Kind.UP);
        Handled first = house.happens(other, Kind.UP);

        assertThat(second.await().state()).isEqualTo(State.DONE);
        assertThat(first.await().state()).isEqualTo(State.DONE);
        assertThat(second.console).containsExactly("log 2 2");
        assertThat(first.console).containsExactly("log 1 1");
    }

    @Test
    void aHandlerThatThrowsSaysWhereAndTheNextEventIsHandled() {
        var script =
                ScriptHouse.script(
                        "throws",
                        """
                        event.up = function (data) {
                            console.log('before');
                              undefined.x;
                        };
                        event.hangup = async function (data) {
                            await null;
                            throw new TypeError('late');
                        };
                        event.abandon = function () { throw 'only text'; };
                        """);

        Handled thrown = house.happens(script, Kind.UP);
        Handled rejected = house.happens(script, Kind.HANGUP);
        Handled text = house.happens(script, Kind.ABANDON);

        assertThat(thrown.await().state()).isEqualTo(State.FAILED);
        assertThat(thrown.await().why())
                .startsWith("TypeError: Cannot read property 'x' of undefined");
        assertThat(thrown.await().place()).isEqualTo("3:7: ");
        assertThat(thrown.console).containsExactly("log before");
        assertThat(rejected.await().why()).isEqualTo("TypeError: late");
        assertThat(rejected.await().line()).isEqualTo(7);
        assertThat(text.await().why()).isEqualTo("only text");
    }

    @Test
    void aScriptThatCanNotBeReadFailsWithItsLine() {
        var script = ScriptHouse.script("syntax", "event.up = function (data) {\n  let x = ;\n};");

        ScriptEnd end = house.happens(script, Kind.UP).await();

        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.why()).contains("SyntaxError");
        assertThat(end.line()).isEqualTo(2);
    }

    @Test
    void anEventWithoutHandlerIsKnownToHaveNone() {
        var script = ScriptHouse.script("few", "event.up = () => {}; event.reject = () => {};");

        ScriptEnd end = house.happens(script, Kind.RINGING).await();

        assertThat(end.state()).isEqualTo(State.NO_HANDLER);
        assertThat(house.runtime.mayHandle(script, Kind.RINGING)).isFalse();
        assertThat(house.runtime.mayHandle(script, Kind.UP)).isTrue();
        assertThat(house.runtime.mayHandle(script, Kind.REJECT)).isTrue();
    }

    @Test
    void anEndlessLoopIsCancelledAndTheScriptGoesOnWithFreshGlobals() {
        var script =
                ScriptHouse.script(
                        "loops",
                        "let n = 0; event.up = () => { n++; console.log(n); }; event.hangup = () => { for (;;); };");
        house.happens(script, Kind.UP).await();
        long before = house.runtime.figures().cancelled();

        ScriptEnd stopped = house.happens(script, Kind.HANGUP).await();
        Handled after = house.happens(script, Kind.UP);

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.why()).contains("3000 ms");
        assertThat(house.runtime.figures().cancelled()).isEqualTo(before + 1);
        assertThat(after.await().state()).isEqualTo(State.DONE);
        assertThat(after.console).containsExactly("log 1");
    }

    @Test
    void whatAHandlerLeavesBehindIsStoppedLikeTheHandler() {
        var script =
                ScriptHouse.script(
                        "leaves",
                        "const again = () => { Promise.resolve().then(again); }; event.up = () => { again(); };");

        ScriptEnd stopped = house.happens(script, Kind.UP).await();

        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.why()).contains("3000 ms");
    }

    @Test
    void whatIsSaidIsCutAtTheLimit() {
        var script =
                ScriptHouse.script(
                        "talks",
                        "event.up = () => { for (let i = 0; i < 100; i++) console.log('x'.repeat(1000)); };");

        Handled handled = house.happens(script, Kind.UP);

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(String.join("", handled.console)).hasSizeLessThan(17_000);
        assertThat(handled.console).last().asString().contains("cut off");
    }

    @Test
    void whoAsksForTooMuchFails() {
        var script =
                ScriptHouse.script(
                        "asks",
                        "event.up = (d) => { for (let i = 0; i < 60; i++) notification(d.peer, 'info', 't', 'b'); };");

        Handled handled = house.happens(script, Kind.UP);

        assertThat(handled.await().state()).isEqualTo(State.FAILED);
        assertThat(handled.await().why()).contains("more than 50 commands");
        assertThat(handled.commands).hasSize(50);
    }

    @Test
    void anAcknowledgementTellsTheScriptWhatBecameOfIt() {
        var script =
                ScriptHouse.script(
                        "acks",
                        "event.up = (d) => socket.emit('AgentCTI', { url: 'http://x.example/', peer: d.peer }, (a) => console.log(a.outcome, a.clients));");

        Handled handled = house.happens(script, Kind.UP);

        assertThat(handled.await().state()).isEqualTo(State.DONE);
        assertThat(handled.console).containsExactly("log opened 1");
    }

    @Test
    void optInEventsComeToWhoHasAHandlerForThem() {
        var script =
                ScriptHouse.script(
                        "optin",
                        "socket.on('event', d => console.log('all', d.event)); socket.on('queued', d => console.log('queued'));");

        Handled queued = house.happens(script, Kind.QUEUED);
        Handled reject = house.happens(script, Kind.REJECT);
        Handled up = house.happens(script, Kind.UP);

        assertThat(queued.await().state()).isEqualTo(State.DONE);
        assertThat(reject.await().state()).isEqualTo(State.NO_HANDLER);
        assertThat(up.await().state()).isEqualTo(State.DONE);
        assertThat(up.console).containsExactly("log all up");
    }

    @Test
    void aHandlerIsCalledOnceWhicheverWayItIsReached() {
        String handlers =
                "event.up = function (d) { console.log('called', this === undefined ? '' : 'on it'); return Promise.reject(new Error('late')); };";
        List<String> ways =
                List.of(
                        "",
                        "socket.on('up', event.up);",
                        "socket.on('event', function (d) { event[d.event](d); });",
                        "socket.on('up', d => event.up(d));",
                        "var io = require('socket.io-client')('http://localhost:9888'); io.on('event', d => { if (event[d.event]) { event[d.event](d); } });",
                        "socket.on('event', d => {});",
                        "Object.freeze(event); socket.on('event', d => event[d.event](d));");

        List<Handled> all = new java.util.ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            all.add(house.happens(ScriptHouse.script("way" + i, handlers + ways.get(i)), Kind.UP));
        }

        for (Handled each : all) {
            each.await();
            assertThat(each.console).hasSize(1);
        }
        assertThat(all.subList(0, 6)).allMatch(each -> each.await().why().equals("Error: late"));
    }
}
