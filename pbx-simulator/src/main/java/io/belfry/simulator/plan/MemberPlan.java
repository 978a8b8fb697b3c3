package io.belfry.simulator.plan;

/**
 * A static member of a queue, as queues.conf names it. For a Local channel the state interface is
 * another one than the interface: the real phone or the hint of its extension.
 */
public record MemberPlan(String memberName, String address, String stateInterface) {
    public boolean isLocal() {
        return address.startsWith("Local/");
    }
}
