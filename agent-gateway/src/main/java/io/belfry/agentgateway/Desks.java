package io.belfry.agentgateway;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.integration.Configuration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The desks of this node's gateway, one for each agent who has something in front of him, and the
 * agents that there are. A desk is made when it is first needed and goes when it is empty, or its
 * agent is no more. All calls come from one thread.
 */
final class Desks {
    private final Function<Agent, Desk> maker;
    private final Map<String, Desk> desks = new HashMap<>();
    private AgentDirectory directory = AgentDirectory.EMPTY;
    private Map<String, Agent> agents = Map.of();
    private long version = -1;
    private long droppedBefore;

    Desks(Function<Agent, Desk> maker) {
        this.maker = maker;
    }

    /**
     * Other agents, or other names of theirs; an older version than before changes nothing.
     *
     * @param gone told of each agent who had a desk and is no more
     * @return whether it is newer
     */
    boolean use(Configuration configuration, Consumer<String> gone) {
        if (configuration.version() < version) {
            return false;
        }
        version = configuration.version();
        directory = configuration.directory();
        agents = directory.all().stream().collect(Collectors.toMap(Agent::id, agent -> agent));
        for (Desk desk : List.copyOf(desks.values())) {
            String id = desk.agent().id();
            Agent now = agents.get(id);
            if (now == null) {
                gone.accept(id);
                forget(desk);
            } else {
                desk.is(now);
            }
        }
        return true;
    }

    AgentDirectory directory() {
        return directory;
    }

    /** The ids of all who are entered, with and without a desk. */
    Set<String> agents() {
        return agents.keySet();
    }

    Desk of(Agent agent) {
        return desks.computeIfAbsent(agent.id(), first -> maker.apply(agent));
    }

    /** Made when there is none yet; empty when there is no such agent. */
    Optional<Desk> of(String agentId) {
        return Optional.ofNullable(agents.get(agentId)).map(this::of);
    }

    /** Without making one. */
    Optional<Desk> known(Agent agent) {
        return Optional.ofNullable(desks.get(agent.id()));
    }

    Collection<Desk> all() {
        return Collections.unmodifiableCollection(desks.values());
    }

    void forgetBefore(Instant moment) {
        for (Desk desk : List.copyOf(desks.values())) {
            desk.forgetBefore(moment);
            if (desk.isEmpty()) {
                forget(desk);
            }
        }
    }

    /** What it counted stays counted. */
    private void forget(Desk desk) {
        droppedBefore += desk.day().dropped();
        desks.remove(desk.agent().id());
    }

    int unanswered() {
        return desks.values().stream().mapToInt(Desk::unanswered).sum();
    }

    /** Things of the day that had no room, since this node began. */
    long dropped() {
        return droppedBefore
                + desks.values().stream().mapToLong(desk -> desk.day().dropped()).sum();
    }
}
