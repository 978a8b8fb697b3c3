package io.belfry.ami;

import io.belfry.ami.AmiFailure.Step;
import io.belfry.core.bus.PbxTestResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;

/**
 * Tries a connection to a PBX and says step by step what was found; the first step that fails says
 * how to mend it. Always answers within its limit.
 */
final class PbxTester {
    static final Duration LIMIT = Duration.ofMillis(9_500);
    private static final int AT_ONCE = 4;

    private final Vertx vertx;
    private final LinkOptions options;
    private final Duration limit;
    private final WorkerExecutor worker;

    PbxTester(Vertx vertx, LinkOptions options) {
        this(vertx, options, LIMIT);
    }

    /**
     * @param options whom to trust; the test has shorter limits of its own
     */
    PbxTester(Vertx vertx, LinkOptions options, Duration limit) {
        this.vertx = vertx;
        this.options =
                new LinkOptions(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        options.silence(),
                        options.tls());
        this.limit = limit;
        this.worker = vertx.createSharedWorkerExecutor("belfry-pbx-test", AT_ONCE);
    }

    Future<PbxTestResult> test(PbxAccess access) {
        PbxTestRun run = new PbxTestRun(access, options);
        Promise<PbxTestResult> result = Promise.promise();
        long timer =
                vertx.setTimer(
                        limit.toMillis(),
                        late -> {
                            result.tryComplete(run.unfinished());
                            worker.executeBlocking(run::abort, false);
                        });
        worker.executeBlocking(run::perform, false)
                .onSuccess(result::tryComplete)
                .onFailure(e -> result.tryComplete(run.unfinished()))
                .onComplete(done -> vertx.cancelTimer(timer));
        return result.future();
    }

    static PbxTestResult unreadableSecret(RuntimeException e) {
        return new PbxTestResult(
                false,
                List.of(
                        new PbxTestResult.Step(
                                Step.LOGIN.word(), false, String.valueOf(e.getMessage()))));
    }
}
