package io.belfry.scriptrunner;

import io.belfry.scriptrunner.TurnOutput.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.PolyglotException.StackFrame;
import org.graalvm.polyglot.ResourceLimits;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/**
 * One integration's script with its globals, alive between events. Each has an engine of its own:
 * nothing is shared with another integration but the process. Used by one thread; only {@link
 * #cancel} may come from another.
 */
final class Sandbox {
    /** What stack traces and error messages call a customer's script. */
    static final String NAME = "script.js";

    /** Statements of one turn: a second fence, far behind the server's clock. */
    private static final long MOST_STATEMENTS = 200_000_000;

    private static final Source PRELUDE = prelude();

    private final Context context;
    private Value world;
    private TurnOutput output = new TurnOutput();

    Sandbox() {
        // everything that the policy asks to be closed is closed; see the decision record on
        // scripts
        context =
                Context.newBuilder("js")
                        .sandbox(SandboxPolicy.CONSTRAINED)
                        .in(InputStream.nullInputStream())
                        .out(OutputStream.nullOutputStream())
                        .err(OutputStream.nullOutputStream())
                        .option("engine.WarnInterpreterOnly", "false")
                        .option("js.load", "false")
                        .option("js.print", "false")
                        .option("js.console", "false")
                        .option("js.graal-builtin", "false")
                        .option("js.webassembly", "false")
                        .resourceLimits(
                                ResourceLimits.newBuilder()
                                        .statementLimit(MOST_STATEMENTS, null)
                                        .build())
                        .build();
    }

    private static Source prelude() {
        try (InputStream in = Sandbox.class.getResourceAsStream("prelude.js")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("js", text, "prelude.js").internal(true).buildLiteral();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes what the script will find; no customer's code has run yet.
     *
     * @param variables names of the custom variables, as JSON
     */
    void prepare(String appname, String variables) {
        Value make = context.eval(PRELUDE);
        Value limits = context.eval("js", "(o, c) => ({ output: o, console: c })");
        world =
                make.execute(
                        (ProxyExecutable) this::host,
                        appname,
                        variables,
                        limits.execute(TurnOutput.MOST_OUTPUT, TurnOutput.MOST_CONSOLE));
    }

    /**
     * Runs the script from top to bottom.
     *
     * @return which handlers it has, as a JSON array
     */
    String load(String source, TurnOutput into) {
        begin(into);
        context.eval(Source.newBuilder("js", source, NAME).buildLiteral());
        return world.invokeMember("loaded").asString();
    }

    /** Calls the handler of an event; the output says whether it has ended. */
    void call(String kind, String call, String data, TurnOutput into) {
        begin(into);
        world.invokeMember("call", kind, call, data);
    }

    /** Gives the script what it asked for. */
    void answer(long ask, boolean good, String data, TurnOutput into) {
        begin(into);
        world.invokeMember("answer", ask, good, data);
    }

    private void begin(TurnOutput into) {
        output = into;
        context.resetLimits();
    }

    /** Stops what runs, wherever it is, and ends this sandbox. May come from another thread. */
    void cancel() {
        context.close(true);
    }

    /** The only way out of the sandbox: texts and numbers. */
    private Object host(Value... words) {
        String what = words[0].asString();
        switch (what) {
            case "line" -> output.line(words[1].asString(), words[2].asString());
            case "ask" -> {
                return output.ask(
                        words[1].asLong(),
                        words[2].asString(),
                        words[3].asString(),
                        words[4].asBoolean());
            }
            case "ended" -> output.ended(words[1].asString(), Fault.NONE);
            case "failed" ->
                    output.ended(words[1].asString(), fault(words[2], words[3].asString()));
            default -> throw new IllegalArgumentException(what);
        }
        return true;
    }

    /** Of a thrown value, which can be anything. */
    private static Fault fault(Value thrown, String text) {
        if (!thrown.isException()) {
            return new Fault(text, 0, 0);
        }
        try {
            throw thrown.throwException();
        } catch (PolyglotException e) {
            return fault(e);
        }
    }

    static Fault fault(PolyglotException e) {
        SourceSection at = e.getSourceLocation();
        if (at == null || !at.getSource().getName().equals(NAME)) {
            at = inScript(e);
        }
        String text = String.valueOf(e.getMessage());
        return at == null
                ? new Fault(text, 0, 0)
                : new Fault(text, at.getStartLine(), at.getStartColumn());
    }

    private static SourceSection inScript(PolyglotException e) {
        for (StackFrame frame : e.getPolyglotStackTrace()) {
            SourceSection at = frame.getSourceLocation();
            if (frame.isGuestFrame() && at != null && at.getSource().getName().equals(NAME)) {
                return at;
            }
        }
        return null;
    }
}
