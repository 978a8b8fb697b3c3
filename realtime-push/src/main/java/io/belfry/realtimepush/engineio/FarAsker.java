package io.belfry.realtimepush.engineio;

import io.belfry.core.bus.SessionAnswer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;

/** A request that came to another node. That node says by a word of its own when it is broken. */
final class FarAsker implements Asker {
    private final Promise<SessionAnswer> answer = Promise.promise();

    Future<SessionAnswer> answer() {
        return answer.future();
    }

    @Override
    public void packets(Revision revision, List<String> packets) {
        answer.tryComplete(SessionAnswer.of(revision.number(), packets));
    }

    @Override
    public void ok() {
        answer.tryComplete(SessionAnswer.of(0, List.of()));
    }

    @Override
    public void error(EngineError error, String detail) {
        answer.tryComplete(SessionAnswer.refused(error.code(), detail));
    }

    @Override
    public void whenGone(Runnable then) {
        // it comes as a word
    }
}
