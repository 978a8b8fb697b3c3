package io.belfry.bench.cluster;

import io.belfry.simulator.proxy.FaultProxy;
import io.belfry.simulator.proxy.FaultProxy.Direction;
import java.util.List;

/** Cables that are out: what stops, and how one sees that it did. */
interface Cut {
    /** Which bytes stop, seen from the node that is cut off. */
    enum Way {
        BOTH,
        WHAT_IT_SAYS,
        WHAT_IT_HEARS
    }

    void begin();

    /** Bytes that passed where none may. */
    long leaked();

    /** Bytes that were stopped. */
    long stopped();

    /** Bytes that passed the other way; negative when both are cut. */
    long passed();

    /**
     * @param reset whether connections that were made before break
     */
    void end(boolean reset);

    /** A node hears or is heard by no other node. */
    final class FromNodes implements Cut {
        private final Cluster nodes;
        private final Cluster.Node victim;
        private final Way way;

        FromNodes(Cluster nodes, Cluster.Node victim, Way way) {
            this.nodes = nodes;
            this.victim = victim;
            this.way = way;
        }

        @Override
        public void begin() {
            for (Cluster.Node other : others()) {
                if (way != Way.WHAT_IT_HEARS) {
                    nodes.cut(victim, other);
                }
                if (way != Way.WHAT_IT_SAYS) {
                    nodes.cut(other, victim);
                }
            }
        }

        private List<Cluster.Node> others() {
            return nodes.nodes().stream().filter(other -> other != victim).toList();
        }

        private long said() {
            return others().stream().mapToLong(other -> nodes.brought(victim, other)).sum();
        }

        private long heard() {
            return others().stream().mapToLong(other -> nodes.brought(other, victim)).sum();
        }

        @Override
        public long leaked() {
            return switch (way) {
                case BOTH -> said() + heard();
                case WHAT_IT_SAYS -> said();
                case WHAT_IT_HEARS -> heard();
            };
        }

        @Override
        public long passed() {
            return switch (way) {
                case BOTH -> -1;
                case WHAT_IT_SAYS -> heard();
                case WHAT_IT_HEARS -> said();
            };
        }

        @Override
        public long stopped() {
            return others().stream()
                    .mapToLong(other -> nodes.held(victim, other) + nodes.held(other, victim))
                    .sum();
        }

        @Override
        public void end(boolean reset) {
            nodes.heal(reset);
        }
    }

    /** A node's words, or the answers to them, do not arrive. */
    final class FromDatabase implements Cut {
        private final FaultProxy database;
        private final Way way;

        FromDatabase(Cluster.Node victim, Way way) {
            this.database = victim.database();
            this.way = way;
        }

        @Override
        public void begin() {
            database.hold(Direction.TO_SERVER, way != Way.WHAT_IT_HEARS);
            database.hold(Direction.TO_CLIENT, way != Way.WHAT_IT_SAYS);
        }

        @Override
        public long leaked() {
            long said = database.forwarded(Direction.TO_SERVER);
            long heard = database.forwarded(Direction.TO_CLIENT);
            return switch (way) {
                case BOTH -> said + heard;
                case WHAT_IT_SAYS -> said;
                case WHAT_IT_HEARS -> heard;
            };
        }

        /** Who gets no answer soon asks no more. */
        @Override
        public long passed() {
            return -1;
        }

        @Override
        public long stopped() {
            return database.held(Direction.TO_SERVER) + database.held(Direction.TO_CLIENT);
        }

        @Override
        public void end(boolean reset) {
            if (reset) {
                database.cut();
            }
            database.heal();
        }
    }

    record Both(Cut one, Cut other) implements Cut {
        @Override
        public void begin() {
            one.begin();
            other.begin();
        }

        @Override
        public long leaked() {
            return one.leaked() + other.leaked();
        }

        @Override
        public long stopped() {
            return Math.min(one.stopped(), other.stopped());
        }

        @Override
        public long passed() {
            return -1;
        }

        @Override
        public void end(boolean reset) {
            one.end(reset);
            other.end(reset);
        }
    }
}
