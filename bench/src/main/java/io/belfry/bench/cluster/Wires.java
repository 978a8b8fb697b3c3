package io.belfry.bench.cluster;

import io.belfry.simulator.proxy.FaultProxy;
import io.belfry.simulator.proxy.FaultProxy.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything that nodes say to each other goes through here. A node has one address for all others,
 * so in front of it stands a door, which looks who comes and leads him through a wire of his own:
 * one for each ordered pair of nodes and each of the two ports. Wires can be cut one by one.
 */
final class Wires implements AutoCloseable {
    private final List<FaultProxy> doors = new ArrayList<>();
    private final Map<Pair, FaultProxy> wires = new ConcurrentHashMap<>();

    /** Connections that one node makes to a port of another. */
    private record Pair(String from, String to, int port) {}

    /** Who may come. */
    interface Nodes {
        /** Name of the node whose process made this connection. */
        String who(Socket accepted);
    }

    /**
     * In front of a port of a node.
     *
     * @param at where others find it
     */
    void door(String node, int at, int port, Nodes nodes) {
        doors.add(
                FaultProxy.at(at, client -> wire(new Pair(nodes.who(client), node, port)).port()));
    }

    private FaultProxy wire(Pair pair) {
        return wires.computeIfAbsent(pair, first -> FaultProxy.to(first.port()));
    }

    /** What the first says does not reach the second any more; all connections stay open. */
    void cut(String from, String to) {
        each(from, to, (wire, direction) -> wire.hold(direction, true));
    }

    /**
     * @param reset whether connections that were made before break, as when something between has
     *     forgotten them
     */
    void heal(boolean reset) {
        for (FaultProxy wire : wires.values()) {
            if (reset && isCut(wire)) {
                wire.cut();
            }
            wire.heal();
        }
    }

    private static boolean isCut(FaultProxy wire) {
        return wire.holds(Direction.TO_SERVER) || wire.holds(Direction.TO_CLIENT);
    }

    /** Bytes that the first has brought to the second. */
    long brought(String from, String to) {
        long[] sum = new long[1];
        each(from, to, (wire, direction) -> sum[0] += wire.forwarded(direction));
        return sum[0];
    }

    /** Bytes of the first that could not go on. */
    long held(String from, String to) {
        long[] sum = new long[1];
        each(from, to, (wire, direction) -> sum[0] += wire.held(direction));
        return sum[0];
    }

    private interface Way {
        void go(FaultProxy wire, Direction direction);
    }

    /** What a node says goes by connections that it made, and by those that were made to it. */
    private void each(String from, String to, Way way) {
        wires.forEach(
                (pair, wire) -> {
                    if (pair.from().equals(from) && pair.to().equals(to)) {
                        way.go(wire, Direction.TO_SERVER);
                    } else if (pair.from().equals(to) && pair.to().equals(from)) {
                        way.go(wire, Direction.TO_CLIENT);
                    }
                });
    }

    @Override
    public void close() {
        doors.forEach(FaultProxy::close);
        wires.values().forEach(FaultProxy::close);
    }

    /** For a connection that is nobody's. */
    static UncheckedIOException stranger() {
        return new UncheckedIOException(new IOException("made by none of the nodes"));
    }
}
