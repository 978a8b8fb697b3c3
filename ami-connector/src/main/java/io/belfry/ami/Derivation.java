package io.belfry.ami;

import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.call.CallEvent;
import io.belfry.core.call.KeptCall;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes call events of manager events: {@link AmiTranslator}. Not safe for threads. */
interface Derivation {
    /** Who is an agent and which variables events carry, from now on. */
    void configure(AgentDirectory agents, Collection<String> variableNames);

    /** The connection was lost: from here on facts are missing, until a snapshot tells. */
    default void lost() {}

    /** A list of the PBX is asked for anew: what came of an earlier one is worth nothing. */
    void connected();

    /** A list of the PBX had fewer entries than it said; nothing was learnt from it. */
    default boolean isListTorn() {
        return false;
    }

    /** The call events that this manager event makes, usually none. */
    List<CallEvent> translate(AmiEvent event, Instant at);

    /** What waited for its time. */
    List<CallEvent> tick(Instant now);

    /** A live call from before a restart of ours; the next snapshot judges it. */
    void restore(KeptCall call);

    /**
     * Live calls whose memory changed since this was last asked, by {@link KeptCall#key}; empty for
     * those that are over.
     */
    Map<String, Optional<KeptCall>> changes();

    int liveCalls();

    /** Events that fit no call we know. */
    long ignored();
}
