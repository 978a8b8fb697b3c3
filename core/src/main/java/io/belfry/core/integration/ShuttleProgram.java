package io.belfry.core.integration;

import io.belfry.core.call.CallEvent;
import io.belfry.core.integration.ScriptToken.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a pasted program for the original says: its handlers, its old parameters, and what in it can
 * not work where it runs now. Nothing is executed.
 */
final class ShuttleProgram {
    private static final Set<String> PARAMETERS =
            Set.of(
                    "socket_server",
                    "event_type",
                    "queue_name",
                    "var_name_array",
                    "mode_open",
                    "url",
                    "appname");

    /** Of Node and browsers; a script has neither around it. */
    private static final Set<String> MISSING =
            Set.of(
                    "setTimeout",
                    "setInterval",
                    "setImmediate",
                    "process",
                    "Buffer",
                    "XMLHttpRequest",
                    "__dirname",
                    "__filename",
                    "module",
                    "exports",
                    "window",
                    "document");

    private static final Set<String> DECLARING = Set.of("var", "let", "const", "function", "class");
    private static final String THE_MODULE = "socket.io-client";
    private static final List<String> EVENTS =
            Arrays.stream(CallEvent.Kind.values()).map(CallEvent.Kind::word).toList();

    /** An old parameter. */
    record Parameter(List<String> values, int line) {}

    private final List<ScriptToken> tokens;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, Integer> handlers = new LinkedHashMap<>();
    private final Set<String> hosts = new LinkedHashSet<>();
    private final List<ShuttleNote> notes = new ArrayList<>();
    private final Set<String> declared = new HashSet<>();
    private final Set<String> told = new HashSet<>();

    private ShuttleProgram(List<ScriptToken> tokens) {
        this.tokens = tokens;
    }

    static ShuttleProgram read(String source) {
        ShuttleProgram program = new ShuttleProgram(ScriptToken.of(source));
        for (int i = 1; i < program.tokens.size(); i++) {
            if (program.tokens.get(i).kind() == Kind.NAME
                    && DECLARING.contains(program.tokens.get(i - 1).text())) {
                program.declared.add(program.tokens.get(i).text());
            }
        }
        for (int i = 0; i < program.tokens.size(); i++) {
            program.look(i);
        }
        return program;
    }

    Map<String, Parameter> parameters() {
        return parameters;
    }

    /** Kinds of events it has a handler for. */
    Set<String> handlers() {
        return handlers.keySet();
    }

    /** That its {@code fetch} names. */
    List<String> hosts() {
        return List.copyOf(hosts);
    }

    List<ShuttleNote> notes() {
        return List.copyOf(notes);
    }

    private void look(int i) {
        ScriptToken here = tokens.get(i);
        boolean ofAnother = i > 0 && tokens.get(i - 1).is(".");
        boolean assigned = at(i + 1).is("=") || at(i + 1).is(":");
        if (here.kind() != Kind.SIGN && PARAMETERS.contains(here.text()) && assigned) {
            parameter(here, i + 2);
        }
        if (here.kind() != Kind.NAME) {
            return;
        }
        if (here.text().equals("event") && !ofAnother) {
            handler(i);
        } else if (EVENTS.contains(here.text())
                && at(i + 1).is(":")
                && at(i + 2).isName("function")) {
            handlers.putIfAbsent(here.text(), here.line());
        } else if (here.text().equals("require") && at(i + 1).is("(")) {
            module(at(i + 2));
        } else if (here.text().equals("import") && !ofAnother) {
            warn(here.line(), "import");
        } else if (here.text().equals("fetch") && !ofAnother) {
            fetch(at(i + 2));
        } else if (here.text().equals("on") && ofAnother && i > 1 && at(i - 2).isName("socket")) {
            listener(i);
        } else if (MISSING.contains(here.text()) && !ofAnother && !at(i + 1).is(":")) {
            missing(here);
        }
    }

    private ScriptToken at(int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i) : new ScriptToken(Kind.SIGN, "", 0);
    }

    /** {@code 'up'}, {@code ['Sales', 'Support']} or {@code new Array('a', 'b')}. */
    private void parameter(ScriptToken name, int i) {
        List<String> values = new ArrayList<>();
        int at = i;
        if (at(at).kind() == Kind.TEXT) {
            values.add(at(at).text());
        } else {
            at = at(at).isName("new") ? at + 2 : at;
            if (!at(at).is("[") && !at(at).is("(")) {
                return;
            }
            for (at++; at(at).kind() == Kind.TEXT || at(at).is(","); at++) {
                if (at(at).kind() == Kind.TEXT) {
                    values.add(at(at).text());
                }
            }
        }
        Parameter parameter = new Parameter(List.copyOf(values), name.line());
        if (parameters.putIfAbsent(name.text(), parameter) == null
                && name.text().equals("socket_server")) {
            tell(name.line(), "server", String.join(" ", values));
        }
    }

    /** {@code event.up = function} or {@code event['up'] = function}. */
    private void handler(int i) {
        boolean dotted = at(i + 1).is(".") && at(i + 2).kind() == Kind.NAME && at(i + 3).is("=");
        boolean listed =
                at(i + 1).is("[")
                        && at(i + 2).kind() == Kind.TEXT
                        && at(i + 3).is("]")
                        && at(i + 4).is("=");
        if (!dotted && !listed) {
            return;
        }
        ScriptToken kind = at(i + 2);
        if (EVENTS.contains(kind.text())) {
            handlers.putIfAbsent(kind.text(), kind.line());
        } else {
            warn(kind.line(), "handler", kind.text());
        }
    }

    /** {@code socket.on('up', function)}; one for {@code event} gets them all. */
    private void listener(int i) {
        ScriptToken kind = at(i + 2);
        boolean listens = at(i + 1).is("(") && kind.kind() == Kind.TEXT;
        if (listens && (EVENTS.contains(kind.text()) || kind.text().equals("event"))) {
            handlers.putIfAbsent(kind.text(), kind.line());
        }
    }

    private void module(ScriptToken name) {
        if (name.kind() != Kind.TEXT) {
            warn(name.line(), "requireUnknown");
        } else if (!name.text().equals(THE_MODULE)) {
            warn(
                    name.line(),
                    name.text().contains("socket.io") ? "requireSocket" : "require",
                    name.text());
        }
    }

    private void fetch(ScriptToken address) {
        if (address.kind() == Kind.TEXT
                && WebAddress.check(address.text()) instanceof WebAddress.Good good) {
            String origin = good.address().origin();
            hosts.add(origin.substring(origin.indexOf("//") + 2));
        }
    }

    /** Once for each name: a program that uses one uses it everywhere. */
    private void missing(ScriptToken name) {
        if (!declared.contains(name.text()) && told.add(name.text())) {
            warn(name.line(), "missing", name.text());
        }
    }

    private void warn(int line, String key, String... values) {
        notes.add(ShuttleNote.warning(line, key, values));
    }

    private void tell(int line, String key, String... values) {
        if (told.add(key)) {
            notes.add(ShuttleNote.told(line, key, values));
        }
    }
}
