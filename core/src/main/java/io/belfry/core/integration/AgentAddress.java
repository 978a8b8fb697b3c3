package io.belfry.core.integration;

import io.belfry.core.agent.Agent;
import io.belfry.core.agent.AgentDirectory;
import java.util.List;
import java.util.Optional;

/**
 * Where pages for the agent of an event go.
 *
 * @param address what the directory finds him by; the peer itself when it does not know him
 * @param label what people call him: name and number, else the peer
 */
public record AgentAddress(String address, String label) {
    /**
     * The device that was really picked up wins over the peer as the queue names it, which a
     * colleague may have answered from his own telephone; that over the number.
     */
    public static AgentAddress of(EventFields event, AgentDirectory directory) {
        String peer = event.text("peer");
        for (String device : List.of(event.text("device"), peer)) {
            Optional<Agent> agent = directory.ofDevice(device);
            if (agent.isPresent()) {
                return known(device, agent.get());
            }
        }
        String number = event.text("agentnum");
        return directory
                .find(number)
                .map(agent -> known(number, agent))
                .orElseGet(
                        () -> {
                            String label = label(event.text("agentname"), number);
                            return new AgentAddress(peer, label.isEmpty() ? peer : label);
                        });
    }

    private static AgentAddress known(String address, Agent agent) {
        return new AgentAddress(address, label(agent.name(), agent.number()));
    }

    private static String label(String name, String number) {
        return name.isEmpty() || number.isEmpty() ? name + number : name + " (" + number + ")";
    }
}
