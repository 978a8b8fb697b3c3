package io.belfry.scriptrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.PolyglotException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a script finds and what it can say, inside the process. */
class SandboxTest {
    private static final Set<String> OURS =
            Set.of(
                    "event",
                    "socket",
                    "io",
                    "wakeup",
                    "notification",
                    "pushevent",
                    "console",
                    "fetch",
                    "require",
                    "variables",
                    "integration");

    private final Sandbox sandbox = new Sandbox();

    @AfterEach
    void stop() {
        sandbox.cancel();
    }

    private String load(String source) {
        sandbox.prepare("Acme", "[\"ordernumber\"]");
        return sandbox.load(source, new TurnOutput());
    }

    private Map<String, Object> call(String kind, String data) {
        TurnOutput output = new TurnOutput();
        sandbox.call(kind, "call-1", data, output);
        Map<String, Object> frame = new LinkedHashMap<>();
        output.put(frame);
        return frame;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> frame, String name) {
        return (List<Map<String, Object>>) frame.get(name);
    }

    @Test
    void onlyTheLanguageAndOurFunctionsAreThere() {
        load(
                "event.up = () => console.log(Object.getOwnPropertyNames(globalThis).filter(n => n[0] === n[0].toLowerCase()).join(' '));");

        String names = (String) list(call("up", "{}"), "lines").get(0).get("text");

        assertThat(names.split(" "))
                .containsAll(OURS)
                .doesNotContain(
                        "load", "loadWithNewGlobal", "print", "printErr", "arguments", "quit")
                .allMatch(
                        name ->
                                OURS.contains(name)
                                        || name.matches(
                                                "undefined|globalThis|eval|escape|unescape|is(NaN|Finite)|parse(Int|Float)|(en|de)codeURI(Component)?"));
    }

    @Test
    void itSaysWhichHandlersItHas() {
        assertThat(load("event.up = () => {}; event.x = 1; socket.on('queued', () => {});"))
                .isEqualTo("[\"up\",\"socket queued\"]");
    }

    @Test
    void aScriptMayDeclareItsOwnEventAndFunctions() {
        load(
                "const event = { up: d => wakeup(d.peer) }; let wakeup = peer => socket.emit('AgentCTI', { peer });");

        Map<String, Object> frame = call("up", "{\"peer\":\"SIP/x\"}");

        assertThat(list(frame, "asks"))
                .containsExactly(
                        Map.of(
                                "ask",
                                1L,
                                "name",
                                "AgentCTI",
                                "data",
                                "{\"peer\":\"SIP/x\"}",
                                "answered",
                                false));
    }

    @Test
    void failuresNameTheLineOfTheScript() {
        load(
                "event.up = () => {\n  JSON.parse('{');\n};\nevent.hangup = () => { throw { a: 1 }; };");

        Map<String, Object> thrown = list(call("up", "{}"), "ended").get(0);
        Map<String, Object> plain = list(call("hangup", "{}"), "ended").get(0);

        assertThat((String) thrown.get("failure")).startsWith("SyntaxError");
        assertThat(thrown.get("line")).isEqualTo(2);
        assertThat(plain.get("failure")).isEqualTo("{\"a\":1}");
    }

    @Test
    void asMuchAsIsAllowedIsSaidAndNoMore() {
        load(
                "event.up = () => { for (let i = 0; i < 300; i++) console.log('x'.repeat(100)); for (;;) { wakeup('x'.repeat(1000)); } };");

        Map<String, Object> frame = call("up", "{}");

        assertThat(list(frame, "lines")).hasSizeLessThanOrEqualTo(200);
        assertThat(frame.get("cut")).isEqualTo(true);
        assertThat(list(frame, "asks")).hasSizeBetween(50, 64);
        assertThat((String) list(frame, "ended").get(0).get("failure"))
                .contains("too much is asked for");
    }

    @Test
    void whatIsCancelledCanNotGoOn() {
        load("event.up = () => {};");

        sandbox.cancel();

        assertThatThrownBy(() -> call("up", "{}"))
                .isInstanceOfAny(PolyglotException.class, IllegalStateException.class);
    }
}
