package io.belfry.ami;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Before the first attempt there is no connection. */
final class NoSource implements AmiSource {
    @Override
    public Connected start(Listener listener) throws AmiFailure {
        throw new AmiFailure(AmiFailure.Step.TCP, "there is nothing to connect to", null);
    }

    @Override
    public CompletionStage<AmiAnswer> send(AmiAction action) {
        return CompletableFuture.failedStage(new IOException("not connected"));
    }

    @Override
    public void logOff() {
        // nothing is open
    }

    @Override
    public void abort() {
        // nothing is open
    }

    @Override
    public long malformed() {
        return 0;
    }
}
