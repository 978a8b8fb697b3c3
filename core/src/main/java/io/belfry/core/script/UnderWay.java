package io.belfry.core.script;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The calls of handlers of one script that have begun and not ended, each with its deadline. */
final class UnderWay {
    private final Vertx vertx;
    private final Duration limit;
    private final Consumer<HandlerCall> tooLate;
    private final Map<String, HandlerCall> calls = new LinkedHashMap<>();

    UnderWay(Vertx vertx, Duration limit, Consumer<HandlerCall> tooLate) {
        this.vertx = vertx;
        this.limit = limit;
        this.tooLate = tooLate;
    }

    void begin(HandlerCall call) {
        call.begin(System.nanoTime());
        calls.put(call.key(), call);
        call.timer(vertx.setTimer(limit.toMillis(), late -> tooLate.accept(call)));
    }

    /** False when it was not under way. */
    boolean end(HandlerCall call) {
        vertx.cancelTimer(call.timer());
        return calls.remove(call.key()) != null;
    }

    Optional<HandlerCall> of(String key) {
        return Optional.ofNullable(calls.get(key));
    }

    List<HandlerCall> all() {
        return List.copyOf(calls.values());
    }

    List<HandlerCall> in(ScriptContext context) {
        return calls.values().stream()
                .filter(call -> call.call().code().equals(context.code()))
                .toList();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }
}
