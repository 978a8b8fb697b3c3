package io.belfry.realtimepush.programs;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import io.belfry.core.bus.Ask;
import io.belfry.core.bus.ConfigQuery;
import io.belfry.core.bus.Topic;
import io.belfry.core.call.CallEvent;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What commands must know of agents, queues and calls; kept up to date by what the bus tells. */
final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
    private static final long ASK_AGAIN_MILLIS = 2_000;
    private static final long TIDY_MILLIS = 60_000;

    private final Vertx vertx;
    private final Clock clock;
    private final AgentCalls calls = new AgentCalls(AgentCalls.MOST);
    private final QueueMembers members = new QueueMembers();
    private AgentDirectory directory = AgentDirectory.EMPTY;
    private long version = -1;

    Surroundings(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    void start() {
        Topic.CALLS.subscribe(vertx, this::happened);
        Topic.MEMBERS.subscribe(vertx, members::seen);
        Topic.CONFIG.subscribe(vertx, announced -> readDirectory());
        vertx.setPeriodic(TIDY_MILLIS, timer -> calls.forget(clock.instant()));
        readDirectory();
    }

    AgentCalls calls() {
        return calls;
    }

    Optional<Agent> agent(String address) {
        return directory.find(address);
    }

    /**
     * A program of some queues reaches their agents: who is a member, or is in a call of one just
     * now.
     */
    boolean mayReach(Program program, Agent agent) {
        return program.queues().isEmpty()
                || members.isMemberOf(agent, program.queues())
                || calls.isInCallOf(agent, program.queues());
    }

    private void happened(CallEvent event) {
        calls.happened(event, clock.instant());
        members.happened(event);
    }

    private void readDirectory() {
        Ask.CONFIG
                .put(vertx, new ConfigQuery())
                .onSuccess(
                        settings -> {
                            if (settings.version() >= version) {
                                version = settings.version();
                                directory = settings.directory();
                            }
                        })
                .onFailure(
                        e -> {
                            LOG.debug("settings not to be had yet: {}", e.getMessage());
                            vertx.setTimer(ASK_AGAIN_MILLIS, timer -> readDirectory());
                        });
    }
}
