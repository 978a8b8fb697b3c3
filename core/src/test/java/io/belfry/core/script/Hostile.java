package io.belfry.core.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scripts that mean harm, and many more made of them. */
record Hostile(String name, String source) {
    /** Ways to come to run: the body stands where {@code BODY} is. */
    private static final List<String> WRAPPINGS =
            List.of(
                    "event.up = function (data) { BODY };",
                    "event.up = async function (data) { await null; return (function () { BODY })(); };",
                    "event.up = function (data) { return Promise.resolve().then(() => { BODY }); };",
                    "event.up = function (data) { return ({ get x() { BODY } }).x; };",
                    "event.up = function (data) { return eval('(function () {' + TEXT + '})()'); };",
                    "event.up = function (data) { return new Function('escaped', TEXT)(escaped); };",
                    "socket.on('event', function (data) { BODY });",
                    "event.up = function (data) { let r; [2, 1].sort(() => { r = (function () { BODY })(); return 0; }); return r; };",
                    "event.up = function (data) { return JSON.stringify({ toJSON() { BODY } }); };",
                    "event.up = function (data) { return new Proxy({}, { get() { BODY } }).anything; };",
                    "event.up = function (data) { return (function* () { BODY })().next().value; };",
                    "event.up = function (data) { return 'x'.replace(/x/, () => { BODY }); };",
                    "event.up = function (data) { try { throw 1; } catch (e) { BODY } finally { } };",
                    "event.up = function (data) { class A { static { } constructor() { return (function () { BODY })(); } } return new A(); };",
                    "event.up = function (data) { return Array.from([1], () => { BODY })[0]; };",
                    "event.up = (data) => { const f = (function () { BODY }).bind({}); return Reflect.apply(f, null, []); };");

    static List<Hostile> read(String file) {
        try (InputStream in = Hostile.class.getResourceAsStream("/hostile/" + file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(text.split("(?m)^//# "))
                    .filter(part -> !part.isBlank())
                    .map(part -> part.split("\n", 2))
                    .map(part -> new Hostile(file + ": " + part[0], part[1].strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the handler of an event. */
    String handler(int wrapping) {
        String text =
                '"' + source.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
        return WRAPPINGS
                .get(wrapping % WRAPPINGS.size())
                .replace("BODY", source)
                .replace("TEXT", text);
    }

    /** So many of them, from all over the list; the first is among them. */
    static List<Hostile> some(List<Hostile> scripts, int count) {
        List<Hostile> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(scripts.get(i * scripts.size() / count));
        }
        return List.copyOf(some);
    }

    /**
     * Each script plainly, then scripts in wrappings, up to so many: always the same ones.
     *
     * @param most at least the number of scripts
     */
    static List<Hostile> handlers(List<Hostile> scripts, int most) {
        List<Hostile> all = new ArrayList<>();
        scripts.forEach(each -> all.add(new Hostile(each.name, each.handler(0))));
        for (int i = 0; all.size() < most; i++) {
            Hostile each = scripts.get(i % scripts.size());
            int wrapping = 1 + (i + i / scripts.size()) % (WRAPPINGS.size() - 1);
            all.add(new Hostile(each.name + " in wrapping " + wrapping, each.handler(wrapping)));
        }
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }
}
