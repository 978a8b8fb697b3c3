package io.belfry.realtimepush;

import io.belfry.core.integration.TraceLine;
import io.belfry.core.store.CallRecord;
import io.belfry.core.store.CallSearch;
import io.belfry.core.store.CallStore;
import io.belfry.core.store.Page;
import io.belfry.core.store.TraceStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Calls and their stories for whoever may see them. What is not his is not there: nothing tells a
 * call of somebody else's queue from one that never was.
 */
final class CallAccess {
    private final Context context;
    private final RecentCalls recent;
    private final CallStore calls;
    private final TraceStore traces;

    /**
     * @param context of what happens now; everything else is asked from any thread
     */
    CallAccess(Context context, RecentCalls recent, CallStore calls, TraceStore traces) {
        this.context = context;
        this.recent = recent;
        this.calls = calls;
        this.traces = traces;
    }

    /** Fails with an IllegalArgumentException for a cursor that is none. */
    Future<Page<CallRecord>> search(Sight sight, CallSearch search) {
        return Future.succeededFuture(sight.scope()).compose(scope -> calls.search(search, scope));
    }

    /** A call of an instant ago is not written yet and so not here; its story is. */
    Future<Optional<CallRecord>> find(Sight sight, String call) {
        return calls.find(call).map(found -> found.filter(each -> sight.callOf(each.queues())));
    }

    Future<Boolean> maySee(Sight sight, String call) {
        return now(() -> recent.queuesOf(call))
                .compose(
                        queues ->
                                sight.callOf(queues) && !queues.isEmpty()
                                        ? Future.succeededFuture(true)
                                        : find(sight, call).map(Optional::isPresent));
    }

    /** Written steps and those of the last moment; empty when it is not his or nobody knows it. */
    Future<Optional<List<TraceLine>>> story(Sight sight, String call) {
        return maySee(sight, call)
                .compose(
                        may ->
                                may
                                        ? steps(call).map(Optional::of)
                                        : Future.succeededFuture(Optional.empty()));
    }

    List<TraceLine> recentSteps(String call) {
        return recent.stepsOf(call);
    }

    private Future<List<TraceLine>> steps(String call) {
        return now(() -> recent.stepsOf(call))
                .compose(fresh -> traces.traceOf(call).map(written -> joined(written, fresh)));
    }

    /** What is in both is there once. */
    private static List<TraceLine> joined(List<TraceLine> written, List<TraceLine> fresh) {
        Map<Object, TraceLine> steps = new LinkedHashMap<>();
        Stream.concat(written.stream(), fresh.stream())
                .forEach(line -> steps.putIfAbsent(key(line), line));
        return steps.values().stream()
                .sorted(Comparator.comparing(line -> line.at().toEpochMilli()))
                .toList();
    }

    /**
     * The database keeps milliseconds, and within one two rules can say the same words of the same
     * agent.
     */
    private static List<?> key(TraceLine line) {
        return List.of(
                line.at().toEpochMilli(),
                line.step(),
                line.text(),
                line.data().getOrDefault("popId", ""),
                line.data().getOrDefault("integrationId", ""),
                line.data().getOrDefault("rule", ""));
    }

    private <T> Future<T> now(Supplier<T> question) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(here -> answer.complete(question.get()));
        return answer.future();
    }
}
