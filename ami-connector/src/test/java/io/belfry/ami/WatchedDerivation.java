package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The derivation, with a look at each event before it; whoever takes his time there holds the loop.
 */
record WatchedDerivation(AmiTranslator translator, Consumer<AmiEvent> before)
        implements Derivation {
    @Override
    public List<CallEvent> translate(AmiEvent event, Instant at) {
        before.accept(event);
        return translator.translate(event, at);
    }

    @Override
    public void configure(AgentDirectory agents, Collection<String> variableNames) {
        translator.configure(agents, variableNames);
    }

    @Override
    public void lost() {
        translator.lost();
    }

    @Override
    public void connected() {
        translator.connected();
    }

    @Override
    public boolean isListTorn() {
        return translator.isListTorn();
    }

    @Override
    public List<CallEvent> tick(Instant now) {
        return translator.tick(now);
    }

    @Override
    public int liveCalls() {
        return translator.liveCalls();
    }

    @Override
    public Map<String, Optional<KeptCall>> changes() {
        return translator.changes();
    }

    @Override
    public void restore(KeptCall memory) {
        translator.restore(memory);
    }

    @Override
    public long ignored() {
        return translator.ignored();
    }
}
