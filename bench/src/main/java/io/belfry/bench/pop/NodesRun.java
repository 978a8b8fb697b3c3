package io.belfry.bench.pop;

import java.time.Duration;
import java.util.List;

/**
 * What one run gave.
 *
 * @param calls that began in the measured time, at both PBXs
 * @param cpu processor time of all nodes in that time; the database's is not in it
 * @param near nanoseconds since the event was read, until the command was at the socket of an agent
 *     at the node of that PBX
 * @param far the same for agents at the other node
 * @param even each page came once and to the right agent, nothing else did, and the owners stayed
 */
record NodesRun(long calls, Duration cpu, List<Long> near, List<Long> far, boolean even) {
    double millisACall() {
        return cpu.toNanos() / 1e6 / Math.max(1, calls);
    }
}
