package io.belfry.agentgateway;

import io.belfry.core.bus.Seat;
import io.belfry.core.bus.SeatNews;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which agents have pages at which node, as the nodes say it; of this one only when it is asked
 * about. Plain rules; the clock is handed in.
 */
final class Seats {
    /** All nodes come to the same answer: of two alike the name decides. */
    private static final Comparator<There> FITTEST_LAST =
            Comparator.<There, Fitness>comparing(there -> Fitness.of(there.seat()))
                    .thenComparing(There::node);

    private final String here;
    private final Duration silence;
    private final Map<String, Node> others = new HashMap<>();

    /**
     * @param here the node that this is
     * @param silence a node that says nothing for so long has no seats any more
     */
    Seats(String here, Duration silence) {
        this.here = here;
        this.silence = silence;
    }

    /** A seat at another node. */
    record There(String node, Seat seat) {}

    private static final class Node {
        private final Map<String, Seat> seats = new HashMap<>();
        private long number;
        private Instant heard = Instant.EPOCH;

        private void put(Seat seat) {
            if (seat.pages() > 0) {
                seats.put(seat.agent(), seat);
            } else {
                seats.remove(seat.agent());
            }
        }
    }

    /**
     * @return false when something was missed: nothing was learnt but that the node lives, and all
     *     of its seats must be asked for
     */
    boolean heard(SeatNews news, Instant now) {
        Node node = node(news, now);
        long before = news.seats().isEmpty() ? news.number() : news.number() - 1;
        if (before != node.number) {
            return false;
        }
        node.number = news.number();
        news.seats().forEach(node::put);
        return true;
    }

    /**
     * All seats of a node.
     *
     * @return the agents who have or had one there
     */
    Set<String> heardAll(SeatNews all, Instant now) {
        Node node = node(all, now);
        if (all.number() < node.number) {
            return Set.of();
        }
        Set<String> concerned = new HashSet<>(node.seats.keySet());
        node.number = all.number();
        node.seats.clear();
        all.seats().forEach(node::put);
        concerned.addAll(node.seats.keySet());
        return concerned;
    }

    private Node node(SeatNews news, Instant now) {
        Node node = others.computeIfAbsent(news.node(), first -> new Node());
        node.heard = now;
        return node;
    }

    /**
     * A node is no more.
     *
     * @return the agents who had a seat there
     */
    Set<String> gone(String node) {
        Node was = others.remove(node);
        return was == null ? Set.of() : was.seats.keySet();
    }

    /** The nodes that have said nothing for too long. */
    List<String> silent(Instant now) {
        return others.entrySet().stream()
                .filter(node -> !now.isBefore(node.getValue().heard.plus(silence)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The other nodes that live. */
    List<String> nodes() {
        return others.keySet().stream().sorted().toList();
    }

    boolean lives(String node) {
        return others.containsKey(node);
    }

    /** The pages of this agent at other nodes. */
    List<There> of(String agent) {
        return others.entrySet().stream()
                .flatMap(node -> there(node.getKey(), node.getValue().seats.get(agent)))
                .toList();
    }

    private static Stream<There> there(String node, Seat seat) {
        return Stream.ofNullable(seat).map(each -> new There(node, each));
    }

    /** Everybody who has a page at another node. */
    Set<String> agents() {
        return others.values().stream()
                .flatMap(node -> node.seats.keySet().stream())
                .collect(Collectors.toSet());
    }

    /**
     * Where this agent's page that acts is, when it is not here.
     *
     * @param seat his seat at this node
     */
    Optional<There> leader(String agent, Optional<Seat> seat) {
        return of(agent).stream()
                .max(FITTEST_LAST)
                .filter(
                        best ->
                                seat.isEmpty()
                                        || FITTEST_LAST.compare(best, new There(here, seat.get()))
                                                > 0);
    }
}
