package io.belfry.core.bus;

import java.util.List;

/**
 * Which agents came to a node, left it or looked at another page there. Without any it says only
 * that the node lives. Who finds that a number is missing asks for {@link Ask#SEATS all of them}.
 *
 * @param node who says it
 * @param number of its last change, counted from 1
 * @param seats what changed with that number; as an answer, all there are
 */
public record SeatNews(String node, long number, List<Seat> seats) {
    public SeatNews {
        seats = List.copyOf(seats);
    }
}
