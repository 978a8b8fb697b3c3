package io.belfry.realtimepush.engineio;

import java.util.Optional;

/** Of the protocol, as a client names it in the parameter {@code EIO}. */
public enum Revision {
    /** Clients of socket.io 1.x and 2.x: the client sends the pings. */
    V3(3),
    /** Clients of socket.io 3.x and 4.x: the server sends the pings. */
    V4(4);

    private final int number;

    Revision(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<Revision> of(String parameter) {
        return switch (parameter) {
            case "3" -> Optional.of(V3);
            case "4" -> Optional.of(V4);
            default -> Optional.empty();
        };
    }
}
